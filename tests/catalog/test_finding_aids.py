"""Reading finding aids: real ones whole, hostile ones with a sentence."""

from pathlib import Path

import pytest

from catalog.finding_aids import NotAFindingAid, SecretRows, read
from tests import samples

LIMIT = 64 * 2**20
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def ead(body: str, *, head: str = HEAD, did: str = "<unitid>T</unitid><unittitle>Phông thử</unittitle>") -> str:
    return f'{head}<ead><eadheader><eadid>thu</eadid></eadheader><archdesc level="fonds"><did>{did}</did>{body}</archdesc></ead>'


@pytest.fixture
def reading(tmp_path):
    def go(text: str | bytes, *, limit: int = LIMIT):
        path = tmp_path / "aid.xml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read(path, max_bytes=limit)

    return go


WHOLE = {
    samples.HERE / "ead2002.xml": ("EAD 2002", 9, 0),
    samples.HERE / "ead3.xml": ("EAD3", 7, 0),
    **dict(
        zip(
            samples.real(
                "ead2002/a0011.xml",
                "ead2002/alphaomegaalpha.xml",
                "ead2002/deeply-nested-components.xml",
                "ead2002/wnyu.xml",
                "ead3/mc00312.xml",
                "ead3/mc00246.xml",
                "ead3/naa213.xml",
            ),
            (
                ("EAD 2002", 2, 0),
                ("EAD 2002", 39, 0),
                ("EAD 2002", 32, 0),
                ("EAD 2002", 44, 0),
                ("EAD3", 643, 0),
                ("EAD3", 11966, 0),
                ("EAD3", 38, 2),
            ),
            strict=False,
        )
    ),
}


def _however_long(path: Path) -> object:
    """A finding aid of thousands takes as long as all the others together."""
    return pytest.param(path, marks=[pytest.mark.hard] if WHOLE[path][1] > 1000 else [], id=path.name)


@pytest.mark.parametrize("path", [_however_long(path) for path in WHOLE])
def test_finding_aids_are_read_whole(path):
    form, drafts, refusals = WHOLE[path]
    aid = read(path, max_bytes=LIMIT)

    assert (aid.format, len(aid.drafts), len(aid.refusals)) == (form, drafts, refusals)
    assert len({draft.source_id for draft in aid.drafts}) == drafts
    assert all(draft.parent is None or draft.parent < index for index, draft in enumerate(aid.drafts))
    assert all(draft.fields["title"] for draft in aid.drafts)


def test_every_file_is_read_or_refused_with_a_sentence():
    folders = samples.real("ead2002", "ead3", "eac", "hostile/xml-defusedxml")
    # the longest takes as long as all the others, and is read whole above
    files = [
        path for folder in (samples.HERE, *folders) for path in folder.glob("*.xml") if path.stat().st_size < 2 * 10**6
    ]
    assert len(files) > (30 if folders else 3)

    for path in files:
        try:
            assert read(path, max_bytes=LIMIT).drafts
        except NotAFindingAid as wrong:
            assert str(wrong).endswith("."), path.name


SAID = {
    samples.HERE / "ead2002.xml": (
        "LMG 1",
        "Lantern Makers' Guild Records",
        "1902/1967",
        "12 boxes",
        "Gift of the last",
    ),
    **dict.fromkeys(
        samples.real("ead3/mc00312.xml"),
        ("MC 00312", "Ralph W. Cummings Papers", "1840/2001", "39 linear feet", "Gift of Ralph Cummings Jr."),
    ),
}


@pytest.mark.parametrize("path", SAID, ids=lambda path: path.name)
def test_a_fonds_keeps_what_it_says(path):
    code, title, dates, extent, gift = SAID[path]
    top = read(path, max_bytes=LIMIT).drafts[0]

    assert top.fields["reference_code"] == code
    assert top.fields["title"].startswith(title)
    assert top.fields["date_edtf"] == dates
    assert top.fields["extent"] == extent
    assert top.level == "collection"
    assert top.fields["acquisition"].startswith(gift)


def test_what_is_not_understood_is_named_with_its_line(reading):
    aid = reading(ead("\n<weird>giữ lại</weird>"))

    assert [(u.element, u.line, u.text) for u in aid.not_understood] == [("<weird>", 2, "giữ lại")]


def test_notes_marked_internal_are_left_out(reading):
    aid = reading(ead('<scopecontent audience="internal"><p>riêng</p></scopecontent><odd><p>chung</p></odd>'))

    assert "riêng" not in str(aid.drafts)
    assert aid.drafts[0].fields["note"] == "chung"


def test_a_component_marked_internal_is_closed(reading):
    aid = reading(ead('<dsc><c level="file" audience="internal"><did><unittitle>a</unittitle></did></c></dsc>'))

    assert aid.drafts[1].access == "closed"


@pytest.mark.parametrize(
    ("words", "access"),
    [
        ("Công khai", "open"),
        ("Tiếp cận có điều kiện.", "on_request"),
        ("02", "on_request"),
        ("Open for research by all", "closed"),
    ],
)
def test_access_labels_are_words_of_the_code_list(reading, words, access):
    aid = reading(ead(f"<accessrestrict><p>{words}</p></accessrestrict>"))

    assert aid.drafts[0].access == access


def test_state_secrets_are_refused_with_nothing_but_their_lines(reading):
    body = "\n".join(
        f"<c><did><unittitle>bí mật {n}</unittitle></did><accessrestrict><p>{w}</p></accessrestrict></c>"
        for n, w in enumerate(["Mật", "Công khai", "03"])
    )

    with pytest.raises(SecretRows) as caught:
        reading(ead(f"<dsc>{body}</dsc>"))

    assert caught.value.lines == [1, 3]
    assert "bí mật" not in str(caught.value)


def test_a_missing_title_is_taken_from_the_date_and_refused_without_one(reading):
    aid = reading(ead("<dsc><c><did><unitdate>1932</unitdate></did></c>\n<c><did><unitid>x</unitid></did></c></dsc>"))

    assert [draft.fields["title"] for draft in aid.drafts] == ["Phông thử", "1932"]
    assert [(refusal.line, refusal.sentence) for refusal in aid.refusals] == [(2, "It has neither a title nor a date.")]


def test_a_code_that_stands_twice_is_refused_with_the_line_of_the_first(reading):
    one = "<c><did><unitid>A1</unitid><unittitle>một</unittitle></did></c>"
    aid = reading(ead(f"<dsc>\n{one}\n{one.replace('một', 'hai')}</dsc>"))

    assert [draft.fields["title"] for draft in aid.drafts] == ["Phông thử", "một"]
    assert aid.refusals[0].line == 3
    assert "A1" in aid.refusals[0].sentence
    assert "line 2" in aid.refusals[0].sentence


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("no xml", "XML is broken"),
        ("<ead><archdesc>", "XML is broken"),
        ("<html/>", "<html>"),
        ("<ead/>", "no <archdesc>"),
        ('<!DOCTYPE ead [<!ENTITY a "x">]><ead><archdesc/></ead>', "entities"),
        (
            '<!DOCTYPE ead [<!ENTITY a SYSTEM "file:///etc/passwd">]><ead><archdesc><did><unittitle>&a;</unittitle></did></archdesc></ead>',
            "entities",
        ),
        (HEAD.encode() + "<ead>".encode("utf-16"), "XML is broken"),
        (
            b'<?xml version="1.0" encoding="UTF-8"?><ead><archdesc><did><unittitle>H\xe0 N\xf4i</unittitle></did></archdesc></ead>',
            "XML is broken",
        ),
        (b'<?xml version="1.0" encoding="klingon"?><ead/>', "encoding"),
        (b"<ead>\x00</ead>", "XML is broken"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(reading, text, words):
    with pytest.raises(NotAFindingAid, match=words) as caught:
        reading(text)

    assert str(caught.value).endswith(".")
    assert "Traceback" not in str(caught.value)


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "large.xml"
    with path.open("wb") as file:
        file.truncate(100 * 2**20)

    with pytest.raises(NotAFindingAid, match="100 MB"):
        read(path, max_bytes=LIMIT)


def test_nesting_without_end_is_refused(reading):
    depth = 120
    body = "<dsc>" + "<c><did><unittitle>x</unittitle></did>" * depth + "</c>" * depth + "</dsc>"

    with pytest.raises(NotAFindingAid, match="nested"):
        reading(ead(body))


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("2/9/1945", "1945-09-02"),
        ("tháng 8/1945", "1945-08"),
        ("ngày 02 tháng 9 năm 1945", "1945-09-02"),
        ("1930-1935", "1930/1935"),
        ("khoảng 1930–1935", "1930~/1935~"),
        ("1932", "1932"),
        ("Tự Đức năm thứ 5 (1852)", None),
        ("không ghi ngày", None),
        ("41/13/1945", None),
    ],
)
def test_dates_are_kept_as_written_and_normalised_only_where_that_is_safe(reading, written, edtf):
    aid = reading(ead("", did=f"<unittitle>a</unittitle><unitdate>{written}</unitdate>"))

    assert aid.drafts[0].fields["date_text"] == written
    assert aid.drafts[0].fields.get("date_edtf") == edtf


def test_letters_in_decomposed_form_come_in_composed(reading):
    import unicodedata

    aid = reading(ead("", did=f"<unittitle>{unicodedata.normalize('NFD', 'Địa bạ làng Phú Hòa')}</unittitle>"))

    assert aid.drafts[0].fields["title"] == "Địa bạ làng Phú Hòa"


def test_the_readers_know_no_django():
    import subprocess
    import sys

    root = Path(__file__).resolve().parent.parent.parent
    code = "import sys, catalog.finding_aids; sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"

    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


def test_an_entity_that_nobody_declared_is_read_as_it_stands(tmp_path):
    path = tmp_path / "aid.xml"
    path.write_text(
        '<!DOCTYPE ead SYSTEM "ead.dtd"><ead><eadheader><eadid>E</eadid></eadheader><archdesc level="fonds"><did>'
        "<unitid>E</unitid><unittitle>Caf&eacute;</unittitle></did><scopecontent><p>d&eacute;p&ocirc;t</p>"
        "</scopecontent><accessrestrict><p>ferm&eacute;</p></accessrestrict></archdesc></ead>"
    )

    fonds = read(path, max_bytes=2**20).drafts[0]

    assert (fonds.fields["title"], fonds.access) == ("Caf&eacute;", "closed")
    assert fonds.fields["scope_content"] == "d&eacute;p&ocirc;t"
