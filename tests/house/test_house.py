"""The house itself: both languages whole, every setting and command with its heading, drawings true, files as recorded."""

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import polib
import pytest

from tools import collect_messages

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("catalog", "exhibitions", "iiif", "portal")


def read(name: str) -> str:
    return (ROOT / name).read_text()


CATALOGUES = ("locale/vi/LC_MESSAGES/django.po", "locale/desk/vi/LC_MESSAGES/django.po")


@pytest.mark.parametrize("path", CATALOGUES)
def test_every_sentence_exists_in_vietnamese(path):
    catalogue = polib.pofile(str(ROOT / path))

    assert [entry.msgid for entry in catalogue if not entry.translated() or entry.fuzzy] == []
    assert len(catalogue) > 300


def test_nothing_is_said_twice_in_different_words():
    ours, desk = ({entry.msgid for entry in polib.pofile(str(ROOT / path)) if not entry.msgctxt} for path in CATALOGUES)

    assert ours & desk == set()


def test_what_marks_a_sentence_has_a_name_that_is_looked_for():
    files = (path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    names = {name for path in files for name in re.findall(r"gettext\w* as (\w+)", path.read_text())}

    assert names <= set(collect_messages.KEYWORDS)


@pytest.mark.parametrize("path", CATALOGUES)
def test_placeholders_survive_translation(path):
    names = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
    for entry in polib.pofile(str(ROOT / path)):
        translated = entry.msgstr or entry.msgstr_plural.get(0, "")
        assert set(names.findall(translated)) <= set(names.findall(entry.msgid + entry.msgid_plural)), entry.msgid


def test_every_sentence_in_templates_and_code_is_in_the_catalogue_and_none_besides():
    missing, unsaid = collect_messages.differences()

    assert len(collect_messages.said()) > 1000
    assert (missing, unsaid) == ([], [])


def test_a_sentence_that_is_new_or_gone_is_told(tmp_path, monkeypatch):
    (tmp_path / "page.html").write_text(
        '{% load i18n %}{% translate "New here" %}{% blocktranslate count n=n %}One leaf{% plural %}Many{% endblocktranslate %}'
    )
    (tmp_path / "code.py").write_text('x = pgettext("of paper", "Leaf")\n')
    catalogue = tmp_path / "django.po"
    catalogue.write_text('msgid ""\nmsgstr ""\n\n# why\nmsgid "Old"\nmsgstr "Cũ"\n\nmsgid "New here"\nmsgstr "Mới"\n')
    monkeypatch.setattr(collect_messages, "ROOT", tmp_path.parent)
    monkeypatch.setattr(collect_messages, "ROOMS", (tmp_path.name,))
    monkeypatch.setattr(collect_messages, "OURS", catalogue)

    missing, unsaid = collect_messages.differences()
    collect_messages.drop(unsaid)
    collect_messages.add(missing)

    written = {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(catalogue))}
    assert set(written) == {(None, "New here"), (None, "One leaf"), ("of paper", "Leaf")}
    assert written[None, "New here"].msgstr == "Mới"
    assert written[None, "One leaf"].msgid_plural == "Many"


def test_vendored_files_are_as_recorded():
    done = subprocess.run(
        [sys.executable, "tools/vendor.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout


LOCKS = ("requirements.lock", "requirements-dev.lock", "tools/package-lock.json", "tools/frontend/package-lock.json")


@pytest.mark.parametrize("name", LOCKS)
def test_locks_name_no_registry(name):
    text = read(name)

    assert '"resolved"' not in text
    if name.endswith(".lock"):
        assert "://" not in text
        assert text.count("--hash=sha256:") >= len(re.findall(r"^[a-z0-9-]+==", text, re.M))


def test_every_direct_dependency_has_a_floor_and_a_reason():
    for line in read("pyproject.toml").splitlines():
        if re.match(r'\s+"[a-z][\w\[\]-]*[<>=]', line):
            assert re.search(r"[>=]=|<", line), line
            assert "#" in line, line


def test_every_command_stands_in_the_operators_page():
    page = read("docs/operator.md")
    for folder in ("catalog", "iiif", "portal"):
        for path in (ROOT / folder / "management/commands").glob("[a-z]*.py"):
            assert f"`{path.stem}`" in page, path.stem


def test_every_variable_of_production_stands_in_the_operators_page():
    page = read("docs/operator.md")
    for name in re.findall(r"TANGTHU_\w+", read("portal/settings/production.py") + read("portal/settings/demo.py")):
        assert name in page, name


def test_the_drawn_states_are_the_coded_ones():
    from django.core.management import call_command

    call_command("draw_states", check=True)


def test_no_migration_is_missing(db):
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_links_between_documents_lead_somewhere():
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text()):
            assert (page.parent / target).exists(), (page.name, target)


def test_every_decision_is_linked_for_developers_by_its_title():
    page = (ROOT / "docs/developer.md").read_text()

    for decision in (ROOT / "docs/decisions").glob("*.md"):
        title = decision.read_text().splitlines()[0].removeprefix("# ")
        assert f"- [{title}](decisions/{decision.name})" in page


def test_no_two_classes_share_a_name():
    classes = Counter(
        name
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if "migrations" not in path.parts
        for name in re.findall(r"^class (\w+)", path.read_text(), re.M)
    )

    assert {name for name, number in classes.items() if number > 1} <= {"Command"}


def test_every_name_in_the_glossary_stands_in_the_code():
    code = "\n".join(path.read_text() for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    rows = [line.split("|") for line in (ROOT / "docs/glossary.md").read_text().splitlines() if line.startswith("|")]
    names = {name for row in rows for cell in row for name in re.findall(r"`([^`]+)`", cell)}

    for name in names:
        is_module = (ROOT / f"{name.replace('.', '/')}.py").exists() or (ROOT / name.replace(".", "/")).is_dir()
        assert is_module or re.search(rf"\b{re.escape(name.split('.')[-1])}\b", code), name


def test_every_editor_of_the_desk_opens(client, record, archivist, curator, officer, admin_user):
    """A missing application shows only when its editor is opened."""
    from wagtail.models import Page

    from exhibitions.models import ExhibitionIndexPage

    index = ExhibitionIndexPage(title="T", slug="t")
    Page.get_first_root_node().add_child(instance=index)
    client.force_login(admin_user)
    for path in (
        "/desk/",
        "/desk/snippets/catalog/record/",
        "/desk/snippets/catalog/record/add/",
        f"/desk/snippets/catalog/record/edit/{record.pk}/",
        "/desk/snippets/catalog/agent/add/",
        "/desk/snippets/catalog/place/add/",
        "/desk/imports/",
        "/desk/imports/new/",
        "/desk/scans/",
        f"/desk/scans/record/{record.key}/",
        f"/desk/access/{record.key}/",
        "/desk/requests/",
        f"/desk/pages/add/exhibitions/exhibitionpage/{index.pk}/",
        "/desk/settings/home/archivesettings/",
        "/desk/snippets/choose/catalog/record/",
    ):
        response = client.get(path, follow=True)
        assert response.status_code == 200, path


def test_no_line_of_a_template_or_a_style_is_wider_than_a_screen():
    """At most 160 signs; scripts and styles have a formatter of their own, which keeps to 120."""
    wide = [
        f"{path.relative_to(ROOT)}:{number}"
        for folder in (*ROOMS, "themes")
        for path in sorted([*(ROOT / folder).rglob("*.html"), *(ROOT / folder).rglob("*.css")])
        if "vendor" not in path.parts
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > 160
    ]

    assert wide == []


def test_every_field_of_a_template_says_its_type():
    """The desk draws a field by its type: one without stands there without a border."""
    bare = [
        (str(path.relative_to(ROOT)), tag[:60])
        for folder in (*ROOMS, "themes")
        for path in sorted((ROOT / folder).rglob("*.html"))
        for tag in re.findall(r"<input\b[^>]*>", path.read_text())
        if "type=" not in tag
    ]

    assert bare == []
