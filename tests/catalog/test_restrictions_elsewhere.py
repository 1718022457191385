"""What holds a description back although it stands in no statement of access, and what is for the staff alone."""

import pytest

from catalog import access
from catalog.finding_aids import SecretRows, read
from catalog.models import Record
from tests.catalog.aids import note, part
from tests.catalog.test_finding_aids import ead

SECRET = [
    "Hồ sơ gồm 3 tờ. Độ mật: Tối mật.",
    "Số tờ: 12; Độ mật: Mật; Thời hạn bảo quản: Vĩnh viễn",
    "Số tờ: 12, Chế độ sử dụng: 03",
    "Chế độ sử dụng:<lb/>03",
    "Che do su dung: 03",
    "Mức tiếp cận: 03",
    "Tài liệu mật",
    "Tài liệu thuộc bí mật nhà nước",
    "Hồ sơ chưa giải mật",
    "Đóng dấu “Mật”",
    "[MẬT]",
    "Tai lieu mat",
    "Tình trạng: Mật",
    "Muc do mat: Toi mat",
    "Marked Top Secret",
    "Secret défense",
    "Số tờ: 12, Độ mật: Mật, Thời hạn giải mật: 2045",
    "Số tờ: 12 - Độ mật: Mật - Tình trạng giải mật: Chưa",
    "Tài liệu mật, chờ giải mật",
    "Hồ sơ có tài liệu mật",
    "Still classified",
    "Chế độ sử dụng (03)",
]
HELD = [
    "Tài liệu hạn chế sử dụng",
    "Sử dụng có điều kiện",
    "Hạn chế tiếp cận",
    "Đóng đến năm 2050",
    "Chỉ phục vụ nội bộ",
    "Tai lieu han che su dung",
    "Luu hanh noi bo",
    "Closed",
    "This file is restricted",
    "Closed due to personal information",
    "Staff use only",
    "Withheld under FOI",
    "Incommunicable",
    "Communicable en 2050",
    "3 tờ (Chế độ sử dụng: Hạn chế)",
    "Đã giải mật một phần",
    "Hồ sơ bị hạn chế",
    "Chưa phục vụ độc giả",
    "Mở từ năm 2050",
    "Closed: contains personal data",
    "Not open until 2050",
    "Accès réservé",
    "Date de communicabilité : 2050",
]
NOT_HELD = [
    "<scopecontent><p>Các báo cáo mật của Sở Liêm phóng về hội kín.</p></scopecontent>",
    "<scopecontent><p>Quy định về bí mật nhà nước năm 1962.</p></scopecontent>",
    "<custodhist><p>Tài liệu đóng dấu mật, đã giải mật năm 1995.</p></custodhist>",
    "<userestrict><p>Không được sử dụng vào mục đích thương mại.</p></userestrict>",
    "<odd><head>Online access</head><p>Bản số hoá trên mạng.</p></odd>",
    "<odd><p>Mode: 3 boxes</p></odd>",
    "<odd><head>Độ mật</head><p>Không</p></odd>",
    "<odd><p>Số tờ: 12; Độ mật: ; Ghi chú: không</p></odd>",
    "<odd><p>Chế độ sử dụng mật mã của Bộ Tổng tham mưu</p></odd>",
    "<scopecontent><p>Công văn về việc sử dụng dấu Mật của Bộ Nội vụ</p></scopecontent>",
    "<odd><p>Mở từ năm 1920.</p></odd>",
    "<odd><p>Thời hạn bảo quản: 03</p></odd>",
    "<accessrestrict><p>Thời hạn bảo quản</p><p>03</p></accessrestrict>",
    "<accessrestrict><p>Thời hạn bảo quản: 03, chế độ sử dụng: 01</p></accessrestrict>",
    "<accessrestrict><p>Chế độ sử dụng</p><p>Công khai</p></accessrestrict>",
    "<accessrestrict><head>Modalités d’accès</head><p>Librement consultable</p></accessrestrict>",
    "<accessrestrict><p>Cong khai</p></accessrestrict>",
    "<accessrestrict><p>Open to all</p></accessrestrict>",
    "<legalstatus><p>Public Record(s)</p></legalstatus>",
]


def content_is_open(stranger) -> bool:
    return access.may_see_content(stranger, Record.objects.get(reference_code="T.1"))


@pytest.mark.parametrize("tag", ["odd", "scopecontent", "phystech"])
@pytest.mark.parametrize("words", SECRET)
def test_a_note_that_says_secret_stops_the_import(tmp_path, words, tag):
    path = tmp_path / "aid.xml"
    path.write_text(ead(note("Công khai") + part(f"<{tag}><p>{words}</p></{tag}>")))

    with pytest.raises(SecretRows):
        read(path, max_bytes=2**20)


@pytest.mark.parametrize("tag", ["odd", "scopecontent", "processinfo"])
@pytest.mark.parametrize("words", HELD)
def test_a_note_that_restricts_closes_what_it_describes(load, stranger, words, tag):
    load(ead(note("Công khai") + part(f"<{tag}><p>{words}</p></{tag}>")))

    assert not content_is_open(stranger)


@pytest.mark.parametrize("statement", NOT_HELD)
def test_what_restricts_nothing_leaves_it_open(load, stranger, statement):
    load(ead(note("Công khai") + part(statement)))

    assert content_is_open(stranger)


@pytest.mark.parametrize(
    "title", ["Báo cáo (Tối mật)", "[MẬT] Báo cáo", "Báo cáo. Độ mật: Mật", "Tối mật", "Bao cao (Mat)"]
)
def test_a_title_that_bears_a_mark_of_secrecy_closes_and_is_listed(load, title):
    aid = load(ead(note("Công khai") + part("").replace(">Hồ sơ<", f">{title}<")))

    assert Record.objects.get(reference_code="T.1").effective_access == "closed"
    assert [closing.words for closing in aid.closing]


INTERNAL = [
    '<descgrp audience="internal"><odd><p>KÍN</p></odd></descgrp>',
    '<odd><p>a <emph audience="internal">KÍN</emph> b</p></odd>',
    '<controlaccess><persname audience="internal">KÍN</persname></controlaccess>',
    '<did><note audience="internal"><p>KÍN</p></note></did>',
    '<did><physdesc audience="internal">KÍN</physdesc></did>',
    '<did><origination><persname audience="internal">KÍN</persname></origination></did>',
    '<did><unitdate audience="internal">KÍN</unitdate></did>',
]


@pytest.mark.parametrize("internal", INTERNAL)
def test_what_is_for_the_staff_alone_is_not_taken_over(tmp_path, internal):
    path = tmp_path / "aid.xml"
    did = '<unitid>T</unitid><unittitle>Phông <persname audience="internal">KÍN</persname>mẫu</unittitle>'
    inner = internal.removeprefix("<did>").removesuffix("</did>") if internal.startswith("<did>") else ""
    path.write_text(ead("" if inner else internal, did=did + inner))

    aid = read(path, max_bytes=2**20)

    assert "KÍN" not in repr(aid.drafts)
    assert aid.drafts[0].fields["title"] == "Phông mẫu"
    assert {unknown.element.split()[-1] for unknown in aid.not_understood} == {"internal"}


@pytest.mark.parametrize("internal", ["did", "unittitle"])
def test_a_description_whose_title_is_for_the_staff_alone_is_closed(load, internal):
    load(ead(note("Công khai") + part("").replace(f"<{internal}>", f'<{internal} audience="internal">')))

    assert Record.objects.get(reference_code="T.1").effective_access == "closed"


def test_a_title_for_the_staff_beside_a_public_one_is_left_out(load):
    both = '<unittitle audience="internal" label="Private">KÍN</unittitle><unittitle>Hồ sơ</unittitle>'
    aid = load(ead(note("Công khai") + part("").replace("<unittitle>Hồ sơ</unittitle>", both)))

    record = Record.objects.get(reference_code="T.1")
    assert (record.title, record.effective_access) == ("Hồ sơ", "open")
    assert [unknown.element for unknown in aid.not_understood] == ["<unittitle> internal"]


def test_a_statement_for_the_staff_alone_opens_nothing(load, stranger):
    load(ead(part('<accessrestrict audience="internal"><p>Công khai</p></accessrestrict>')), default_access="closed")

    assert not content_is_open(stranger)
