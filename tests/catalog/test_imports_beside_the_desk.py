"""An import overwrites neither another finding aid nor what was written at the desk, and writes what its preview said."""

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from catalog.finding_aids import read
from catalog.imports import tasks
from catalog.imports.actions import plan, report, runs, writing
from catalog.models import Event, ImportRun, Record
from catalog.records.actions import access as opening
from catalog.records.actions import describing as describing
from tests.conftest import NOON


def aid(
    title="Hồ sơ một",
    *,
    eadid="FA-1",
    code="PHONG-A",
    name="Phông cơ quan A",
    scope="Nội dung",
    more="",
):
    unitid = f"<unitid>{code}</unitid>" if code else ""
    return (
        f'<ead><eadheader><eadid>{eadid}</eadid></eadheader><archdesc level="fonds"><did>{unitid}<unittitle>{name}</unittitle></did>'
        f'<dsc><c level="file" id="ref1"><did><unitid>A.01</unitid><unittitle>{title}</unittitle><unitdate>1950</unitdate></did>'
        f"<scopecontent><p>{scope}</p></scopecontent><controlaccess><subject>ruộng đất</subject></controlaccess>{more}</c></dsc></archdesc></ead>"
    )


@pytest.fixture
def load(db, tmp_path):
    def go(text: str):
        path = tmp_path / "aid.xml"
        path.write_text(text)
        return writing.write(read(path, max_bytes=2**20), by=None, at=NOON, default_access="open")

    return go


def previewed(text: str) -> ImportRun:
    run = ImportRun.objects.create(
        file=ContentFile(text.encode(), name="a.xml"), file_name="a.xml", default_access="open"
    )
    return runs.preview(run, at=NOON)


def file() -> Record:
    return Record.objects.get(reference_code="A.01")


# -- another fonds under the same identifier --------------------------------------------------------

OTHERS = {
    "another code": {"code": "PHONG-B", "name": "Phông cơ quan B"},
    "another code and the same title": {"code": "PHONG-B"},
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_a_finding_aid_does_not_overwrite_another_with_the_same_identifier(load, other):
    load(aid())
    before = list(Record.objects.values_list("key", "title", "version"))

    run = previewed(aid("Hồ sơ của B", **other))
    with pytest.raises(plan.OtherFonds):
        load(aid("Hồ sơ của B", **other))

    assert run.state == "refused"
    assert {"PHONG-A", "PHONG-B", "FA-1"} <= set(" ".join(run.problem["values"].values()).split())
    assert list(Record.objects.values_list("key", "title", "version")) == before


def test_without_codes_the_title_tells_fonds_apart(load):
    load(aid(code=""))

    with pytest.raises(plan.OtherFonds):
        load(aid(code="", name="Phông cơ quan B"))


def test_a_template_of_files_without_codes_merges_no_fonds(load):
    load(aid(code="").replace("<archdesc", '<archdesc id="top"'))

    with pytest.raises(plan.OtherFonds):
        load(aid(code="", name="Phông cơ quan B").replace("<archdesc", '<archdesc id="top"'))


def test_the_command_says_why_it_stops(load, tmp_path):
    load(aid())
    path = tmp_path / "b.xml"
    path.write_text(aid(code="PHONG-B"))

    with pytest.raises(CommandError, match="PHONG-A"):
        call_command("import_finding_aid", path)


def test_a_fonds_that_gets_its_code_later_is_the_same(load):
    load(aid(code=""))
    load(aid(code="PHONG-A"))

    assert Record.objects.filter(depth=1).count() == 1


def test_a_fonds_with_another_code_at_the_desk_is_the_same(load, archivist):
    load(aid().replace("<archdesc", '<archdesc id="top"'))
    fonds = Record.objects.get(depth=1)
    describing.describe(fonds, by=archivist, at=NOON, reference_code="PHONG-A/2026")

    load(aid("Hồ sơ sửa").replace("<archdesc", '<archdesc id="top"'))

    assert Record.objects.get(depth=1).reference_code == "PHONG-A/2026"
    assert file().title == "Hồ sơ sửa"


# -- what the desk wrote ----------------------------------------------------------------------------


def test_what_the_desk_wrote_since_the_last_import_is_kept_and_listed(load, archivist):
    load(aid())
    describing.describe(file(), by=archivist, at=NOON, title="Tên của lưu trữ viên")

    run = previewed(aid("Tên trong tệp mới", scope="Nội dung mới"))
    runs.confirm(run, by=archivist, at=NOON)

    assert (run.state, run.changed) == ("done", 1)
    assert (file().title, file().scope_content) == ("Tên của lưu trữ viên", "Nội dung mới")
    assert run.kept == [
        {
            "line": 1,
            "code": "A.01",
            "field": "title",
            "here": "Tên của lưu trữ viên",
            "file": "Tên trong tệp mới",
        }
    ]


def test_it_is_kept_by_every_later_import_too(load, archivist):
    load(aid())
    describing.describe(file(), by=archivist, at=NOON, title="Tên của lưu trữ viên")
    for number in range(3):
        plan = load(aid("Tên trong tệp", scope=f"Lần {number}"))
        assert [row["field"] for row in report.kept_rows(plan)] == ["title"]

    again = load(aid("Tên trong tệp", scope="Lần 2"))

    assert file().title == "Tên của lưu trữ viên"
    assert (again.counts, len(report.kept_rows(again))) == ({"unchanged": 2}, 1)


def test_what_only_imports_wrote_follows_the_file(load):
    load(aid())
    load(aid("Lần hai"))
    plan = load(aid("Lần ba"))

    assert file().title == "Lần ba"
    assert report.kept_rows(plan) == []


def test_what_the_desk_wrote_as_the_file_says_it_is_no_difference(load, archivist):
    load(aid())
    describing.describe(file(), by=archivist, at=NOON, title="Tên đúng")

    plan = load(aid("Tên đúng", scope="Mới"))

    assert report.kept_rows(plan) == []


def test_dates_and_keywords_of_the_desk_are_kept(load, archivist):
    load(aid())
    describing.describe(file(), by=archivist, at=NOON, date_text="khoảng 1952", date_edtf="1952~", tags=["lũ lụt"])

    plan = load(aid(scope="Mới"))

    now = file()
    assert {"field": "tags", "here": "lũ lụt", "file": "ruộng đất"}.items() <= report.kept_rows(plan)[-1].items()
    assert (now.date_text, now.date_edtf, now.date_from.year) == ("khoảng 1952", "1952~", 1952)
    assert list(now.tags.names()) == ["lũ lụt"]


def test_the_event_of_an_import_names_what_it_wrote(load, archivist):
    load(aid())
    describing.describe(file(), by=archivist, at=NOON, title="Tên của lưu trữ viên")

    load(aid("Khác", scope="Mới"))

    event = Event.objects.filter(object_key=file().key, kind="modification").last()
    assert (event.detail["source"], event.detail["fields"]) == ("FA-1", ["scope_content"])


def test_the_desk_shows_what_is_kept(client, load, archivist):
    load(aid())
    describing.describe(file(), by=archivist, at=NOON, title="Tên của lưu trữ viên")
    run = previewed(aid("Tên trong tệp"))
    client.force_login(archivist)

    page = client.get(reverse("imports:run", args=[run.pk])).content.decode()

    assert "Tên của lưu trữ viên" in page
    assert "Tên trong tệp" in page


# -- confirming writes what the preview said --------------------------------------------------------


def the_same_file_comes_in(_archivist):
    runs.confirm(previewed(aid("Khác")), by=None, at=NOON)


def the_fonds_is_closed(archivist):
    opening.withdraw(Record.objects.get(depth=1), reason="x", by=archivist, at=NOON)


def the_file_is_edited(archivist):
    describing.describe(file(), by=archivist, at=NOON, scope_content="Của bàn làm việc")


NEW = '<c level="file" id="ref2"><did><unittitle>Hồ sơ hai</unittitle></did></c></dsc>'


@pytest.mark.parametrize(
    "deed",
    [the_same_file_comes_in, the_fonds_is_closed, the_file_is_edited],
    ids=lambda d: d.__name__,
)
def test_confirming_asks_again_where_the_catalogue_has_changed(load, archivist, deed):
    load(aid())
    run = previewed(aid("Tên mới").replace("</dsc>", NEW))
    deed(archivist)
    stands = set(Record.objects.values_list("key", "title", "version"))

    runs.confirm(run, by=archivist, at=NOON)

    run.refresh_from_db()
    assert run.state == "previewed"
    assert run.problem["values"]["created_before"] == 1
    assert set(Record.objects.values_list("key", "title", "version")) == stands

    runs.confirm(run, by=archivist, at=NOON)

    run.refresh_from_db()
    assert (run.state, run.problem) == ("done", {})
    assert file().title == "Tên mới"


def test_confirming_writes_what_was_previewed_where_nothing_has_changed(db, archivist):
    run = previewed(aid())
    said = (run.created, run.changed, run.becomes_public)

    runs.confirm(run, by=archivist, at=NOON)

    assert (run.state, run.created, run.changed, run.becomes_public) == ("done", *said)


def test_a_file_that_is_another_by_now_is_refused(db, archivist):
    run = previewed(aid())
    with open(run.file.path, "a") as changed:  # noqa: PTH123
        changed.write("<!-- later -->")

    runs.confirm(run, by=archivist, at=NOON)

    assert run.state == "refused"
    assert not Record.objects.exists()


def test_the_desk_asks_again_in_words(client, load, archivist, do_after_commit):
    load(aid())
    run = previewed(aid("Tên mới"))
    the_file_is_edited(archivist)
    client.force_login(archivist)

    with do_after_commit():
        client.post(reverse("imports:confirm", args=[run.pk]))
    page = client.get(reverse("imports:run", args=[run.pk])).content.decode()

    assert "xác nhận lại" in page
    assert reverse("imports:confirm", args=[run.pk]) in page
    assert file().title == "Hồ sơ một"


def test_the_worker_says_so_too(load, archivist):
    load(aid())
    run = previewed(aid("Tên mới"))
    the_file_is_edited(archivist)

    tasks.confirm_import.call(run.pk, archivist.pk)

    run.refresh_from_db()
    assert run.state == "previewed"


def test_no_file_brings_back_under_its_code_what_was_withdrawn(load, stranger, archivist):
    load(aid())
    opening.withdraw(file(), reason="mật", by=archivist, at=NOON)

    run = previewed(aid(eadid="FA-2", code="PHONG-C", name="Phông khác"))
    runs.confirm(run, by=archivist, at=NOON)

    assert [row for row in run.closing if row["is_code"]] == [
        {"line": 1, "words": "A.01", "opens_on": "", "is_code": True}
    ]
    twice = Record.objects.filter(reference_code="A.01")
    assert [record.access for record in twice] == ["closed", "closed"]
    assert not twice.visible_to(stranger).exists()


def test_the_preview_says_of_each_description_who_may_see_it(client, archivist):
    run = previewed(aid("Mở"))
    client.force_login(archivist)

    page = client.get(reverse("imports:run", args=[run.pk])).content.decode()

    assert {row["access"] for row in run.verdicts} == {"open"}
    assert "Mức tiếp cận, tính cả cấp trên" in page
    assert page.count("<td>Công khai</td>") == len(run.verdicts)


def test_the_preview_says_what_a_file_closes_of_what_is_here(load, client, archivist):
    load(aid())
    closing = "<accessrestrict><p>Chưa công khai</p></accessrestrict>"

    run = previewed(aid(more=closing))
    runs.confirm(run, by=archivist, at=NOON)

    said = {row["code"]: row["access"] for row in run.verdicts}
    assert said["A.01"] == "closed"
    assert file().effective_access == "closed"
