"""The indexes against the catalogue: what an index holds otherwise is masked at once and put right by the worker."""

from dataclasses import dataclass

from haystack import connections

from catalog.records.models import Record, SearchOutbox
from catalog.search.outbox import tell_worker

BATCH = 500


@dataclass(frozen=True)
class Difference:
    """Keys of records that the public index holds and may not, the topmost of a branch, and of those that it lacks."""

    too_much: list[str]
    too_little: list[str]


def difference() -> Difference:
    """Compare the public index with what is published, but for what waits to be told to it anyway.

    A record under another access than today's is held wrongly: words may find it that are guarded now. Raises
    ``SearchUnavailable``.
    """
    indexed = connections["default"].get_backend().documents()
    published = Record.objects.published().levels_by_key()
    waiting = set(SearchOutbox.objects.values_list("key", flat=True))
    wrong = {key for key, access in indexed.items() if published.get(key) != access}
    return Difference(
        too_much=_topmost(wrong),
        too_little=sorted(published.keys() - indexed.keys() - waiting),
    )


def _topmost(keys: set[str]) -> list[str]:
    """Of some records those that lie below none of the others, nor below one that is masked till the worker comes."""
    masked = set(SearchOutbox.objects.filter(subtree=True).values_list("key", flat=True))
    paths = _paths(keys | masked)
    covered = {paths[key] for key in masked if key in paths}
    top = [key for key in keys - masked if key not in paths]  # not in the catalogue at all
    for key in sorted((keys - masked) & paths.keys(), key=lambda key: paths[key]):
        path = paths[key]
        steps = range(Record.steplen, len(path) + 1, Record.steplen)
        if not any(path[:end] in covered for end in steps):
            covered.add(path)
            top.append(key)
    return sorted(top)


def _paths(keys: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    rest = sorted(keys)
    while rest:
        batch, rest = rest[:BATCH], rest[BATCH:]
        found.update(Record.objects.filter(key__in=batch).order_by().values_list("key", "path"))
    return found


def put_right(keys: list[str], *, hides: bool = True) -> None:
    """Have records put into the indexes anew; with ``hides`` neither they nor what lies below is found till then."""
    if not keys:
        return
    SearchOutbox.objects.bulk_create(
        (SearchOutbox(key=key, subtree=hides) for key in dict.fromkeys(keys)), batch_size=BATCH
    )
    tell_worker()
