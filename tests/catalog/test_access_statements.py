"""What a finding aid says of access: understood word for word, or closed; a word of secrecy stops the import."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from catalog import access
from catalog.finding_aids import SecretRows
from catalog.finding_aids.access_statements import understand
from catalog.imports.actions import runs
from catalog.models import ImportRun, Record
from catalog.search.outbox import open_by_the_clock
from tests.catalog.aids import note, part
from tests.catalog.test_finding_aids import ead
from tests.conftest import NOON

UNDERSTOOD = {
    "open": [
        "01",
        "Công khai",
        "CÔNG KHAI.",
        "Công khai (01)",
        "01 - Công khai",
        "Open for research.",
        "This collection is open to researchers.",
        "Materials are open without restrictions.",
        "Open for research without restrictions.",
        "There are no restrictions on access.",
        "Chế độ sử dụng: Công khai",
        "Access Restrictions: Open for use.",
    ],
    "on_request": [
        "02",
        "Sử dụng có điều kiện",
        "Tiếp cận có điều kiện (02)",
        "Hạn chế sử dụng",
        "Công khai. Hạn chế sử dụng.",
    ],
    "closed": ["closed", "Chưa công khai", "Không công khai"],
    None: [
        "Đã giải mật",
        "Đã được giải mật năm 2005",
        "Hồ sơ đã giải mật",
        "Không mật",
        "Độ mật: Thường",
        "Độ mật: Không",
        "Thời hạn bảo quản: 03",
        "Thời hạn bảo quản: 03 (50 năm)",
        "Thời hạn bảo quản: Vĩnh viễn",
    ],
}
NOT_UNDERSTOOD = [
    "Hạn chế",
    "Công khai (02)",
    "Công khai, trừ trang 3",
    "Open for research. Student papers are restricted until 2044.",
    "This folder is restricted until 2052 to protect privacy.",
    "Repository permission is required for access.",
    "Liên hệ phòng đọc",
    "Bí mật đời tư",
    "Hạn chế 03 tháng",
    "Thường",
    "Trade secrets of the company",
    "Mật độ dân số",
    "Contains confidential medical data.",
    "Secretary's approval needed",
    "Chưa công khai đến 31/02/2030",
    "Open?",
    "Công khai?",
    "Đã giải mật năm nào đó",
    "Đã giải mật theo Quyết định số 12, trừ trang 3",
    "???",
    "Unpublished",
    "open?maybe",
]
DATED = {
    "Chưa công khai đến năm 2030": date(2030, 1, 1),
    "Chưa công khai đến hết năm 2035.": date(2036, 1, 1),
    "Chưa công khai đến hết ngày 30/6/2031": date(2031, 7, 1),
    "Đóng 50 năm kể từ 1990": date(2041, 1, 1),
    "Materials are restricted until 2050-01-01": date(2050, 1, 1),
    "Access to this series is restricted until 2037.": date(2037, 1, 1),
    "Restricted until 31 December 2040.": date(2040, 12, 31),
    "Closed until July 2030": date(2030, 7, 1),
    "Closed for 75 years from 29 February 1960": date(2035, 3, 1),
    "Công khai từ năm 2040": date(2040, 1, 1),
    "Đã giải mật ngày 01/01/2090": date(2090, 1, 1),
    "Đã giải mật năm 2090": date(2090, 1, 1),
}
SECRET = [
    "Mật",
    "MẬT",
    "Tối mật",
    "Tuyệt mật.",
    "Tài liệu mật",
    "Độ mật: Tối mật",
    "Mật (03)",
    "03",
    "Chế độ sử dụng: 03",
    "03 - Mật",
    "Công khai một phần; trang 5 mật",
    "Chưa giải mật",
    "Chưa được giải mật",
    "Đề nghị được giải mật",
    "Đã giải mật một phần",
    "Không mật một phần",
    "Bí mật nhà nước",
    "Độ mật: B",
    "Ma\u0323\u0302t",
    "toi mat",
    "Do mat: mat",
    "Chế độ sử dụng: Mat",
    "Secret",
    "Top Secret",
    "Classified",
    "Confidential",
    "Contains state secrets",
    "Classification: Confidential",
    "Thời hạn bảo quản: 03; chế độ sử dụng: 03",
    "Restricted.\n\nTối\u00a0mật",
]
SECRET_PLACES = [
    "<accessrestrict><head>Độ mật</head><p>Mật</p></accessrestrict>",
    "<accessrestrict><head>Tài liệu mật</head><p>Liên hệ phòng đọc</p></accessrestrict>",
    "<accessrestrict><head>Độ mật</head><p>C</p></accessrestrict>",
    '<accessrestrict type="mode"><p>03</p></accessrestrict>',
    '<accessrestrict type="Mật"><p>Hạn chế</p></accessrestrict>',
    '<accessrestrict audience="internal"><p>Tối mật</p></accessrestrict>',
    '<accessrestrict><p audience="internal">Tối mật</p><p>Công khai</p></accessrestrict>',
    "<accessrestrict><accessrestrict><p>Mật</p></accessrestrict></accessrestrict>",
    "<accessrestrict><list><item>Công khai</item><item>Mật</item></list></accessrestrict>",
    "<legalstatus>Mật</legalstatus>",
    "<accessrestrict><legalstatus>Bí mật nhà nước</legalstatus></accessrestrict>",
    "<descgrp><accessrestrict><p>Mật</p></accessrestrict></descgrp>",
    '<odd type="mode"><p>Mật</p></odd>',
    "<odd><head>Độ mật</head><p>Tối mật</p></odd>",
    '<note label="Độ mật"><p>A</p></note>',
    "<odd><p>Độ mật: Tuyệt mật</p></odd>",
    "<did><note><p>Độ mật: Tối mật</p></note></did>",
    "<did><physdesc>Dấu TỐI MẬT</physdesc></did>",
    "<processinfo><p>Tối mật</p></processinfo>",
    "<controlaccess><subject>Tối mật</subject></controlaccess>",
    "<userestrict><p>Tuyệt mật</p></userestrict>",
    '<did><unitid label="Tuyệt mật">T.9</unitid></did>',
    "<accessrestrict><head>Thời hạn bảo quản</head><p>Mật</p></accessrestrict>",
]


def words(table) -> list:
    return [(text, key) for key, texts in table.items() for text in texts]


@pytest.mark.parametrize(("text", "level"), words(UNDERSTOOD))
def test_a_statement_that_is_understood_says_its_level(text, level):
    assert (understand(text).access, understand(text).is_understood) == (level, True)


@pytest.mark.parametrize("text", NOT_UNDERSTOOD)
def test_a_statement_that_is_not_understood_closes_whatever_stands_above(load, stranger, text):
    aid = load(ead(note("Công khai") + part(note(text))))

    file = Record.objects.get(reference_code="T.1")
    assert (file.access, file.proposed_opening) == ("closed", None)
    assert not access.may_see_description(stranger, file)
    assert [each.words for each in aid.closing] == [text]


@pytest.mark.parametrize(("text", "day"), DATED.items())
def test_a_day_in_a_file_is_proposed_and_opens_nothing(load, stranger, text, day):
    load(ead(note("Công khai") + part(note(text))))

    file = Record.objects.get(reference_code="T.1")
    assert (file.access, file.embargo_until, file.proposed_opening) == ("closed", None, day)
    long_after = NOON.replace(year=2099)
    open_by_the_clock.call([file.key])
    assert not access.may_see_description(stranger, file, at=long_after)


@pytest.mark.parametrize("text", SECRET)
def test_a_word_of_secrecy_stops_the_run(load, text):
    with pytest.raises(SecretRows):
        load(ead(note("Công khai") + part(note(text))))

    assert not Record.objects.exists()


@pytest.mark.parametrize("statement", SECRET_PLACES)
def test_a_word_of_secrecy_is_found_wherever_a_statement_of_access_stands(load, statement):
    with pytest.raises(SecretRows):
        load(ead(note("Công khai") + part(statement)))


CLOSED_BY_HEADINGS = [
    "<accessrestrict><head>Closed</head><p>Open</p></accessrestrict>",
    "<accessrestrict><head>Không công khai</head><p>Mở</p></accessrestrict>",
    "<accessrestrict><head>Closed</head></accessrestrict>",
    '<accessrestrict type="not open yet"><p>Open</p></accessrestrict>',
    "<odd><head>Điều kiện tiếp cận</head><p>Không công khai</p></odd>",
    "<odd><head>Access restrictions</head><p>Closed</p></odd>",
    "<userestrict><head>Access</head><p>Closed</p></userestrict>",
    "<accessrestrict><p>???</p></accessrestrict>",
    '<accessrestrict><p><ref title="Closed"/></p></accessrestrict>',
    '<accessrestrict><p><emph render="strikethrough">Open</emph></p></accessrestrict>',
]

# in a file that is open above and opens by default
CLOSED_WITHIN = [
    "<accessrestrict><p>Open</p><accessrestrict><head>Restricted until 2070</head></accessrestrict></accessrestrict>",
    "<accessrestrict><p>Open</p><accessrestrict><head>Closed</head><p>Open</p></accessrestrict></accessrestrict>",
    '<accessrestrict><p>Open</p><accessrestrict type="closed"/></accessrestrict>',
    "<accessrestrict><p>Công khai</p><legalstatus><head>Không công khai</head></legalstatus></accessrestrict>",
    '<accessrestrict><p>Open</p><legalstatus type="closed">Open</legalstatus></accessrestrict>',
    "<accessrestrict><list><head>Chưa công khai đến năm 2050</head><item>Công khai</item></list></accessrestrict>",
    "<accessrestrict><p>Open</p><table><head>Closed</head></table></accessrestrict>",
    '<accessrestrict><note label="Closed until 2070"><p>Open</p></note></accessrestrict>',
    '<accessrestrict status="closed"><p>Open</p></accessrestrict>',
    '<accessrestrict><p altrender="closed">Open</p></accessrestrict>',
    '<accessrestrict><p>Open <date normal="2090-01-01"/></p></accessrestrict>',
    '<accessrestrict><p><ptr target="restricted"/>Open</p></accessrestrict>',
    "<accessrestrict><p>Công khai</p><p>đã giải mật tại Bộ nhưng chưa được phép sử dụng</p></accessrestrict>",
    "<accessrestrict><p>đã giải mật theo quyết định ngày 1/1/2090 chưa có hiệu lực</p></accessrestrict>",
    "<odd><head>Conditions d'accès</head><p>Non communicable avant 2060.</p></odd>",
    '<odd type="communicabilite"><p>Incommunicable</p></odd>',
    "<odd><head>CHẾ ĐỘ SỬ DỤNG TÀI LIỆU</head><p>Không công khai</p></odd>",
    "<odd><head>Hạn chế tiếp cận</head><p>Không phục vụ độc giả</p></odd>",
    "<odd><p>Chế độ sử dụng: không công khai</p></odd>",
    "<did><note><p>Chế độ sử dụng: Đóng</p></note></did>",
    '<did><note label="Tiếp cận"><p>Đóng</p></note></did>',
    "<userestrict><p>Không công khai đến hết năm 2080</p></userestrict>",
    "<scopecontent><p>Thư từ. Access: closed until 2080.</p></scopecontent>",
    "<odd><head>Embargo</head><p>Ten years</p></odd>",
    "<odd><p>Chế độ sử dụng:<lb/>không công khai</p></odd>",
    "<odd><p>Chế độ sử dụng:</p><p>không công khai</p></odd>",
    "<odd><list><defitem><label>Chế độ sử dụng</label><item>không công khai</item></defitem></list></odd>",
    "<odd><p>Gồm 3 tờ, Access: closed</p></odd>",
    "<odd><p>- Mức tiếp cận = không công khai</p></odd>",
    "<odd><p>Hồ sơ chưa công khai.</p></odd>",
    "<scopecontent><p>This file is closed until 2060.</p></scopecontent>",
    "<odd><p>Che do su dung: khong cong khai</p></odd>",
    '<accessrestrict><p><date normal="2060/2070">Open</date></p></accessrestrict>',
    '<accessrestrict><p><ref linktitle="closed until 2060">Open</ref></p></accessrestrict>',
    '<accessrestrict><p><abbr expan="closed">Open</abbr></p></accessrestrict>',
    "<odd><head>Closed until 2050</head><p>x</p></odd>",
    "<odd><head>Hạn chế</head><p>Tờ 5-7</p></odd>",
    '<did><container label="Hạn chế">1</container></did>',
    "<userestrict><head>Access restrictions</head><p>Not available to the public before 2060.</p></userestrict>",
    "<userestrict><head>Điều kiện tiếp cận và sử dụng</head><p>Chỉ phục vụ nội bộ</p></userestrict>",
    "<phystech><head>Access restrictions</head><p>Too fragile to be produced.</p></phystech>",
    "<odd><p>This file is closed to researchers until 2060.</p></odd>",
    "<odd><p>RESTRICTED: Contains student records.</p></odd>",
    "<scopecontent><p>Correspondence. The letters are closed until 2050.</p></scopecontent>",
    "<odd><p>Không phục vụ độc giả.</p></odd>",
    "<odd><p>Tài liệu thuộc Danh mục tài liệu hạn chế sử dụng.</p></odd>",
    "<odd><p>Gồm 3 tờ (không công khai)</p></odd>",
    "<odd><p>Non communicable avant 2060.</p></odd>",
    "<phystech><p>Tài liệu hư hỏng nặng, không phục vụ độc giả.</p></phystech>",
    "<did><physdesc>1 folder (restricted)</physdesc></did>",
    f"<odd><p>Access restrictions: {'in accordance with the wishes of the donor ' * 6} until they agree.</p></odd>",
]


@pytest.mark.parametrize(
    "title", ["Personnel files [RESTRICTED]", "Hồ sơ cá nhân (không công khai)", "Dossiers (non communicable)"]
)
def test_a_title_that_says_so_closes(load, stranger, title):
    load(ead(note("Công khai") + part(note("Công khai")).replace(">Hồ sơ<", f">{title}<")))

    assert not access.may_see_description(stranger, Record.objects.get(reference_code="T.1"))


@pytest.mark.parametrize(
    "statement",
    [
        "<accessrestrict><head>Bảo quản</head><p>Chế độ sử dụng: 02</p></accessrestrict>",
        '<accessrestrict type="maintenance"><p>Chế độ sử dụng: 02</p></accessrestrict>',
    ],
)
def test_of_several_labels_the_last_says_what_the_words_are_about(load, stranger, statement):
    load(ead(note("Công khai") + part(note("Công khai") + statement)))

    assert not access.may_see_content(stranger, Record.objects.get(reference_code="T.1"))


@pytest.mark.parametrize(
    "text",
    [
        "chế độ sử dụng: " * 6000,
        "access: " * 12_000,
        "độ mật: " * 10_000,
        "Đã giải mật theo Quyết định số " + "1" * 100_000 + " x",
        "hạn chế " * 12_000,
    ],
    ids=lambda text: text[:12],
)
def test_a_sentence_of_a_hundred_thousand_letters_is_not_understood(text):
    # what goes over them again and again does not come back for minutes
    assert understand(text).access == "closed"


ON_REQUEST_WITHIN = [
    '<odd type="restricted"><p>x</p></odd>',
    '<did><note label="Restricted"><p>HR</p></note></did>',
    "<odd><p>Chế độ sử dụng: hạn chế sử dụng</p></odd>",
    "<odd><p>Chế độ sử dụng: 02</p></odd>",
    "<scopecontent><p>Access: restricted.</p></scopecontent>",
    "<userestrict><p>Hạn chế sử dụng</p></userestrict>",
]


@pytest.mark.parametrize("statement", ON_REQUEST_WITHIN)
def test_what_holds_back_beside_a_statement_is_on_request(load, stranger, statement):
    load(ead(note("Công khai") + part(note("Công khai") + statement)))

    assert not access.may_see_content(stranger, Record.objects.get(reference_code="T.1"))


@pytest.mark.parametrize("statement", CLOSED_WITHIN)
def test_what_closes_is_found_within_a_statement_and_beside_it(load, stranger, statement):
    load(ead(note("Công khai") + part(statement)))

    assert not access.may_see_description(stranger, Record.objects.get(reference_code="T.1"))


@pytest.mark.parametrize(
    "more",
    ['status="closed"', 'altrender="không công khai"', 'label="closed"', 'audience="intern"'],
)
def test_an_attribute_of_a_description_closes_it(load, stranger, more):
    load(ead(note("Công khai") + part(note("Công khai"), more=more)))

    assert not access.may_see_description(stranger, Record.objects.get(reference_code="T.1"))


@pytest.mark.parametrize(
    "statement",
    [
        "<controlaccess><head>Access points</head><geogname>Huế</geogname></controlaccess>",
        "<scopecontent><head>Content</head><p>Papers of the Access Society, closed in 1990.</p></scopecontent>",
        '<did><container type="box" label="Access">14</container></did>',
        "<odd><head>Access copies</head><p>On microfilm.</p></odd>",
        "<userestrict><p>Copyright is held by the archive.</p></userestrict>",
        "<processinfo><p>Processing was closed in 1998.</p></processinfo>",
        "<scopecontent><p>Báo cáo gồm: kết quả; hạn chế; phương hướng.</p></scopecontent>",
        "<scopecontent><p>Gồm các tập: 01; 02; 03.</p></scopecontent>",
        "<acqinfo><p>Mode: gift</p></acqinfo>",
        "<bioghist><p>Mở từ năm 1920.</p></bioghist>",
        "<scopecontent><p>Quyền sử dụng: đất nông nghiệp.</p></scopecontent>",
        "<accessrestrict><head>Access to Collection</head><p>Open for research.</p></accessrestrict>",
        "<accessrestrict><head>Tiếp cận</head><p>Không hạn chế sử dụng</p></accessrestrict>",
    ],
)
def test_words_of_other_matters_close_nothing(load, stranger, statement):
    load(ead(note("Công khai") + part(statement)))

    assert access.may_see_description(stranger, Record.objects.get(reference_code="T.1"))


@pytest.mark.parametrize("text", ["Đóng đến hết năm 9999", "Closed until the end of December 9999"])
def test_never_is_a_day_that_does_not_come(load, text):
    load(ead(note("Công khai") + part(note(text))))

    assert Record.objects.get(reference_code="T.1").access == "closed"


@pytest.mark.parametrize("statement", CLOSED_BY_HEADINGS)
def test_headings_and_types_are_words_about_access_too(load, stranger, statement):
    load(ead(note("Công khai") + part(statement)))

    assert not access.may_see_description(stranger, Record.objects.get(reference_code="T.1"))


@pytest.mark.parametrize(
    "statement",
    [
        "<accessrestrict><head>Access Restrictions</head><p>Open to researchers.</p></accessrestrict>",
        "<accessrestrict><head>Conditions Governing Access note</head><p>Open for use.</p></accessrestrict>",
        "<acqinfo><head>Mode of acquisition</head><p>Gift</p></acqinfo>",
        "<accessrestrict/>",
    ],
)
def test_labels_close_nothing(load, stranger, statement):
    load(ead(note("Công khai") + part(statement)))

    assert access.may_see_content(stranger, Record.objects.get(reference_code="T.1"))


@pytest.mark.parametrize("where", ["<did>{}</did>", "<dsc>{}</dsc>", "<admininfo>{}</admininfo>"])
def test_a_statement_counts_in_every_wrapper(load, stranger, where):
    inside = where.format(note("Liên hệ phòng đọc"))
    load(ead(part(inside)))

    assert not access.may_see_description(stranger, Record.objects.get(reference_code="T.1"))


@pytest.mark.parametrize("value", ["Mật", "tối mật"])
@pytest.mark.parametrize("name", ["otherlevel", "type", "altrender"])
def test_a_classification_in_an_attribute_stops_the_run(load, name, value):
    with pytest.raises(SecretRows):
        load(ead(part("", more=f'{name}="{value}"')))


@pytest.mark.parametrize(
    "statement",
    [
        '<appraisal type="maintenance"><p>03</p></appraisal>',
        '<accessrestrict type="maintenance"><p>03</p></accessrestrict>',
        "<accessrestrict><head>Thời hạn bảo quản</head><p>03</p></accessrestrict>",
        "<accessrestrict><p>Thời hạn bảo quản: 03 (50 năm)</p></accessrestrict>",
    ],
)
def test_fifty_years_of_keeping_are_no_secret(load, stranger, statement):
    load(ead(part(statement)))

    assert access.may_see_content(stranger, Record.objects.get(reference_code="T.1"))


@pytest.mark.parametrize("label", ["declared", "Đã giải mật"])
def test_what_is_declassified_is_not_closed_by_that(load, stranger, label):
    load(ead(part(note("Đã giải mật") if label != "declared" else note("Công khai"))))

    assert access.may_see_content(stranger, Record.objects.get(reference_code="T.1"))


@pytest.mark.parametrize("value", ["internal", "INTERNAL", " internal "])
def test_what_lies_in_an_internal_list_is_closed(load, stranger, value):
    load(ead(part("").replace("<dsc>", f'<dsc audience="{value}">')))

    assert not access.may_see_description(stranger, Record.objects.get(reference_code="T.1"))


def test_an_internal_statement_closes_like_any_other(load, stranger):
    load(ead(part(note("Chưa công khai", audience="internal"))))

    assert not access.may_see_description(stranger, Record.objects.get(reference_code="T.1"))


def test_the_preview_lists_what_closes_with_line_and_words(client, archivist):
    text = ead(part(note("Liên hệ phòng đọc") + note("Chưa công khai đến năm 2030")))
    run = ImportRun.objects.create(
        file=ContentFile(text.encode(), name="a.xml"), file_name="a.xml", default_access="open"
    )
    runs.preview(run, at=NOON)
    client.force_login(archivist)

    page = client.get(reverse("imports:run", args=[run.pk])).content.decode()

    assert [row["line"] for row in run.closing] == [1, 1]
    assert "Liên hệ phòng đọc" in page
    assert "01/01/2030" in page
