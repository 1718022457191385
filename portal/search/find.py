"""Ask the index, then the catalogue: hits are re-read through ``visible_to`` and snippets made from the database."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from haystack.query import SearchQuerySet

from catalog.access import sees_everything
from catalog.models import Record
from catalog.search import queries
from catalog.search.whoosh_engine import FACETS
from catalog.vocabulary import Access, Level

PER_PAGE = 20
LAST_PAGE = 500
ORDERS = {"": None, "oldest": "date_from", "newest": "-date_from", "catalogue": "order"}


@dataclass
class FoundRecord:
    """A record with its title and one line of context, matches marked."""

    record: Record
    title: SafeString
    line: SafeString
    path: list[Record]


@dataclass
class ResultsPage:
    """One page of results."""

    hits: list[FoundRecord] = field(default_factory=list)
    total: int = 0
    page: int = 1
    pages: int = 1
    facets: dict[str, list[tuple[str, str, int]]] = field(default_factory=dict)


def find(typed: queries.Typed, *, reader, filters: dict[str, str], order: str = "", page: int = 1) -> ResultsPage:
    """Search as this reader: staff in everything, everyone else in what is published."""
    staff = sees_everything(reader)
    rows = SearchQuerySet(using="staff" if staff else "default")
    if typed:
        rows = rows.filter(content=typed)
    for name in FACETS:
        if filters.get(name):
            rows = rows.filter(**{name: filters[name]})
    if filters.get("under"):
        rows = rows.filter(within=filters["under"])
    rows = _between(rows, filters)
    for name in FACETS:
        rows = rows.facet(name)
    if ORDERS.get(order):
        rows = rows.order_by(ORDERS[order])
    elif not typed:
        rows = rows.order_by("order")
    page = max(1, min(page, LAST_PAGE))
    start = (page - 1) * PER_PAGE
    results = list(rows[start : start + PER_PAGE])
    total = rows.count()
    facets = rows.facet_counts().get("fields", {})
    return ResultsPage(
        hits=_hits(results, typed, reader),
        total=total,
        page=page,
        pages=max(1, min(LAST_PAGE, -(-total // PER_PAGE))),
        facets=_labelled(facets, reader),
    )


def _between(rows, filters: dict[str, str]) -> Any:
    if filters.get("from"):
        rows = rows.filter(date_to__gte=int(filters["from"]) * 10000)
    if filters.get("to"):
        rows = rows.filter(date_from__lte=int(filters["to"]) * 10000 + 1231, date_from__gte=1)
    return rows


def _hits(results, typed: queries.Typed, reader) -> list[FoundRecord]:
    keys = [result.key for result in results]
    known = {r.key: r for r in Record.objects.visible_to(reader).with_scans().filter(key__in=keys)}
    shown = [known[key] for key in keys if key in known]
    above = {path for record in shown for path in record.ancestor_paths[:-1]}
    ancestors = {r.path: r for r in Record.objects.visible_to(reader).filter(path__in=above)}
    return [
        FoundRecord(
            record=record,
            title=_marked(queries.snippet(_title(record, reader), typed, around=200)),
            line=_marked(queries.snippet(_context(record, reader), typed)),
            path=[ancestors[path] for path in record.ancestor_paths[:-1] if path in ancestors],
        )
        for record in shown
    ]


def _title(record: Record, reader) -> str:
    return record.title if sees_everything(reader) else record.listed_title


def _context(record: Record, reader) -> str:
    if record.title_is_guarded and not sees_everything(reader):
        return ""
    return record.scope_content or record.administrative_history or record.extent


def _marked(pieces: list[tuple[str, bool]]) -> SafeString:
    """Escape first, mark second."""
    return format_html_join("", "{}{}{}", ((_OPEN if hit else "", text, _CLOSE if hit else "") for text, hit in pieces))


_OPEN, _CLOSE = SafeString("<mark>"), SafeString("</mark>")


def _labelled(facets: dict, reader) -> dict[str, list[tuple[str, str, int]]]:
    """Facet values with the words that people read."""
    fonds = {
        record.key: _title(record, reader)
        for record in Record.objects.visible_to(reader).filter(key__in=[value for value, _ in facets.get("fonds", [])])
    }
    words: dict[str, dict] = {
        "level": dict(Level.choices),
        "access": dict(Access.choices),
        "fonds": fonds,
    }
    labelled: dict[str, list[tuple[str, str, int]]] = {}
    for name, values in facets.items():
        known = words.get(name)
        pairs = [(value, known.get(value, "") if known is not None else value, count) for value, count in values]
        labelled[name] = [pair for pair in pairs if pair[1]]
    labelled["decade"] = sorted(labelled.get("decade", []))
    return labelled
