"""The text layer: real ALTO, hOCR, damaged files, and pages read by Tesseract."""

import io
import random
import shutil

import pytest
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont

from catalog.models import Event, ScanText
from catalog.search.vietnamese import words as words_in
from iiif.models import TextRun
from iiif.text import finding, reading, words
from iiif.text.alto import read_alto
from iiif.text.files import fit
from iiif.text.hocr import read_hocr
from iiif.text.words import Box, PrintedWord
from tests import samples
from tests.conftest import picture
from tests.factories import make_record
from tests.iiif.conftest import alto

HOCR = """<!DOCTYPE html><html><body><div class='ocr_page' title='image "a.png"; bbox 0 0 2600 1800; ppageno 0'>
<p class='ocr_par'><span class='ocr_line' title='bbox 20 20 900 60'><span class='ocrx_word' title='bbox 20 20 200 60; x_wconf 96'>Ủy</span>
<span class='ocrx_word' title='bbox 220 20 400 60; x_wconf 81'><strong>ban</strong></span></span></p></div></body></html>"""


def words_of(record) -> list[str]:
    return [
        words.plain(bytes(each.words)) for each in ScanText.objects.filter(scan__record=record).order_by("scan__order")
    ]


ALTO = {
    samples.HERE / "alto-v2.xml": (4, 85),
    samples.HERE / "alto-v4.xml": (2, 75),
    **dict(
        zip(
            samples.real(
                "alto/use-cases_alto-dialect_ALTO-BnF-V2.xml",
                "alto/v3_Glyph_NPsample.xml",
                "alto/v3_Glyph_00001.xml",
                "alto/v4_GlyphSamples_Glyph_Sample04_Chinese.xml",
            ),
            ((2615, 96), (3047, 78), (209, 88), (4, 99)),
            strict=False,
        )
    ),
}


@pytest.mark.parametrize("path", ALTO, ids=lambda path: path.name)
def test_alto_keeps_every_word_inside_the_page(path):
    count, sure = ALTO[path]
    file = read_alto(path.read_bytes())
    page = file.pages[0]

    text, problems = fit(page, width=round(page.width) * 2, height=round(page.height) * 2)

    assert problems == []
    assert (len(text.words), text.confidence) == (count, sure)
    for word in text.words:
        assert word.box.x + word.box.width <= page.width * 2
        assert word.box.y + word.box.height <= page.height * 2
    assert words.unpack(words.pack(text.lines)) == text


def printed_page(words: int) -> list[PrintedWord]:
    """A page as a press prints it: lines of ten words of common lengths, each sure to some degree."""
    chance = random.Random(7)
    vocabulary = ["ngày", "tháng", "của", "và", "những", "người", "tỉnh", "không", "được", "trong", "chính", "phủ"]
    return [
        PrintedWord(
            chance.choice(vocabulary),
            Box(100 + 220 * (n % 10) + chance.randint(0, 9), 150 + 60 * (n // 10), chance.randint(90, 210), 44),
            chance.randint(70, 100),
        )
        for n in range(words)
    ]


def test_a_page_of_250_words_takes_less_than_three_kilobytes():
    packed = words.pack([printed_page(250)])

    assert len(packed) < 3000


def test_packing_gives_back_whatever_was_packed():
    chance = random.Random(4)
    for _ in range(200):
        lines = tuple(
            tuple(
                PrintedWord(
                    chance.choice(["Ủy", "ban", "279/KH-UBND", "義禮", "a" * 40]),
                    Box(*(chance.choice([0, 1, 65535, chance.randint(0, 40_000)]) for _ in range(4))),
                    chance.choice([None, 0, 100, 55]),
                )
                for _ in range(chance.randint(1, 9))
            )
            for _ in range(chance.randint(0, 5))
        )
        assert words.unpack(words.pack(lines)).lines == lines


def test_hocr_is_scaled_to_the_scan_with_its_confidence():
    text, problems = fit(read_hocr(HOCR.encode()).pages[0], width=1300, height=900)

    assert problems == []
    assert [word.text for word in text.words] == ["Ủy", "ban"]
    assert text.words[0].box == Box(10, 10, 90, 20)
    assert [word.confidence for word in text.words] == [96, 81]


def test_texts_come_in_with_the_scans_they_lie_beside(worded):
    assert words_of(worded) == [
        "Ủy ban nhân dân tỉnh\nvề việc sửa đường Nguyễn\nHuệ tại thị xã",
        "Đường sá trong tỉnh\nuy ban họp ngày 2 tháng 9",
    ]
    assert Event.objects.filter(object_key=worded.key, kind="text-recognition").count() == 2


def test_a_delivery_sent_again_brings_the_text_that_was_missing(record, take_in):
    take_in(record, {"1.jpg": picture()})

    run = take_in(record, {"1.jpg": picture(), "1.alto.xml": alto(["Ủy ban"])})

    assert (run.taken, run.known, run.texts, run.refusals) == (0, 1, 1, [])
    assert words_of(record) == ["Ủy ban"]


BAD = {
    "empty": (b"", "empty"),
    "not a text": (b"\x00\x01\x02", "not XML"),
    "other xml": (b"<ead/>", "not ALTO"),
    "no page": (b"<alto><Layout/></alto>", "no page"),
    "no words": (alto([]), "not a single word"),
    "no size": (alto(["a b"], page="<Page>"), "how large"),
    "another shape": (alto(["a b"], size=(900, 1300)), "another shape"),
    "html": (b"<html><body><p>xin ch\xc3\xa0o</p></body></html>", "neither ALTO nor hOCR"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_text_is_refused_by_name_and_costs_only_itself(record, take_in, name):
    data, said = BAD[name]

    run = take_in(record, {"1.jpg": picture(), "1.xml": data, "2.jpg": picture(text="2")})

    assert run.taken == 2
    assert [refusal["file"] for refusal in run.refusals] == ["1.xml"]
    assert said in run.refusals[0]["reason"].format(**run.refusals[0]["values"])
    assert words_of(record) == []


def test_a_damaged_text_is_read_as_far_as_it_goes_and_that_is_said(record, take_in):
    broken = alto(["Ủy ban nhân", "dân &nbsp; tỉnh"])[:-60]

    run = take_in(record, {"1.jpg": picture(), "1.xml": broken})

    assert words_of(record)[0].startswith("Ủy ban nhân")
    assert "damaged at line" in run.refusals[0]["reason"]


def test_words_without_a_place_take_that_of_their_line_or_none(record, take_in):
    page = '<Page WIDTH="1300" HEIGHT="900"><TextBlock><TextLine HPOS="5" VPOS="6" WIDTH="50" HEIGHT="9"><String CONTENT="có"/></TextLine></TextBlock><TextBlock><TextLine><String CONTENT="không"/><String CONTENT="xa" HPOS="5000" VPOS="1" WIDTH="5" HEIGHT="5"/></TextLine></TextBlock></Page>'

    run = take_in(record, {"1.jpg": picture(), "1.xml": f"<alto><Layout>{page}</Layout></alto>".encode()})

    text = words.unpack(bytes(ScanText.objects.get().words))
    assert [word.box for word in text.words] == [Box(5, 6, 50, 9), Box(0, 0, 0, 0), Box(0, 0, 0, 0)]
    assert [each["values"] for each in run.refusals] == [{"count": 1}, {"count": 1}]


def test_entities_are_never_followed(record, take_in, tmp_path):
    (tmp_path / "secret.txt").write_text("BIMAT")
    head = f'<!DOCTYPE alto [<!ENTITY x SYSTEM "file://{tmp_path}/secret.txt"><!ENTITY % p SYSTEM "file://{tmp_path}/secret.txt"> %p;]>'
    # an entity may stand in an element; in an attribute the parser refuses one from outside by itself
    data = alto(["một hai"]).decode().replace("<TextLine>", "<TextLine>&x;", 1)

    take_in(record, {"1.jpg": picture(), "1.xml": (head + data).encode()})

    assert words_of(record) == ["một hai"]
    assert "BIMAT" not in str(list(ScanText.objects.values()))


def test_a_bomb_of_entities_is_no_burden(record, take_in):
    nested = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE alto [<!ENTITY e0 "ha">{nested}]>'
    data = alto(["một hai"]).decode().replace('CONTENT="hai"', 'CONTENT="&e11;"')

    run = take_in(record, {"1.jpg": picture(), "1.xml": (head + data).encode()})

    assert run.taken == 1
    assert all(len(text) < 1000 for text in words_of(record))


def test_a_text_without_its_picture_is_refused(record, take_in):
    run = take_in(record, {"1.jpg": picture(), "lac.xml": alto(["a"])})

    assert [refusal["file"] for refusal in run.refusals] == ["lac.xml"]


# -- finding ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("uy ban nhan dan", [(0, 3)]),
        ("Ủy ban", [(0, 1)]),
        ("ủy bán", []),
        ("nguyen hue", [(9, 10)]),
        ("duong", [(8, 8)]),
        ("đường", [(8, 8)]),
        ("hoá đơn", [(13, 14)]),
        ("hóa đơn", [(13, 14)]),
        ("kĩ sư", [(15, 16)]),
        ("ky su", [(15, 16)]),
        ("khongco", []),
    ],
)
def test_words_are_found_with_and_without_marks_across_lines(asked, found):
    page = "Ủy ban nhân dân tỉnh\nvề việc sửa đường Nguyễn\nHuệ tại (thị hóa đơn) kỹ sư."
    query = finding.Query(asked)

    hits = list(finding.Text(page).phrases(query))

    assert [tuple(hit) for hit in hits] == found


def test_the_quick_look_finds_what_comparing_every_syllable_finds():
    chance = random.Random(9)
    syllables = [
        "ủy",
        "ban",
        "nhân",
        "dân",
        "kỹ",
        "lý",
        "thủy",
        "sĩ",
        "quý",
        "qui",
        "hoà",
        "hóa",
        "đ",
        "ð",
        "Đường",
        "ý",
        "y",
        "mỹ",
        "tỵ",
        "HUYỆN",
        "279/KH-UBND",
        "Phan-Thiết",
        "hai",
        "hay",
        "tai",
        "tay",
    ]
    for _ in range(1500):
        page = " ".join(chance.choices(syllables, k=12)).replace(" ", "\n", 1)
        asked = " ".join(chance.choices(syllables, k=chance.randint(1, 3)))
        query = finding.Query(asked)

        hits = finding.Text(page).phrases(query)

        there = list(words_in(page))
        every = [
            start
            for start in range(len(there) - len(query.syllables) + 1)
            if all(finding.same(one, there[start + n]) for n, one in enumerate(query.syllables))
        ]
        assert bool(hits) == bool(every), (page, asked)
        for hit in hits:
            held = list(words_in(" ".join(page.split()[hit.first : hit.last + 1])))
            assert any(
                all(finding.same(one, held[start + n]) for n, one in enumerate(query.syllables))
                for start in range(len(held) - len(query.syllables) + 1)
            ), (page, asked)


# -- Tesseract -------------------------------------------------------------------------------------


def letter() -> bytes:
    """A typed page that any reader of print can read."""
    page = Image.new("L", (1700, 700), 255)
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype("portal/reading_room/typesetting/fonts/print-regular.ttf", 60)
    pen.text((100, 120), "Ủy ban nhân dân tỉnh Bình Thuận", font=font, fill=0)
    pen.text((100, 320), "họp ngày 2 tháng 9 năm 1976", font=font, fill=0)
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def printed(record, take_in):
    file = make_record(record, title="Biên bản", reference_code="PT.BB")
    take_in(file, {"1.png": letter()})
    return file


def test_tesseract_reads_a_vietnamese_page_with_boxes(printed):
    run = reading.read_all(TextRun.objects.create(record=printed), by=None, clock=timezone.now)

    assert (run.done, run.known, run.problems) == (1, 0, [])
    text = words.unpack(bytes(ScanText.objects.get().words))
    assert "Bình Thuận" in text.plain
    first = text.words[0]
    assert 80 < first.box.x < 130
    assert 110 < first.box.y < 190
    assert text.confidence > 70
    # run again: what has a text is left alone
    again = reading.read_all(TextRun.objects.create(record=printed), by=None, clock=timezone.now)
    assert (again.done, again.known) == (1, 1)


def test_a_page_that_cannot_be_read_is_named_and_the_rest_goes_on(printed, take_in):
    from iiif import shelves

    take_in(printed, {"2.png": picture((300, 200), form="PNG")})
    shelves.pack_path(printed.scans.get(order=1)).unlink()

    run = reading.read_all(TextRun.objects.create(record=printed), by=None, clock=timezone.now)

    assert run.done == 2
    assert any("missing" in problem["reason"] for problem in run.problems)


def test_without_tesseract_the_run_says_so_and_ends(printed, monkeypatch):
    monkeypatch.setenv("PATH", "/nonexistent")
    assert shutil.which("tesseract") is None

    run = reading.read_all(TextRun.objects.create(record=printed), by=None, clock=timezone.now)

    assert run.ended_at is not None
    assert "not installed" in run.problems[0]["reason"]


def test_the_desk_has_a_page_read_and_shows_how_far_it_is(client, printed, archivist, do_after_commit):
    client.force_login(archivist)

    with do_after_commit():
        response = client.post(f"/desk/scans/read/{printed.key}/")

    assert "Bình Thuận" in words_of(printed)[0]
    page = client.get(response["Location"]).content.decode()
    assert "1/1" in page
    assert 'http-equiv="refresh"' not in page
