"""Haystack's embedded engine, rebuilt on Whoosh query objects.

The stock backend pastes what the reader typed into a query string, so that ``x']*:*`` walks around any filter; it
removes in silence, stems Vietnamese as English and returns wrong slices. Here a query is a tree from the first
moment, counts and facets are exact, and a failure to write is an error.
"""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from haystack import connections
from haystack.backends import BaseEngine, BaseSearchBackend, BaseSearchQuery, SearchNode
from haystack.models import SearchResult
from haystack.utils import get_identifier
from whoosh import index, query
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.collectors import FilterCollector, WrappingCollector
from whoosh.fields import ID, KEYWORD, NUMERIC, TEXT, Schema

from catalog.records.models import SearchOutbox
from catalog.search import generations, vietnamese
from catalog.search.generations import SearchUnavailable
from catalog.search.queries import Typed, Wanted

FACETS = ("level", "fonds", "decade", "has_scans", "access")
LOCK_SECONDS = 60
# of processor time that one search may use
CPU_SECONDS = 2.0


def _ready() -> TEXT:
    """A field of keys that are already analysed; positions are kept for phrases, the text is not stored."""
    return TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True, stored=False)


SCHEMA = Schema(
    id=ID(unique=True, stored=True),
    django_ct=ID(stored=True),
    django_id=ID(stored=True),
    key=ID(stored=True),
    within=KEYWORD,
    title_x=_ready(),
    title_f=_ready(),
    text_x=_ready(),
    text_f=_ready(),
    level=ID(sortable=True),
    fonds=ID(sortable=True),
    decade=ID(sortable=True),
    has_scans=ID(sortable=True),
    access=ID(sortable=True),
    date_from=NUMERIC(int, sortable=True, default=0),
    date_to=NUMERIC(int, default=0),
    order=ID(sortable=True),
)


class TooCostly(Exception):
    """Answering would take more processor time than one search may."""


class _Ceiling(WrappingCollector):
    """Ends a search that has used up the processor time that one search may use."""

    def __init__(self, child) -> None:
        super().__init__(child)
        self.end = time.thread_time() + CPU_SECONDS

    def matches(self) -> Iterator[int]:
        for number in self.child.matches():
            if time.thread_time() > self.end:
                raise TooCostly
            yield number


# states in which indexes were found whole, by folder
_whole: dict[Path, tuple] = {}


class VnWhooshBackend(BaseSearchBackend):
    """One index in one folder; one process writes, all read, and reading makes nothing."""

    RESERVED_WORDS = ()
    RESERVED_CHARACTERS = ()

    def __init__(self, connection_alias, **options) -> None:
        super().__init__(connection_alias, **options)
        if "PATH" not in options:
            raise ImproperlyConfigured(f"HAYSTACK_CONNECTIONS[{connection_alias!r}] needs a PATH.")
        self.path = Path(options["PATH"])

    # -- writing --------------------------------------------------------------------------------

    def replace(self, search_index, records, *, keys=(), within=()) -> int:
        """Take out ``keys`` and everything under ``within``, put ``records`` in: one commit, all or nothing.

        Raises ``SearchUnavailable`` where there is no whole index, or another process holds it.
        """
        with generations.writing(self.path, patience=LOCK_SECONDS):
            writer = generations.open_current(self.path).writer(timeout=LOCK_SECONDS)
            count = self._write(writer, search_index, records, keys=keys, within=within)
            generations.seal(generations.current(self.path))
        return count

    def rebuild(self, search_index, records) -> int:
        """Build the index anew beside the one in use, then switch; cut off before that, the old one stays."""
        with generations.writing(self.path, patience=LOCK_SECONDS):
            fresh = generations.begin(self.path)
            made = index.create_in(str(fresh), SCHEMA)
            count = self._write(made.writer(), search_index, records)
            made.close()
            generations.seal(fresh)
            generations.take_over(self.path, fresh)
        return count

    def _write(self, writer, search_index, records, *, keys=(), within=()) -> int:
        try:
            # one query for all: each one opens every segment of the index
            gone = [query.Term(field, key) for field, each in (("key", keys), ("within", within)) for key in each]
            if gone:
                writer.delete_by_query(query.Or(gone))
            count = 0
            for record in records:
                writer.add_document(**self._document(search_index, record))
                count += 1
        except BaseException:
            writer.cancel()
            raise
        writer.commit(merge=count > 1)
        return count

    @staticmethod
    def _document(search_index, record) -> dict:
        data = search_index.full_prepare(record)
        title_x, title_f = vietnamese.streams(data["title"])
        text_x, text_f = vietnamese.streams(data["text"])
        kept = (
            "id",
            "django_ct",
            "django_id",
            "key",
            "within",
            *FACETS,
            "date_from",
            "date_to",
            "order",
        )
        return {
            **{name: data[name] for name in kept},
            "title_x": title_x,
            "title_f": title_f,
            "text_x": text_x,
            "text_f": text_f,
        }

    def update(self, search_index, iterable, commit=True) -> None:
        records = list(iterable)
        self.replace(search_index, records, keys=[record.key for record in records])

    def remove(self, obj_or_string, commit=True) -> None:
        with generations.writing(self.path, patience=LOCK_SECONDS):
            writer = generations.open_current(self.path).writer(timeout=LOCK_SECONDS)
            writer.delete_by_term("id", get_identifier(obj_or_string))
            writer.commit(merge=False)
            generations.seal(generations.current(self.path))

    def clear(self, models=None, commit=True) -> None:
        self.rebuild(None, ())

    # -- reading --------------------------------------------------------------------------------

    def search(self, query_string, **kwargs) -> dict[str, Any]:
        """Answer a Whoosh query object; text is refused, so that nobody can pass a reader's words through."""
        if not isinstance(query_string, query.Query):
            raise TypeError("This engine takes query trees, never text.")
        with self.searcher() as searcher:
            return self._answer(searcher, query_string, **kwargs)

    @contextmanager
    def searcher(self) -> Iterator:
        """A searcher of the index in use. Raises ``SearchUnavailable`` where it is missing, or torn wherever."""
        try:
            with generations.open_current(self.path).searcher() as searcher:
                yield searcher
        except generations.DAMAGED as broken:
            if generations.is_as_sealed(self.path):
                raise  # nothing is torn: the fault is in what was asked
            raise SearchUnavailable(f"The index in {self.path} is torn: {broken}") from broken

    def check(self) -> None:
        """See that the index is as it was written, once for each state that it is in. Raises ``SearchUnavailable``."""
        try:
            state = generations.fingerprint(self.path)
        except OSError as wrong:
            raise SearchUnavailable(f"The index in {self.path} cannot be read: {wrong}") from wrong
        if _whole.get(self.path) == state:
            return
        if not generations.is_as_sealed(self.path):
            self._read_whole()
        _whole[self.path] = state

    def _read_whole(self) -> None:
        """Read every part that a search reads: of an index without a seal, or one that was cut off before it."""
        with self.searcher() as searcher:
            reader = searcher.reader()
            for field, term in reader.all_terms():
                reader.postings(field, term)
            for name in FACETS:
                _count(searcher, set(reader.all_doc_ids()), [name])
        self.documents()

    def _answer(
        self,
        searcher,
        wanted,
        *,
        start_offset=0,
        end_offset=None,
        sort_by=None,
        facets=None,
        narrow_queries=None,
        result_class=None,
        **unused,
    ) -> dict[str, Any]:
        """All hits, then the slice: asked for the best so many, Whoosh leaves true best ones out."""
        order, reverse = _sorting(sort_by)
        every = _Ceiling(searcher.collector(limit=None, sortedby=order, reverse=reverse))
        allowed = FilterCollector(every, restrict=pending_mask())
        searcher.search_with_collector(wanted, allowed)
        found = allowed.results()
        # of what was collected alone: the result's own set of matches would hold what is masked, too
        matched = {number for _score, number in found.top_n}
        rows = [hit.fields() for hit in found[start_offset : end_offset or len(matched)]]
        make = result_class or SearchResult
        return {
            "results": [make(*row["django_ct"].split("."), row["django_id"], 0, key=row["key"]) for row in rows],
            "hits": len(matched),
            "facets": {"fields": _count(searcher, matched, facets)} if facets else {},
            "spelling_suggestion": None,
        }

    def documents(self) -> dict[str, str]:
        """Every document by its key, with the access that it was indexed under. Raises ``SearchUnavailable``."""
        with self.searcher() as searcher:
            reader = searcher.reader()
            access = reader.column_reader("access") if reader.doc_count_all() else []
            return {reader.stored_fields(number)["key"]: access[number] for number in reader.all_doc_ids()}

    def more_like_this(
        self, model_instance, additional_query_string=None, result_class=None, **kwargs
    ) -> dict[str, Any]:
        return {"results": [], "hits": 0}

    def build_schema(self, fields) -> tuple[str, Schema]:
        return "text", SCHEMA


def pending_mask() -> query.Query | None:
    """Everything under records whose access has changed since the worker last came: not to be found till then."""
    keys = list(SearchOutbox.objects.filter(subtree=True).values_list("key", flat=True).distinct())
    return query.Or([query.Term("within", key) for key in keys]) if keys else None


def _sorting(sort_by) -> tuple[str | None, bool]:
    if not sort_by:
        return None, False
    field = sort_by[0]
    return field.lstrip("-"), field.startswith("-")


def _count(searcher, matched: set[int], facets) -> dict[str, list[tuple[str, int]]]:
    counts: dict[str, list[tuple[str, int]]] = {name: [] for name in facets}
    for name in facets if matched else ():
        column = searcher.reader().column_reader(name)
        counted = Counter(column[number] for number in matched)
        counts[name] = sorted(((value, count) for value, count in counted.items() if value), key=lambda pair: -pair[1])
    return counts


class VnSearchQuery(BaseSearchQuery):
    """Haystack's filter tree compiled to Whoosh objects; ``content`` takes a ``Typed``, other fields a value."""

    def build_query(self) -> query.Query:
        return self._node(self.query_filter) or query.Every()

    def _node(self, node) -> query.Query | None:
        parts = [
            self._node(child) if isinstance(child, SearchNode) else self._leaf(node, child) for child in node.children
        ]
        parts = [part for part in parts if part is not None]
        if not parts:
            return None
        joined = query.And(parts) if node.connector == node.AND else query.Or(parts)
        return query.And([query.Every(), query.Not(joined)]) if node.negated else joined

    @staticmethod
    def _leaf(node, child) -> query.Query | None:
        expression, value = child
        field, lookup = node.split_expression(expression)
        if field == "content":
            if not isinstance(value, Typed):
                raise TypeError("Search words must be parsed first.")
            return _typed(value) if value else None
        if lookup == "gte":
            return query.NumericRange(field, value, None)
        if lookup == "lte":
            return query.NumericRange(field, None, value)
        if lookup == "in":
            return query.Or([query.Term(field, str(each)) for each in value])
        return query.Term(field, str(value))

    def post_process_facets(self, results) -> dict:
        return results.get("facets", {})


def _typed(typed: Typed) -> query.Query:
    """Every part is wanted; titles that have the words side by side come first."""
    everything = query.And([_compile(part) for part in typed.wanted])
    words = typed.words
    if not 2 <= len(words) <= 6 or any(part.is_phrase or part.number for part in typed.wanted):
        return everything
    marked = any(word.has_marks for word in words)
    keys, field = ([w.exact for w in words], "title_x") if marked else ([w.folded for w in words], "title_f")
    return query.Or([everything, query.Phrase(field, keys, boost=4)])


def _compile(part: Wanted) -> query.Query:
    if part.is_phrase:
        marked = any(word.has_marks for word in part.words)
        keys, suffix = ([w.exact for w in part.words], "x") if marked else ([w.folded for w in part.words], "f")
        return query.Or([query.Phrase(f"title_{suffix}", keys, boost=3), query.Phrase(f"text_{suffix}", keys)])
    each = [_word(word) for word in part.words]
    together = each[0] if len(each) == 1 else query.And(each)
    if part.number:
        return query.Or([query.Term("text_f", part.number, boost=8), together])
    return together


def _word(word: vietnamese.Syllable) -> query.Query:
    """Typed with marks: exact first, folded far behind; typed without: every reading counts the same."""
    exact, folded = (2.0, 0.5) if word.has_marks else (1.0, 1.0)
    return query.Or(
        [
            query.Term("title_x", word.exact, boost=3 * exact),
            query.Term("title_f", word.folded, boost=3 * folded),
            query.Term("text_x", word.exact, boost=exact),
            query.Term("text_f", word.folded, boost=folded),
        ]
    )


class VnWhooshEngine(BaseEngine):
    backend = VnWhooshBackend
    query = VnSearchQuery


def rebuild(using: str) -> int:
    """Build one index anew from the catalogue; return how many documents it holds. Raises ``SearchUnavailable``."""
    from catalog.search_indexes import RecordIndex

    search_index = RecordIndex()
    search_index.for_staff = using == "staff"
    rows = search_index.index_queryset(using=using)
    backend = connections[using].get_backend()
    return backend.rebuild(search_index, rows.iterator(chunk_size=500))
