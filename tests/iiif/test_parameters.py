"""Image API parameters, by the tables of the specification (IIIF Image 3.0, section 4)."""

import random

import pytest

from iiif.image.parameters import BadRequest, NotOffered, Region, Rotation, Size, parse

W, H = 1000, 500
LIMITS = {"max_width": 4096, "max_area": 16_000_000}


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("full", (0, 0, 1000, 500)),
        ("square", (250, 0, 500, 500)),
        ("0,0,100,50", (0, 0, 100, 50)),
        ("900,0,200,100", (900, 0, 100, 100)),
        ("pct:10,20,50,50", (100, 100, 500, 250)),
        ("pct:50,50,100,100", (500, 250, 500, 250)),
        ("pct:0,0,0.01,0.01", (0, 0, 1, 1)),
    ],
)
def test_regions_become_whole_pixels_inside_the_image(text, box):
    assert Region.parse(text, width=W, height=H) == Region(*box)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "FULL",
        "full\n",
        "1,2,3",
        "1,2,3,4,5",
        "a,b,c,d",
        "-1,0,5,5",
        "0,0,0,5",
        "0,0,5,0",
        "1000,0,5,5",
        "0,500,5,5",
        "1e3,0,5,5",
        "pct:0,0,0,0",
        "pct:100,0,5,5",
        "pct:NaN,0,5,5",
        "٣,0,5,5",
        "0,0,99999999999,5",
        "pct:1,1,1",
        " 0,0,5,5",
    ],
)
def test_regions_that_are_wrong_or_empty_are_refused(text):
    with pytest.raises(BadRequest):
        Region.parse(text, width=W, height=H)


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("max", (1000, 500)),
        ("500,", (500, 250)),
        (",100", (200, 100)),
        ("pct:10", (100, 50)),
        ("30,40", (30, 40)),
        ("!300,300", (300, 150)),
        ("^2000,", (2000, 1000)),
        ("^!2000,2000", (2000, 1000)),
        ("^pct:150", (1500, 750)),
        ("^max", (4096, 2048)),
        ("1,", (1, 1)),
    ],
)
def test_sizes_follow_the_specification(text, size):
    assert Size.parse(text, region=Region(0, 0, W, H), **LIMITS) == Size(*size)


@pytest.mark.parametrize(
    "text",
    [
        "",
        ",",
        "0,",
        ",0",
        "0,0",
        "1001,",
        ",501",
        "pct:101",
        "full",
        "^",
        "!",
        "!,5",
        "!3000,3000",
        "^^5,5",
        "5,5,5",
        "^5000,",
        "pct:0",
        "a,b",
        "5;5",
    ],
)
def test_sizes_that_are_wrong_or_too_large_are_refused(text):
    with pytest.raises(BadRequest):
        Size.parse(text, region=Region(0, 0, W, H), **LIMITS)


def test_max_is_held_by_the_announced_limits():
    size = Size.parse("max", region=Region(0, 0, 12000, 8600), max_width=4096, max_area=16_000_000)

    assert size.width <= 4096
    assert size.width * size.height <= 16_000_000


@pytest.mark.parametrize(
    ("text", "turn"),
    [
        ("0", (0, False)),
        ("90", (90, False)),
        ("!180", (180, True)),
        ("360", (0, False)),
        ("270.0", (270, False)),
    ],
)
def test_quarter_turns_and_mirrors_are_offered(text, turn):
    assert Rotation.parse(text) == Rotation(*turn)


def test_other_angles_are_not_offered_and_nonsense_is_refused():
    with pytest.raises(NotOffered):
        Rotation.parse("45")
    for text in ("", "!", "-90", "361", "90d", "!!90"):
        with pytest.raises(BadRequest):
            Rotation.parse(text)


@pytest.mark.parametrize(
    "text", ["default", "default.", ".jpg", "default.gif", "best.jpg", "default.JPG", "native.jpg"]
)
def test_unknown_qualities_and_formats_are_refused(text):
    with pytest.raises(BadRequest):
        parse("full", "max", "0", text, width=W, height=H, **LIMITS)


def test_ten_thousand_strange_requests_are_answered_or_refused_and_never_more():
    chance = random.Random(1)
    pieces = [
        "full",
        "square",
        "pct:",
        "max",
        "^",
        "!",
        ",",
        "0",
        "1",
        "99",
        "1000",
        "12.5",
        "-",
        ".",
        "e",
        "\n",
        "٣",
        "default",
        "jpg",
        "png",
        "gray",
    ]
    answered = 0
    for _ in range(10_000):
        texts = ["".join(chance.choices(pieces, k=chance.randint(1, 7))) for _ in range(4)]
        if chance.random() < 0.5:
            texts = [
                chance.choice(["full", "square", "0,0,10,10", "pct:1,1,50,50", texts[0]]),
                chance.choice(["max", "10,", "^2000,", texts[1]]),
                chance.choice(["0", "90", "!180", texts[2]]),
                chance.choice(["default.jpg", "gray.png", texts[3]]),
            ]
        try:
            wanted = parse(*texts, width=W, height=H, **LIMITS)
        except (BadRequest, NotOffered):
            continue
        answered += 1
        assert wanted.region.x + wanted.region.width <= W
        assert wanted.region.y + wanted.region.height <= H
        assert 1 <= wanted.size.width <= 4096
        assert wanted.size.width * wanted.size.height <= 16_000_000
    assert 500 < answered < 9000


def test_a_box_beyond_the_limits_of_the_service_is_made_smaller():
    size = Size.parse("!8000,8000", region=Region(0, 0, 12000, 8600), max_width=4096, max_area=16_000_000)

    assert (size.width, size.height) == (4096, 2935)


def test_an_answer_of_one_column_does_not_have_a_whole_map_decoded():
    from iiif.image.transforms import _factor

    wanted = parse("full", "1,4000", "0", "default.jpg", width=40000, height=4000, **LIMITS)

    assert 40000 * 4000 / _factor(wanted, 40000, 4000) ** 2 < 70_000_000
