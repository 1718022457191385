"""Words of the IIIF room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Motivation(models.TextChoices):
    """Why an annotation was made (Web Annotation Vocabulary 3.3)."""

    COMMENTING = "commenting", _("Comment")
    DESCRIBING = "describing", _("Description")
    IDENTIFYING = "identifying", _("Who or what is shown")
    TRANSCRIBING = "transcribing", _("Transcription")


class ActivityKind(models.TextChoices):
    """What happened (IIIF Change Discovery 1.0, section 3.3.1)."""

    CREATE = "Create", "Create"
    UPDATE = "Update", "Update"
    DELETE = "Delete", "Delete"
    MOVE = "Move", "Move"


class DamageKind(models.TextChoices):
    """What was found wrong with a file on the shelves."""

    MASTER_MISSING = "master-missing", _("The master is missing")
    MASTER_CHANGED = "master-changed", _("The master is not what it was")
    COPY_MISSING = "copy-missing", _("The access copy is missing")
    COPY_BROKEN = "copy-broken", _("The access copy is damaged")
