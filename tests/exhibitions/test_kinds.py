"""Each kind of block by itself: what it draws, what is left of it where its record may not be seen, what a curator is told."""

import ast
import re
from datetime import date

import pytest
from django.utils import timezone, translation

from catalog.records.actions.access import reclassify, withdraw
from catalog.records.actions.describing import describe
from exhibitions import troubles
from exhibitions.blocks import STORY
from exhibitions.blocks.exhibits import Need
from tests.conftest import NOON, ROOT
from tests.exhibitions.kinds import KINDS, sample_of

BLOCKS = dict(STORY)
OF_RECORDS = [kind for kind, decided in KINDS.items() if decided.needs is not None]


def test_every_kind_has_a_sample():
    assert {kind.partition(":")[0] for kind in KINDS} == set(BLOCKS)


@pytest.fixture
def told(client, exhibition, shown):
    """``told(kind)``: the pages of an exhibition with one such block, and how each is read now."""

    def make(kind: str):
        page = exhibition(chapters=[[sample_of(kind, shown)]])
        chapter, paper = f"{page.url}c-1/", f"{page.url}print/"
        document = f"/iiif/stories/{page.translation_key}/manifest"

        def read() -> dict[str, str]:
            return {path: client.get(path).content.decode() for path in (chapter, paper, document)}

        return page, read, chapter, document

    return make


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_draws_all_of_an_open_record_on_screen_and_paper(told, shown, kind):
    decided = KINDS[kind]
    _page, read, chapter, document = told(kind)
    html = read()

    for path, content in html.items():
        if path != document:
            assert [words for words in decided.words if words not in content] == [], path
    body = html[chapter]
    pictures = re.findall(r'<img [^>]*src="[^"]*/iiif/', body)
    assert (len(pictures), body.count(f'href="/r/{shown.key}/')) == (decided.pictures, decided.links)
    assert [words for words in decided.remarks if words not in html[document]] == []


def _withdrawn(record):
    withdraw(record, reason="mật", by=None, at=NOON)


def _on_request(record):
    reclassify(record, to="on_request", reason="x", by=None, at=NOON)


def _guarded(record):
    describe(record, by=None, at=NOON, public_title="Hồ sơ vụ việc")
    reclassify(record, to="on_request", reason="x", by=None, at=NOON)


def _held(record):
    reclassify(record, to="open", reason="x", embargo_until=date(2999, 1, 1), by=None, at=NOON)


# what a kind needs of a record, and which trouble stands in its way there
STATES = {
    _withdrawn: dict.fromkeys(Need, "closed"),
    _held: dict.fromkeys(Need, "embargo"),
    _guarded: {**dict.fromkeys(Need, "on_request"), Need.LINK: ""},
    _on_request: {Need.LINK: "", Need.NAME: "", Need.CONTENT: "on_request", Need.PICTURE: "on_request"},
}


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
@pytest.mark.parametrize("kind", OF_RECORDS)
def test_nothing_is_left_of_a_kind_where_its_record_may_not_be_seen_and_the_curator_is_told(told, shown, kind, state):
    decided, title, scans = KINDS[kind], shown.title, list(shown.scans.values_list("key", flat=True))
    page, read, chapter, _document = told(kind)

    state(shown)

    trouble = STATES[state][decided.needs]
    for path, content in read().items():
        assert [scan for scan in scans if scan in content] == [], path
        if state is not _on_request:
            assert title not in content, path
        if state in (_withdrawn, _held):
            assert shown.key not in content, path
        if trouble:
            named = decided.names if state is _on_request else ()
            assert [words for words in decided.words if words in content and words not in named] == [], path
        elif path == chapter:
            assert [words for words in decided.words if words not in content] == []
    found = [str(each.trouble) for each in troubles.of_exhibition(page.translation_key, on=timezone.localdate())]
    assert set(found) == ({trouble} if trouble else set())


@pytest.mark.parametrize("kind", [kind for kind in OF_RECORDS if KINDS[kind].needs is Need.PICTURE])
def test_a_curator_is_told_of_a_page_that_is_not_there(exhibition, record, kind):
    page = exhibition(chapters=[[sample_of(kind, record)]])

    found = troubles.of_exhibition(page.translation_key)

    assert {str(each.trouble) for each in found} == {"no_scans"}


# -- where else a kind stands -----------------------------------------------------------------------


@pytest.mark.parametrize("kind", BLOCKS)
def test_a_kind_is_named_in_the_editors_manual(kind):
    manual = " ".join((ROOT / "docs/editor.md").read_text().split())
    paragraph = manual[manual.index("**Blocks.**") :].partition("**To be looked at**")[0]

    with translation.override("en"):
        assert str(BLOCKS[kind].label).lower() in paragraph.lower()


def test_every_kind_stands_in_a_sample_story():
    """A small build leaves out what it has not drawn: so the stories are read as they are written."""
    telling = ast.parse((ROOT / "fixtures/telling.py").read_text())
    kind_of = {
        function.name: call.args[0].value
        for function in telling.body
        if isinstance(function, ast.FunctionDef) and not function.name.startswith("_")
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "_block"
    }
    stories = [ast.parse(path.read_text()) for path in (ROOT / "fixtures/stories").glob("*.py")]
    called = {
        getattr(node.func, "id", "") for story in stories for node in ast.walk(story) if isinstance(node, ast.Call)
    }

    assert {kind for name, kind in kind_of.items() if name in called} == set(BLOCKS)


@pytest.mark.parametrize("kind", BLOCKS)
def test_a_kind_has_its_style(kind):
    template = (ROOT / "themes/archive/templates" / BLOCKS[kind].meta.template).read_text()
    markup = re.sub(r"{[%{#].*?[%}#]}", "", template, flags=re.DOTALL)
    element, attributes = re.search(r"<([a-z-]+)([^>]*)>", markup).groups()
    classes = re.search(r'class="([\w-]+)', attributes)
    selector = f".{classes[1]}" if classes else element
    styles = "".join(path.read_text() for path in (ROOT / "themes/archive/static/themes/archive").glob("*.css"))

    assert re.search(rf"(?<![\w-]){re.escape(selector)}(?![\w-])", styles), selector
