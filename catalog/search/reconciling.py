"""The indexes against the catalogue: what an index holds otherwise is masked at once and put right by the worker."""

from haystack import connections

from catalog.models import Record, SearchOutbox
from catalog.search.outbox import tell_worker


def differing_keys() -> list[str]:
    """Keys of records that the public index has and may not have, lacks, or has under another access than today's.

    Raises ``whoosh_engine.SearchUnavailable``.
    """
    indexed = connections["default"].get_backend().documents()
    published = dict(Record.objects.published().order_by().values_list("key", "effective_access"))
    return sorted(key for key, _access in indexed.items() ^ published.items())


def put_right(keys: list[str], *, hides: bool = True) -> None:
    """Have records put into the indexes anew; with ``hides`` neither they nor what lies below is found till then."""
    SearchOutbox.objects.bulk_create(
        (SearchOutbox(key=key, subtree=hides) for key in dict.fromkeys(keys)), batch_size=500
    )
    tell_worker()
