"""Themes: whole, legible, worn by the site, by a season and by an exhibition, and never the cause of a broken page."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.checks import run_checks

from exhibitions.models import Day, Season
from portal.theming import contrast, folders


@pytest.fixture(autouse=True)
def fresh():
    cache.clear()
    folders.themes.cache_clear()
    yield
    cache.clear()
    folders.themes.cache_clear()


@pytest.fixture
def wardrobe(tmp_path, settings):
    """A copy of the themes that a test may spoil."""
    for folder in folders.folders():
        shutil.copytree(folder, tmp_path / folder.name)
    settings.THEMES = tmp_path
    return tmp_path


def complaints() -> list[str]:
    return [error.msg for error in run_checks() if error.id and error.id.startswith("themes.")]


def worn(client, path: str = "/") -> str:
    return client.get(path).content.decode().split('data-theme="')[1].partition('"')[0]


def test_three_themes_are_whole_and_legible_in_every_shade():
    assert set(folders.themes()) >= {"archive", "tet", "tuong-niem"}
    assert complaints() == []
    for theme in folders.themes().values():
        assert (Path(settings.THEMES) / theme.name / "static" / theme.picture).is_file()


def test_contrast_is_measured_as_wcag_defines_it():
    assert contrast.ratio("#000000", "#ffffff") == pytest.approx(21)
    assert contrast.ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def spoil(wardrobe, before: str, after: str) -> None:
    path = wardrobe / "tet/theme.toml"
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('ink-soft = "#6a4233"', 'ink-soft = "#c9a58f"', "--ink-soft on --paper has 2."),
        ('mark = "#ffd76a"', "", "lacks mark"),
        ('mark = "#ffd76a"', 'mark = "gold"', "lacks mark"),
        ("[label]", "[label", "cannot be read"),
        ("[colours.light]", "[colours.day]", "cannot be read"),
        ("[label]", "label = 'Tết'\n[words]", "cannot be read"),
        ('["themes/tet/tet.css"]', '"themes/tet/tet.css"', "is not in static/"),
        ("themes/tet/picture.svg", "themes/tet/gone.svg", "is not in static/"),
    ],
)
def test_a_spoilt_theme_is_named_by_the_check_and_the_page_stands(client, houses, wardrobe, before, after, said):
    spoil(wardrobe, before, after)
    folders.themes.cache_clear()

    assert any(said in complaint and complaint.startswith("tet") for complaint in complaints())
    assert client.get("/").status_code == 200


def test_an_exhibition_wears_its_own_theme_and_falls_back_where_it_is_gone(client, exhibition, wardrobe):
    solemn = exhibition(theme="tuong-niem", chapters=[[]])

    assert worn(client, solemn.url) == worn(client, f"{solemn.url}c-1/") == "tuong-niem"
    assert worn(client) == "archive"
    shutil.rmtree(wardrobe / "tuong-niem")
    folders.themes.cache_clear()
    assert worn(client, solemn.url) == "archive"


def test_a_season_dresses_the_site_for_its_days_alone(client, houses, monkeypatch):
    from exhibitions import programme

    Season.objects.create(theme="tet", day=Day.objects.get(name="Tết Nguyên đán"), begins_before=7, lasts_after=3)

    assert [
        programme.season_theme(Season.objects.all(), date(2026, 2, day), among={"tet"}) for day in (9, 10, 17, 20, 21)
    ] == [
        "",
        "tet",
        "tet",
        "tet",
        "",
    ]
    today = Day.objects.create(name="Hôm nay", day=date.today().day, month=date.today().month)
    Season.objects.create(theme="tet", day=today, begins_before=2, lasts_after=2)
    assert worn(client) == "tet"


def test_the_site_wears_what_its_settings_say(client, houses):
    from wagtail.models import Site

    from portal.home.models import ArchiveSettings

    settled = ArchiveSettings.for_site(Site.objects.get(is_default_site=True))
    settled.theme = "tuong-niem"
    settled.save()

    assert worn(client) == "tuong-niem"


def test_a_theme_may_replace_a_template_and_only_for_its_own_pages(client, houses, wardrobe, exhibition):
    folder = wardrobe / "tet/templates/exhibitions"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "_colophon.html").write_text("<footer>Hoa mai nở</footer>")
    festive, plain = exhibition(theme="tet"), exhibition()

    assert "Hoa mai nở" in client.get(festive.url).content.decode()
    assert "Hoa mai nở" not in client.get(plain.url).content.decode()


def test_colours_are_kept_for_ever_under_a_name_that_changes_with_them(client, db):
    address = folders.theme("tet").address()

    answer = client.get(address)

    assert answer["Content-Type"].startswith("text/css")
    assert "immutable" in answer["Cache-Control"]
    assert "data-shade=contrast" in answer.content.decode()
    old = address.rpartition("-")[0] + "-000000000000.css"
    assert client.get(old)["Cache-Control"] == "no-cache"
    assert client.get("/themes/nothing-000000000000.css").status_code == 404
