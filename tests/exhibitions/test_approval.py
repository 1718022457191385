"""Approval publishes what was approved, and nothing that nobody approved."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask

from catalog.records.actions.access import reclassify, withdraw
from exhibitions.models import CuratorTask
from portal.accounts import roles
from tests.conftest import NOON
from tests.exhibitions.conftest import plate


@pytest.fixture
def workflow(houses, archivist):
    """Archivists approve what is handed in below the list of exhibitions."""
    found = Workflow.objects.create(name="Duyệt")
    task = GroupApprovalTask.objects.create(name="Lưu trữ viên")
    task.groups.add(Group.objects.get(name=roles.ARCHIVISTS))
    WorkflowTask.objects.create(workflow=found, task=task)
    WorkflowPage.objects.create(workflow=found, page=houses["vi"])
    return found


def hand_in(workflow, page, by):
    page.save_revision(user=by)
    return workflow.start(page, by)


def approve(page, by) -> None:
    page.current_workflow_task.on_action(page.current_workflow_task_state, by, "approve")
    page.refresh_from_db()


def test_an_archivist_without_the_right_to_publish_publishes_by_approving(
    workflow, exhibition, shown, curator, archivist
):
    page = exhibition(story=[plate(shown)], live=False)
    hand_in(workflow, page, curator)
    assert not page.permissions_for_user(archivist).can_publish()

    approve(page, archivist)

    assert page.live


def test_where_nobody_is_left_to_decide_wagtails_own_rule_holds(workflow, exhibition, shown, archivist):
    page = exhibition(story=[plate(shown)], live=False)
    workflow.workflow_tasks.get().task.specific.deactivate()

    with pytest.raises(Exception, match="permission"):
        hand_in(workflow, page, archivist)

    page.refresh_from_db()
    assert not page.live


def test_what_visitors_would_see_with_gaps_stays_a_draft_with_a_task(workflow, exhibition, shown, curator, archivist):
    page = exhibition(story=[plate(shown)], live=False)
    hand_in(workflow, page, curator)
    withdraw(shown, reason="Mật", by=archivist, at=NOON)

    approve(page, archivist)

    assert not page.live
    assert CuratorTask.objects.get().page_id == page.pk


def test_after_approving_nobody_is_sent_where_they_may_not_go(client, workflow, exhibition, shown, curator, archivist):
    page = exhibition(story=[plate(shown)], live=False, title="Chờ duyệt")
    hand_in(workflow, page, curator)
    client.force_login(archivist)
    form = {
        "title": page.title,
        "slug": page.slug,
        "subtitle": "",
        "cover_record": "",
        "cover_region": "",
        "theme": "",
        "introduction": "null",
        "credits": "null",
        "sources": "null",
        "story-count": "0",
        "occasions-TOTAL_FORMS": "0",
        "occasions-INITIAL_FORMS": "0",
        "seo_title": "",
        "search_description": "",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "action-workflow-action": "true",
        "workflow-action-name": "approve",
    }
    form["introduction"] = (
        '{"blocks":[{"key":"a","text":"Lời mở","type":"unstyled","depth":0,"inlineStyleRanges":[],"entityRanges":[]}],"entityMap":{}}'
    )

    answer = client.post(f"/desk/pages/{page.pk}/edit/", form, follow=True)

    page.refresh_from_db()
    assert page.live
    said = [str(message) for message in answer.context["messages"]]
    assert any("Đã công bố" in each for each in said), said
    assert not any("không có quyền" in each for each in said), said


def test_tasks_are_settled_when_the_record_is_open_again(client, exhibition, shown, archivist, curator):
    exhibition(story=[plate(shown)])
    withdraw(shown, reason="Mật", by=archivist, at=NOON)
    assert CuratorTask.objects.filter(done_at=None).count() == 1
    client.force_login(curator)
    assert "1 việc về triển lãm đang mở" in client.get("/desk/").content.decode()

    reclassify(shown, to="open", reason="Giải mật", by=archivist, at=NOON)

    assert not CuratorTask.objects.filter(done_at=None).exists()
