"""Small things that told what they should not: reasons, conditions, histories, files of the database."""

import sqlite3
import stat
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import connections
from django.urls import reverse
from django.utils import timezone, translation

from catalog import access, apps
from catalog.models import Agent, ImportRun, RecordAgent
from catalog.records.actions import access as opening
from catalog.search.outbox import shelve_pending
from portal.reading_room.copies import actions as copies
from portal.reading_room.copies.making import CannotMake
from portal.reading_room.requests.actions import decisions
from portal.reading_room.upkeep import do_due_work
from tests.catalog.desk import filled_form
from tests.conftest import NOON
from tests.factories import make_record
from tests.reading_room.asking import ask

TOLD = "Vụ án ông Ngựa Vằn"


# -- reasons and conditions -------------------------------------------------------------------------


@pytest.fixture
def guarded(record):
    """A record on request behind a public title, whose reason and conditions name what the title hides."""
    file = make_record(
        record,
        title=TOLD,
        public_title="Hồ sơ vụ việc",
        access="on_request",
        reference_code="PT.1",
        access_conditions=f"Hạn chế: {TOLD}",
    )
    return opening.reclassify(file, to="on_request", reason=f"Theo đơn: {TOLD}", by=None, at=NOON)


@pytest.mark.parametrize(
    "address",
    [
        "/r/{}/",
        "/en/r/{}/",
        "/r/{}/ead.xml",
        "/r/{}/dc.xml",
        "/iiif/manifest/{}",
        "/search/?q=PT.1",
        "/search/?q=Ngựa+Vằn",
        "/r/{}/children/",
    ],
)
def test_nothing_written_freely_gives_a_guarded_title_away(client, guarded, address):
    shelve_pending.call()

    page = client.get(address.format(guarded.key))

    said = page.getvalue().decode()
    # what was typed is repeated in the box: only the page's own words count
    assert "Vụ án" not in said
    assert "Theo đơn" not in said
    assert "Hạn chế:" not in said


def test_the_staff_read_the_reason_and_readers_of_an_unguarded_record_too(client, guarded, archivist, record):
    plain = make_record(record, access="on_request")
    opening.reclassify(plain, to="on_request", reason="Vì tình trạng vật lý", by=None, at=NOON)

    assert "Vì tình trạng vật lý" in client.get(f"/r/{plain.key}/").content.decode()
    assert access.decide(archivist, guarded).reason == f"Theo đơn: {TOLD}"


# -- agents -----------------------------------------------------------------------------------------


@pytest.fixture
def agent(record):
    agent = Agent.objects.create(
        name="Ty Liêm phóng", other_names="Sở Mật thám", dates="1917–1945", history="Lịch sử riêng"
    )
    other = Agent.objects.create(name="Ty Công an")
    agent.successions_after.create(later=other, kind="replaced", on="1946")
    RecordAgent.objects.create(record=record, agent=agent)
    RecordAgent.objects.create(record=record, agent=other)
    RecordAgent.objects.create(record=make_record(record, access="closed"), agent=agent)
    shelve_pending.call()
    return agent


def found(client, words: str) -> int:
    return client.get("/search/", {"q": words}).context["found"].total


def test_of_an_agent_readers_see_what_open_records_say(client, agent):
    page = client.get(f"/agent/{agent.key}/").content.decode()

    assert "Ty Liêm phóng" in page
    for told in ("Sở Mật thám", "1917", "Lịch sử riêng", "Ty Công an", "1946"):
        assert told not in page
    assert (found(client, "liêm phóng"), found(client, "mật thám")) == (1, 0)


def test_a_published_agent_is_told_whole_and_found(client, agent, archivist, do_after_commit):
    client.force_login(archivist)
    url = f"/desk/snippets/catalog/agent/edit/{agent.pk}/"
    with do_after_commit():
        answer = client.post(url, filled_form(client, url, is_published="on"))
    assert answer.status_code == 302
    client.logout()

    page = client.get(f"/agent/{agent.key}/").content.decode()

    assert all(told in page for told in ("Sở Mật thám", "1917–1945", "Lịch sử riêng", "Ty Công an"))
    assert found(client, "mật thám") == 1


def test_an_agent_that_is_published_no_more_is_not_found_for_a_moment_longer(client, agent, archivist):
    Agent.objects.filter(pk=agent.pk).update(is_published=True)
    from catalog.search.whoosh_engine import rebuild

    rebuild("default")
    assert found(client, "mật thám") == 1
    client.force_login(archivist)
    url = f"/desk/snippets/catalog/agent/edit/{agent.pk}/"
    form = filled_form(client, url)
    form.pop("is_published", None)

    client.post(url, form)

    client.logout()
    assert found(client, "mật thám") == 0


def test_the_staff_read_an_agents_history(client, agent, archivist):
    client.force_login(archivist)

    assert "Lịch sử riêng" in client.get(f"/agent/{agent.key}/").content.decode()


# -- files of the database --------------------------------------------------------------------------


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.django_db
def test_the_files_of_an_embedded_database_are_not_for_everybody(tmp_path):
    path = tmp_path / "db.sqlite3"
    sqlite3.connect(path).close()
    for file in (path, tmp_path / "db.sqlite3-wal", tmp_path / "db.sqlite3-shm"):
        file.touch()
        file.chmod(0o644)
    settings_dict = {**connections["default"].settings_dict, "NAME": path}
    connection = type(connections["default"])(settings_dict, "other")

    connection.connect()

    assert {mode(each) for each in tmp_path.glob("db.sqlite3*")} <= {0o640, 0o600}
    connection.close()
    assert apps.OTHERS == 0o007


def test_what_is_written_is_not_for_everybody(tmp_path):
    (tmp_path / "file").touch()

    assert mode(tmp_path / "file") & 0o007 == 0


def test_what_is_uploaded_is_not_for_everybody(client, archivist):
    client.force_login(archivist)
    aid = ContentFile(b"<ead/>", name="aid.xml")

    client.post(reverse("imports:new"), {"file": aid, "default_access": "closed"})

    assert mode(Path(ImportRun.objects.get().file.path)) & 0o007 == 0


# -- words ------------------------------------------------------------------------------------------


def test_refusals_of_copies_are_said_in_the_language_of_the_desk(record, researcher, officer, settings):
    settings.SIGNING_CERTIFICATE = settings.SIGNING_KEY = ""
    file = make_record(record, paper_file_code="Hộp 1")
    asked = ask(file, by=researcher, at=NOON, use="copy")
    decisions.approve(asked, by=officer, at=NOON)

    with translation.override("vi"), pytest.raises(CannotMake, match="chưa được số hóa"):
        copies.make(asked, by=officer, at=NOON)


# -- paper that waits at the counter ----------------------------------------------------------------


def test_a_paper_copy_made_by_hand_ends_when_nobody_fetches_it(record, researcher, officer):
    file, now = make_record(record, paper_file_code="Hộp 1"), timezone.now()
    asked = ask(file, by=researcher, at=now, use="copy", copy_format="paper")
    decisions.approve(asked, by=officer, at=now)
    copies.make(asked, by=officer, at=now)
    asked.refresh_from_db()
    assert asked.state == "ready"
    last = asked.kept_until
    assert last is not None

    do_due_work(at=timezone.make_aware(timezone.datetime(last.year, last.month, last.day, 23)))
    asked.refresh_from_db()
    assert asked.state == "ready"
    do_due_work(at=now + timezone.timedelta(days=(last - timezone.localdate(now)).days + 1))

    asked.refresh_from_db()
    assert asked.state == "closed"


def test_its_reader_is_forgotten_like_any_other(record, researcher, officer):
    file, now = make_record(record, paper_file_code="Hộp 1"), timezone.now()
    asked = ask(file, by=researcher, at=now, use="copy", copy_format="paper")
    decisions.approve(asked, by=officer, at=now)
    copies.make(asked, by=officer, at=now)

    do_due_work(at=now + timezone.timedelta(days=60))
    do_due_work(at=now + timezone.timedelta(days=365 * 12))

    asked.refresh_from_db()
    assert asked.researcher is None
    assert asked.dossier.researcher is None
