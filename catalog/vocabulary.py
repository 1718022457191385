"""The archive's words: levels, access, roles of names, kinds of event."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """ISAD(G) 3.1.4: level of description."""

    FONDS = "fonds", _("Fonds")
    COLLECTION = "collection", _("Collection")
    SUBFONDS = "subfonds", _("Sub-fonds")
    SERIES = "series", _("Series")
    SUBSERIES = "subseries", _("Sub-series")
    FILE = "file", _("File")
    ITEM = "item", _("Item")


class Access(models.TextChoices):
    """ISAD(G) 3.4.1: conditions governing access."""

    OPEN = "open", _("Open")
    ON_REQUEST = "on_request", _("On request")
    CLOSED = "closed", _("Closed")


# The stricter of a record's own level and all its ancestors' counts.
STRICTNESS: dict[str, int] = {Access.OPEN: 0, Access.ON_REQUEST: 1, Access.CLOSED: 2}


def known(level: str) -> Access:
    """A level as it counts: one that nobody knows is closed."""
    return Access(level) if level in STRICTNESS else Access.CLOSED


def strictness(level: str) -> int:
    return STRICTNESS[known(level)]


class DateCertainty(models.TextChoices):
    """How sure the archive is of a date (EDTF level 1: ``~`` and ``?``)."""

    EXACT = "exact", _("Exact")
    APPROXIMATE = "approximate", _("Approximate")
    UNCERTAIN = "uncertain", _("Uncertain")
    UNKNOWN = "unknown", _("Undated")


class Retention(models.TextChoices):
    """Circular 05/2025/TT-BNV, ``maintenance``: how long a file is kept."""

    PERMANENT = "01", _("Permanent")
    YEARS_70 = "02", _("70 years")
    YEARS_50 = "03", _("50 years")
    YEARS_30 = "04", _("30 years")
    YEARS_20 = "05", _("20 years")
    YEARS_10 = "06", _("10 years")
    OTHER = "07", _("Other")


class PageLayout(models.TextChoices):
    """How the pages of a record are meant to be read (the ``behavior`` of IIIF Presentation 3.0)."""

    INDIVIDUALS = "individuals", _("Single sheets")
    PAGED = "paged", _("Bound: two pages face each other")
    CONTINUOUS = "continuous", _("A roll: pages join")


class PageDirection(models.TextChoices):
    """Where the next page lies (``viewingDirection``); Hán-Nôm books go from right to left."""

    LEFT_TO_RIGHT = "left-to-right", _("Left to right")
    RIGHT_TO_LEFT = "right-to-left", _("Right to left (Hán-Nôm)")


class Rights(models.TextChoices):
    """Statements that machines know: Creative Commons and rightsstatements.org."""

    PUBLIC_DOMAIN = "http://creativecommons.org/publicdomain/mark/1.0/", _("Public domain")
    CC0 = "http://creativecommons.org/publicdomain/zero/1.0/", _("CC0: no rights reserved")
    CC_BY = "http://creativecommons.org/licenses/by/4.0/", _("CC BY 4.0")
    IN_COPYRIGHT = "http://rightsstatements.org/vocab/InC/1.0/", _("In copyright")
    NOT_EVALUATED = "http://rightsstatements.org/vocab/CNE/1.0/", _("Copyright not evaluated")
    OTHER_RESTRICTIONS = (
        "http://rightsstatements.org/vocab/NoC-OKLR/1.0/",
        _("No copyright, other legal restrictions"),
    )


class TextSource(models.TextChoices):
    """Where the words of a page come from."""

    ALTO = "alto", _("ALTO file")
    HOCR = "hocr", _("hOCR file")
    TESSERACT = "tesseract", _("Read by Tesseract")


class AgentKind(models.TextChoices):
    """ISAAR(CPF) 5.1.1: type of entity."""

    CORPORATE = "corporate", _("Corporate body")
    PERSON = "person", _("Person")
    FAMILY = "family", _("Family")


class AgentRole(models.TextChoices):
    """Why an agent is named on a record."""

    CREATOR = "creator", _("Creator")
    SUBJECT = "subject", _("Subject")


class Succession(models.TextChoices):
    """How one body or place gave way to another (ISAAR(CPF) 5.3.2)."""

    RENAMED = "renamed", _("Renamed")
    MERGED = "merged", _("Merged")
    SPLIT = "split", _("Split")
    REPLACED = "replaced", _("Replaced")


class EventKind(models.TextChoices):
    """What was done, in the terms of the PREMIS 3 event vocabulary where it has one."""

    CREATION = "creation", _("Described")
    MODIFICATION = "modification", _("Description changed")
    ACCESS_CHANGE = "access-level-change", _("Access changed")
    INGESTION = "ingestion", _("Scan taken in")
    REMOVAL = "removal", _("Scan taken away")
    TEXT = "text-recognition", _("Text of a page taken in")
    FIXITY = "fixity-check", _("Master or copy found damaged")
    ANNOTATION = "annotation", _("Annotation changed")
    GRANT = "access-granted", _("Access granted")
    REVOCATION = "access-revoked", _("Access revoked")
    DECISION = "request-decision", _("Request decided")
    IMPORT = "import", _("Finding aid imported")
    CARD = "reader-card", _("Reader's card decided")
    HANDOVER = "hand-over", _("Paper handed over or returned")
    COPY = "copy-made", _("Copy made")
    IDENTITY_VIEW = "identity-data-view", _("Reader's data read")
    MONEY = "money-change", _("Fees or the account changed")
    READER_DATA = "reader-data", _("Reader's data exported or erased")


class ImportState(models.TextChoices):
    """Where a run of an import stands."""

    READING = "reading", _("Being read")
    PREVIEWED = "previewed", _("Waiting for confirmation")
    CONFIRMED = "confirmed", _("Being written")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    REFUSED = "refused", _("Refused")


class DayDeclared(models.TextChoices):
    """What a declared day is: off, or worked although it would be off."""

    OFF = "off", _("Day off")
    WORKING = "working", _("Working day")
