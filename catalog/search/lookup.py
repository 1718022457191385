"""A short list of records to choose one from: found as readers find them, decided by the catalogue."""

from haystack.query import SearchQuerySet

from catalog.access import sees_everything
from catalog.records.models import Record
from catalog.search import queries
from catalog.search.generations import SearchUnavailable
from catalog.search.whoosh_engine import TooCostly

LIMIT = 200


def lookup(text: str, *, reader, with_scans: bool = False) -> list[Record]:
    """Return records that match the words, best first; without words, those that stand first in the catalogue.

    Where the index is being rebuilt, or the words cost too much, codes are still found.
    """
    shown = Record.objects.visible_to(reader)
    if with_scans:
        shown = shown.with_scans().filter(has_scans=True)
    typed = queries.parse(text)
    if not typed:
        return list(shown.order_by("path")[:LIMIT])
    rows = SearchQuerySet(using="staff" if sees_everything(reader) else "default")
    try:
        keys = [found.key for found in rows.filter(content=typed)[:LIMIT]]
    except (SearchUnavailable, TooCostly):
        keys = list(shown.filter(reference_code__istartswith=text.strip()).values_list("key", flat=True)[:LIMIT])
    known = {record.key: record for record in shown.filter(key__in=keys)}
    return [known[key] for key in keys if key in known]
