"""Exhibitions made as a curator makes them, with records and scans of the real workshop."""

import json
from uuid import uuid4

import pytest
from wagtail.models import Locale, Page, Site

from exhibitions.models import ChapterPage, Day, ExhibitionIndexPage, ExhibitionPage, Occasion
from tests.conftest import picture
from tests.factories import make_record


@pytest.fixture
def houses(db):
    """The lists of exhibitions in both languages, under a site of the archive."""
    from portal.home.models import HomePage

    root = Page.get_first_root_node()
    for page in root.get_children():
        page.delete()
    root = Page.objects.get(pk=root.pk)
    found, keys = {}, (uuid4(), uuid4())
    for language, slug in (("vi", "trang-chu"), ("en", "home-en")):
        locale, _ = Locale.objects.get_or_create(language_code=language)
        home = HomePage(title="T", slug=slug, locale=locale, translation_key=keys[0])
        root.add_child(instance=home)
        index = ExhibitionIndexPage(
            title="Triển lãm",
            slug="trien-lam" if language == "vi" else "exhibitions",
            locale=locale,
            translation_key=keys[1],
        )
        home.add_child(instance=index)
        found[language] = index
        if language == "vi":
            Site.objects.update_or_create(
                is_default_site=True,
                defaults={
                    "hostname": "testserver",
                    "port": 80,
                    "root_page": home,
                    "site_name": "Kho thử",
                },
            )
    Site.clear_site_root_paths_cache()
    return found


def block(kind: str, value) -> dict:
    return {"type": kind, "value": value, "id": str(uuid4())}


def items(*values) -> list[dict]:
    return [{"type": "item", "value": value, "id": str(uuid4())} for value in values]


def plate(record, *, caption="Chú thích", alt="Hình", page=1) -> dict:
    return block(
        "record",
        {
            "record": record.pk,
            "page": page,
            "caption": f"<p>{caption}</p>",
            "alt": alt,
            "credit": "",
            "rights": "",
        },
    )


def zoom(record, *regions, page=1) -> dict:
    steps = items(
        *({"xywh": xywh, "text": f"<p>Bước {n}</p>", "alt": f"Chi tiết {n}"} for n, xywh in enumerate(regions, start=1))
    )
    return block("zoom", {"record": record.pk, "page": page, "title": "Nhìn gần", "steps": steps})


@pytest.fixture
def exhibition(houses):
    """``exhibition(story=[...], day=…, chapters=[[...]], language="vi")``: published, and open where it is bound to no day."""

    def make(
        *,
        story=(),
        chapters=(),
        day=None,
        before=7,
        after=7,
        language="vi",
        key=None,
        cover=None,
        live=True,
        title="Đất và người",
        **fields,
    ):
        page = ExhibitionPage(
            title=title,
            slug=f"x-{uuid4().hex[:6]}",
            introduction="<p>Lời mở.</p>",
            story=json.dumps(list(story)),
            cover_record=cover,
            locale=houses[language].locale,
            translation_key=key or uuid4(),
            live=live,
            **fields,
        )
        if day:
            page.occasions = [Occasion(day=day, opens_before=before, stays_after=after)]
        houses[language].add_child(instance=page)
        page.save_revision()
        for number, blocks in enumerate(chapters, start=1):
            child = ChapterPage(
                title=f"Chương {number}",
                slug=f"c-{number}",
                lead="Lời dẫn",
                story=json.dumps(list(blocks)),
                locale=page.locale,
                live=live,
            )
            page.add_child(instance=child)
            child.save_revision()
        return page

    return make


@pytest.fixture
def national_day(db):
    return Day.objects.get(name="Quốc khánh")


@pytest.fixture
def shown(record, take_in):
    """An open file with two pages."""
    file = make_record(
        record,
        title="Sổ địa bạ làng Phú Hòa",
        title_en="Register of Phú Hòa",
        reference_code="PT.TL",
    )
    take_in(file, {"a1.jpg": picture(text="1"), "a2.jpg": picture(text="2")})
    return file
