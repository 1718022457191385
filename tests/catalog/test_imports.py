"""Importing: a preview that writes nothing, the same file twice, an edited copy, secrets."""

import io
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from catalog.finding_aids import read
from catalog.imports.actions import runs, writing
from catalog.models import Agent, Event, ImportRun, Record
from tests import samples
from tests.catalog.test_finding_aids import ead
from tests.conftest import NOON

PARTS = """<dsc>
<c id="s1" level="series"><did><unitid>T.1</unitid><unittitle>Nhóm một</unittitle></did>
<c id="f1" level="file"><did><unitid>T.1.1</unitid><unittitle>Hồ sơ một</unittitle><unitdate>1932</unitdate></did>
<controlaccess><persname>Nguyễn Văn A</persname><geogname>Huế</geogname><subject>thủy lợi</subject></controlaccess></c>
<c id="f2" level="file"><did><unitid>T.1.2</unitid><unittitle>Hồ sơ hai</unittitle></did></c></c></dsc>"""


@pytest.fixture
def load(db, tmp_path):
    def go(text: str, **options):
        path = tmp_path / "aid.xml"
        path.write_text(text)
        return writing.write(read(path, max_bytes=2**26), by=None, at=NOON, **options)

    return go


def codes(**filters) -> list[str]:
    return list(Record.objects.filter(**filters).values_list("reference_code", flat=True))


def test_a_tree_is_written_as_it_stands_in_the_file(load):
    load(ead(PARTS))

    fonds = Record.objects.get(reference_code="T")
    assert codes() == ["T", "T.1", "T.1.1", "T.1.2"]
    assert [child.reference_code for child in Record.objects.children_of(fonds)] == ["T.1"]
    assert fonds.numchild == 1
    assert not Record.find_problems()[0]
    file = Record.objects.get(reference_code="T.1.1")
    assert file.date_from.isoformat() == "1932-01-01"
    assert [tag.name for tag in file.tags.all()] == ["thủy lợi"]
    assert [agent.name for agent in file.agents.all()] == ["Nguyễn Văn A"]
    assert [place.name for place in file.places.all()] == ["Huế"]


def test_the_same_file_again_changes_nothing(load):
    load(ead(PARTS))
    before = list(Record.objects.values_list("key", "version", "updated_at"))

    plan = load(ead(PARTS))

    assert plan.counts == {"unchanged": 4}
    assert list(Record.objects.values_list("key", "version", "updated_at")) == before
    assert Event.objects.filter(kind="import").count() == 1


def test_an_edited_copy_updates_in_place_and_keeps_the_key(load):
    load(ead(PARTS))
    key = Record.objects.get(reference_code="T.1.1").key

    plan = load(
        ead(
            PARTS.replace("Hồ sơ một", "Hồ sơ đã sửa").replace(
                "</c></dsc>", '<c id="f3"><did><unittitle>Ba</unittitle></did></c></c></dsc>'
            )
        )
    )

    assert plan.counts == {"unchanged": 3, "changed": 1, "new": 1}
    assert Record.objects.get(key=key).title == "Hồ sơ đã sửa"
    assert Record.objects.count() == 5
    assert not Record.find_problems()[0]


def test_what_an_editor_wrote_survives_the_same_file(load):
    load(ead(PARTS))
    Record.objects.filter(reference_code="T.1.2").update(title="Tiêu đề do người sửa")

    load(ead(PARTS.replace("Hồ sơ một", "khác")))

    assert Record.objects.get(reference_code="T.1.2").title == "Tiêu đề do người sửa"


def test_unlabelled_descriptions_start_closed(load, stranger):
    load(ead(PARTS))

    assert not Record.objects.visible_to(stranger).exists()


def test_what_comes_later_into_an_open_fonds_starts_closed_too(load, stranger, archivist):
    from catalog.records.actions import access as opening

    load(ead(PARTS))
    opening.publish(Record.objects.get(reference_code="T"), by=archivist, at=NOON)
    assert Record.objects.visible_to(stranger).count() == 4

    load(
        ead(
            PARTS.replace(
                "</c></dsc>",
                '<c id="f3"><did><unitid>T.1.3</unitid><unittitle>Ba</unittitle></did></c></c></dsc>',
            )
        )
    )

    assert "T.1.3" not in [r.reference_code for r in Record.objects.visible_to(stranger)]


def test_a_preview_counts_what_would_become_public_and_writes_nothing(db, archivist):
    run = ImportRun(file_name="a.xml", default_access="open", started_by=archivist)
    run.file.save("a.xml", ContentFile(ead(PARTS).encode()))

    runs.preview(run, at=NOON)

    assert (run.state, run.created, run.becomes_public) == ("previewed", 4, 4)
    assert Record.objects.count() == 0
    runs.confirm(run, by=archivist, at=NOON)
    assert (run.state, Record.objects.count()) == ("done", 4)


def test_a_file_with_secrets_is_not_kept(db, archivist):
    run = ImportRun(file_name="a.xml", started_by=archivist)
    run.file.save(
        "a.xml",
        ContentFile(
            ead(
                "<dsc><c><did><unittitle>ZEBRA</unittitle></did><accessrestrict><p>Mật</p></accessrestrict></c></dsc>"
            ).encode()
        ),
    )
    path = Path(run.file.path)

    runs.preview(run, at=NOON)

    run.refresh_from_db()
    assert run.state == "refused"
    assert not path.exists()
    assert "ZEBRA" not in str(ImportRun.objects.values().get())


def test_a_failure_halfway_leaves_nothing(load):
    def cut_off(execute, sql, params, many, context):
        if 'INSERT INTO "catalog_searchoutbox"' in sql:
            raise OperationalError("power cut")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(cut_off), pytest.raises(OperationalError):
        load(ead(PARTS))

    assert (Record.objects.count(), Agent.objects.count(), Event.objects.count()) == (0, 0, 0)


@pytest.mark.hard
@pytest.mark.parametrize("path", [None, *samples.real("ead3/mc00246.xml")], ids=lambda path: path and path.name)
def test_a_finding_aid_of_twelve_thousand_descriptions_comes_in_and_again(db, path, tmp_path):
    if path is None:
        files = "".join(f"<c level='file'><did><unittitle>Hồ sơ {n}</unittitle></did></c>" for n in range(12_000))
        path = tmp_path / "long.xml"
        path.write_text(ead(f"<c level='series'><did><unittitle>Loạt</unittitle></did>{files}</c>"))
    aid = read(path, max_bytes=2**26)

    writing.write(aid, by=None, at=NOON)
    again = writing.write(aid, by=None, at=NOON)

    assert Record.objects.count() == len(aid.drafts) > 11_900
    assert again.counts == {"unchanged": len(aid.drafts)}


def run_command(*arguments) -> tuple[str, int]:
    out = io.StringIO()
    try:
        call_command("import_finding_aid", *arguments, stdout=out, stderr=out)
    except CommandError as wrong:
        return out.getvalue() + str(wrong), wrong.returncode
    return out.getvalue(), 0


def test_the_command_imports_and_a_dry_run_does_not(db, tmp_path):
    path = tmp_path / "a.xml"
    path.write_text(ead(PARTS))

    text, code = run_command(str(path), "--dry-run")
    assert (code, Record.objects.count()) == (0, 0)
    assert "4 descriptions would be created" in text
    text, code = run_command(str(path))
    assert (code, Record.objects.count()) == (0, 4)
    assert "4 descriptions were created" in text


@pytest.mark.parametrize(
    "content",
    ["", "<a/>", "<ead><archdesc><did><unittitle>x", '<!DOCTYPE a [<!ENTITY b "c">]><ead/>'],
)
def test_the_command_refuses_bad_files_with_a_code_and_without_a_record(db, tmp_path, content):
    path = tmp_path / "bad.xml"
    path.write_text(content)

    text, code = run_command(str(path))

    assert code == 1
    assert text.startswith("bad.xml: ")
    assert "Traceback" not in text
    assert Record.objects.count() == 0


def test_the_command_says_which_rows_it_refused_and_fails(db, tmp_path):
    path = tmp_path / "a.xml"
    path.write_text(ead("<dsc><c><did><unitid>q</unitid></did></c></dsc>"))

    text, code = run_command(str(path))

    assert code == 1
    assert "line 1" in text
    assert codes() == ["T"]


def test_a_file_may_close_what_the_desk_had_opened_and_its_tiles_go_at_once(load, take_in, stranger, do_after_commit):
    from iiif import shelves
    from tests.conftest import picture

    load(ead(PARTS), default_access="open")
    file = Record.objects.get(reference_code="T.1.1")
    take_in(file, {"1.jpg": picture()})
    link = shelves.open_link(file.scans.get().key)
    assert link.exists()

    label = "</unitdate></did><accessrestrict><p>closed</p></accessrestrict>"
    with do_after_commit():
        load(ead(PARTS.replace("</unitdate></did>", label)))

    assert not link.exists()
    assert file not in Record.objects.visible_to(stranger)
    assert Event.objects.filter(object_key=file.key, kind="access-level-change").exists()


def test_a_file_never_reopens_what_the_desk_withdrew(load, archivist, stranger):
    from catalog.records.actions import access as opening

    load(ead(PARTS), default_access="open")
    file = Record.objects.get(reference_code="T.1.1")
    opening.withdraw(file, reason="mật", by=archivist, at=NOON)

    load(
        ead(
            PARTS.replace("Hồ sơ một", "Hồ sơ một, sửa").replace(
                "</unitdate></did>",
                "</unitdate></did><accessrestrict><p>Công khai</p></accessrestrict>",
            )
        )
    )

    assert Record.objects.get(pk=file.pk).title == "Hồ sơ một, sửa"
    assert file not in Record.objects.visible_to(stranger)


def test_what_only_the_desk_writes_survives_an_edited_copy(load):
    load(ead(PARTS))
    Record.objects.filter(reference_code="T.1.2").update(public_title="Tên thay", title_en="Two", document_code="7/QĐ")

    load(ead(PARTS.replace("Hồ sơ hai", "Hồ sơ hai, sửa")))

    record = Record.objects.get(reference_code="T.1.2")
    assert (record.title, record.public_title, record.title_en, record.document_code) == (
        "Hồ sơ hai, sửa",
        "Tên thay",
        "Two",
        "7/QĐ",
    )
