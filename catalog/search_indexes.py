"""What the indexes hold of a record; the public index receives public documents only."""

from typing import Any

from django.db.models import QuerySet
from haystack import indexes

from catalog import rule
from catalog.records.models import Record
from catalog.vocabulary import Access

DESCRIBED = (
    "administrative_history",
    "custodial_history",
    "acquisition",
    "scope_content",
    "arrangement",
    "languages",
    "physical_condition",
    "related_units",
    "publication_note",
    "note",
    "extent",
)


class RecordIndex(indexes.SearchIndex, indexes.Indexable):
    text = indexes.CharField(document=True)
    title = indexes.CharField()
    key = indexes.CharField(model_attr="key")
    within = indexes.CharField()
    level = indexes.CharField(model_attr="level")
    fonds = indexes.CharField()
    decade = indexes.CharField()
    has_scans = indexes.CharField()
    access = indexes.CharField()
    date_from = indexes.IntegerField()
    date_to = indexes.IntegerField()
    order = indexes.CharField(model_attr="path")

    # staff search by the true title of a guarded record, the public by the one that stands in for it
    for_staff = False

    def get_model(self) -> type[Record]:
        return Record

    def index_queryset(self, using=None) -> QuerySet[Record]:
        """Everything for staff; for the public what is published today."""
        rows = Record.objects.with_scans().prefetch_related("tags", "agents", "places")
        return rows if using == "staff" else rows.published()

    def full_prepare(self, obj) -> dict[str, Any]:
        self._guarded = obj.title_is_guarded and not self.for_staff
        return super().full_prepare(obj)

    def prepare_title(self, record) -> str:
        if self._guarded:
            return " \n ".join((record.public_title, record.reference_code))
        # staff find a guarded record by the title that its readers know, too
        names = (record.title, record.title_en, record.public_title if self.for_staff else "")
        return " \n ".join((*names, record.reference_code, record.document_code))

    def prepare_text(self, record) -> str:
        """What may be found: of a guarded record only what its page shows to everyone."""
        parts = [self.prepare_title(record), record.date_text]
        if not self._guarded:
            parts += [record.document_type, *(getattr(record, name) for name in DESCRIBED)]
            parts += [tag.name for tag in record.tags.all()]
            parts += [self._names(agent) for agent in record.agents.all()]
            parts += [place.name for place in record.places.all()]
        return " \n ".join(part for part in parts if part)

    def _names(self, agent) -> str:
        """What an agent is found by: the name on the record, and the others where they may be read."""
        if agent.is_published or self.for_staff:
            return f"{agent.name} {agent.name_en} {agent.other_names}"
        return f"{agent.name} {agent.name_en}"

    def prepare_within(self, record) -> str:
        keys = self._keys(record.ancestor_paths[:-1])
        return " ".join([*keys, record.key])

    def prepare_fonds(self, record) -> str:
        return self._keys(record.ancestor_paths[:1])[0]

    def prepare_decade(self, record) -> str:
        return f"{record.date_from.year // 10 * 10}" if record.date_from else ""

    def prepare_has_scans(self, record) -> str:
        return "yes" if record.has_scans and rule.level(record) == Access.OPEN else "no"

    def prepare_access(self, record) -> str:
        return rule.level(record)

    def prepare_date_from(self, record) -> int | None:
        return _day_number(record.date_from)

    def prepare_date_to(self, record) -> int | None:
        return _day_number(record.date_to or record.date_from)

    def _keys(self, paths: list[str]) -> list[str]:
        """Keys of ancestors, remembered for the life of this index object: thousands share the same few."""
        known = self.__dict__.setdefault("_known_keys", {})
        missing = [path for path in paths if path not in known]
        if missing:
            known.update(Record.objects.filter(path__in=missing).values_list("path", "key"))
        return [known[path] for path in paths]


def _day_number(day) -> int:
    """A day as an eight-digit number, 0 when unknown: sortable on every engine."""
    return day.year * 10000 + day.month * 100 + day.day if day else 0
