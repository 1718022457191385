"""Linking imported descriptions to agents, places and subjects, each found by its name or made once."""

from django.contrib.contenttypes.models import ContentType
from taggit.models import Tag, TaggedItem

from catalog.authorities.models import Agent, Place
from catalog.finding_aids import Draft
from catalog.imports.actions.fields import BATCH
from catalog.imports.actions.plan import Plan
from catalog.records.models import Record, RecordAgent


def link_names(touched: list[tuple[Record, Draft]], plan: Plan) -> None:
    """Give records the names that their drafts carry; places and subjects that the desk has written stay."""
    names = _Names()
    agents, places, tags = [], [], []
    for record, draft in touched:
        agents += [
            RecordAgent(record=record, agent=names.agent(named.kind, named.name), role=named.role)
            for named in draft.agents
        ]
        mine = plan.of_desk(record)
        if "places" not in mine:
            places += [
                Record.places.through(record_id=record.pk, place_id=names.place(name).pk) for name in draft.places
            ]
        if "tags" not in mine:
            tags += [(record.pk, subject) for subject in draft.subjects if subject]
    RecordAgent.objects.bulk_create(agents, batch_size=BATCH, ignore_conflicts=True)
    Record.places.through.objects.bulk_create(places, batch_size=BATCH, ignore_conflicts=True)
    _tag(tags)


class _Names:
    """Agents and places of one import, each looked up once."""

    def __init__(self) -> None:
        self.agents: dict[tuple[str, str], Agent] = {}
        self.places: dict[str, Place] = {}

    def agent(self, kind: str, name: str) -> Agent:
        if (kind, name) not in self.agents:
            known = Agent.objects.filter(name=name, kind=kind).first()
            self.agents[kind, name] = known or Agent.objects.create(name=name, kind=kind)
        return self.agents[kind, name]

    def place(self, name: str) -> Place:
        if name not in self.places:
            known = Place.objects.filter(name=name).first()
            self.places[name] = known or Place.objects.create(name=name)
        return self.places[name]


def _tag(pairs: list[tuple[int, str]]) -> None:
    known = {tag.name.casefold(): tag for tag in Tag.objects.all()}
    links = []
    for pk, subject in pairs:
        tag = known.get(subject.casefold())
        if tag is None:
            tag = known[subject.casefold()] = Tag.objects.create(name=subject)
        links.append((pk, tag.pk))
    kind = ContentType.objects.get_for_model(Record)
    TaggedItem.objects.bulk_create(
        [TaggedItem(content_type=kind, object_id=pk, tag_id=tag) for pk, tag in dict.fromkeys(links)],
        batch_size=BATCH,
        ignore_conflicts=True,
    )
