"""What happens when the last of those who must approve a page has done so."""

from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:  # Wagtail looks this function up while its own models are being loaded
    from wagtail.models import WorkflowState

    from catalog.people import Person


def publish(workflow_state: "WorkflowState", user: "Person | None" = None) -> None:
    """Publish what was approved, in the name of whoever approved it last.

    A step of a workflow names who decides; those who have decided need no right of their own to publish pages past it.
    Where no step was left to decide, Wagtail's own rule holds. A page that visitors would see with gaps stays a draft,
    and its curator finds a task.
    """
    from exhibitions.actions import tasks

    page = workflow_state.content_object.specific
    if tasks.hold_back(page, at=timezone.now()):
        return
    has_decided = workflow_state.task_states.filter(status="approved", finished_by=user).exists()
    page.get_latest_revision().publish(user=user, skip_permission_checks=has_decided)
