"""The indexes against the catalogue: what an index holds otherwise is masked at once and put right by the worker."""

from dataclasses import dataclass

from haystack import connections

from catalog.models import Record, SearchOutbox
from catalog.search.outbox import tell_worker


@dataclass(frozen=True)
class Difference:
    """Keys of records that the public index holds and may not, and of those that it lacks."""

    too_much: list[str]
    too_little: list[str]


def difference() -> Difference:
    """Compare the public index with what is published, but for what waits to be told to it anyway.

    A record under another access than today's is held wrongly: words may find it that are guarded now. Raises
    ``SearchUnavailable``.
    """
    indexed = connections["default"].get_backend().documents()
    published = dict(Record.objects.published().order_by().values_list("key", "effective_access"))
    waiting = set(SearchOutbox.objects.values_list("key", flat=True))
    wrong = {key for key, access in indexed.items() if published.get(key) != access}
    return Difference(
        too_much=sorted(wrong), too_little=sorted(published.keys() - indexed.keys() - waiting)
    )


def put_right(keys: list[str], *, hides: bool = True) -> None:
    """Have records put into the indexes anew; with ``hides`` neither they nor what lies below is found till then."""
    if not keys:
        return
    SearchOutbox.objects.bulk_create(
        (SearchOutbox(key=key, subtree=hides) for key in dict.fromkeys(keys)), batch_size=500
    )
    tell_worker()
