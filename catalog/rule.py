"""Who may look: the rule itself. Each condition stands here twice, as a question about one record and as a filter.

The two halves are compared with each other over every case by ``tests/catalog/test_rule.py``. Questions that need the
database (grants, people) stand in ``catalog.access``, filters that read as sentences in ``catalog.records.querysets``;
both ask here. Of other modules only those that show, journal or carry out a decision read the columns; a test lists
them.
"""

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from django.db.models import Case, Exists, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _

from catalog.people import Person
from catalog.vocabulary import Access, known, strictness

SEE_CLOSED = "catalog.see_closed_records"
# what must be read of a record before anything is asked about it
COLUMNS = ("effective_access", "effective_embargo", "public_title", "preview_open")
KNOWN = (Access.OPEN, Access.ON_REQUEST)


class Own(Protocol):
    """What was decided about a record itself."""

    access: str
    embargo_until: date | None


class Ruled(Protocol):
    """What counts for a record, with all that stands above it."""

    effective_access: str
    effective_embargo: date | None
    public_title: str
    preview_open: bool


def sees_everything(reader: Person | None) -> bool:
    """Staff whose role lets them see closed records."""
    return bool(reader and reader.is_authenticated and reader.has_perm(SEE_CLOSED))


# -- the description: it exists for the public -----------------------------------------------------------


def is_public(record: Ruled, on: date) -> bool:
    """Whether the description is public on a day: not closed, and no embargo holds it."""
    return record.effective_access in KNOWN and not is_held(record, on)


def public(on: date, prefix: str = "") -> Q:
    return Q(**{f"{prefix}effective_access__in": KNOWN}) & (
        Q(**{f"{prefix}effective_embargo__isnull": True}) | Q(**{f"{prefix}effective_embargo__lte": on})
    )


def hidden(on: date, prefix: str = "") -> Q:
    """The contrary of ``public``: nothing is known of the description, and whatever was granted on it ends."""
    return ~public(on, prefix)


def is_held(record: Ruled, on: date) -> bool:
    """Whether an embargo, its own or one above, still closes the record."""
    return record.effective_embargo is not None and record.effective_embargo > on


def level(record: Ruled) -> str:
    """The level that counts for a record, any embargo apart."""
    return record.effective_access


# -- the content: its scans are open to everyone ---------------------------------------------------------


def is_open(record: Ruled, on: date) -> bool:
    return record.effective_access == Access.OPEN and is_public(record, on)


def open_to_all(on: date, prefix: str = "") -> Q:
    return public(on, prefix) & Q(**{f"{prefix}effective_access": Access.OPEN})


def is_on_request(record: Ruled, on: date) -> bool:
    """Whether the description is public and the content is for holders of a grant."""
    return record.effective_access == Access.ON_REQUEST and is_public(record, on)


def on_request(on: date, prefix: str = "") -> Q:
    return public(on, prefix) & Q(**{f"{prefix}effective_access": Access.ON_REQUEST})


def shows_previews(record: Ruled, on: date) -> bool:
    """Whether everybody may see small pictures of the scans although the content is not open."""
    return record.preview_open and not is_guarded(record) and is_public(record, on)


# -- the title: a public one stands in for the true one --------------------------------------------------


def is_guarded(record: Ruled) -> bool:
    return record.effective_access != Access.OPEN and bool(record.public_title)


def unguarded(prefix: str = "") -> Q:
    return Q(**{f"{prefix}effective_access": Access.OPEN}) | Q(**{f"{prefix}public_title": ""})


# -- inheritance: the stricter level of a record and all above it, and the latest embargo ----------------


def inherited(record: Own, parent: Ruled | None) -> tuple[str, date | None]:
    """What counts for a record below a parent."""
    if parent is None:
        return known(record.access), record.embargo_until
    level = max(known(record.access), known(parent.effective_access), key=strictness)
    return level, max(filter(None, (record.embargo_until, parent.effective_embargo)), default=None)


def inherited_from(line: QuerySet) -> dict[str, Case | Subquery]:
    """The same in the database, from ``line``: the rows of a record and of all above it."""
    return {
        "effective_access": Case(
            When(Exists(line.exclude(access__in=KNOWN)), then=Value(Access.CLOSED)),
            When(Exists(line.filter(access=Access.ON_REQUEST)), then=Value(Access.ON_REQUEST)),
            default=Value(Access.OPEN),
        ),
        "effective_embargo": Subquery(
            line.filter(embargo_until__isnull=False).order_by("-embargo_until").values("embargo_until")[:1]
        ),
    }


# -- the seal that a record wears in lists and on its page -----------------------------------------------


def seal(record: Ruled, on: date) -> str:
    """Why a record is not open to everyone, in a few words of the reader's language; nothing where it is."""
    return next(_seals(record, on), "")


def _seals(record: Ruled, on: date) -> Iterator[str]:
    if record.effective_access not in KNOWN:
        yield _("Closed: staff only")
    if is_held(record, on):
        yield _("closed until %(day)s") % {"day": f"{record.effective_embargo:%d/%m/%Y}"}
    if record.effective_access == Access.ON_REQUEST:
        yield _("On request")
