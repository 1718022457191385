"""No route of the desk deletes what an archive keeps; every delete and bulk route that the desk resolves is walked."""

import itertools

import pytest
from django.apps import apps
from django.urls import URLPattern, get_resolver
from django.utils import timezone
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from catalog.models import Agent, Event, Place, Record, RecordAgent, Scan
from portal.reading_room.models import AccessRequest
from tests.factories import UserFactory, make_record
from tests.portal.asking import ask

KEPT = (Record, Scan, Agent, Place, Event, AccessRequest)
# a page taken from its record by a verb of its own: asked once, written down as an event, its master kept
TAKEN_AWAY = "desk/scans/remove/<slug:key>/"
ENDINGS = ("delete", "remove", "bulk")


def desk_routes(resolver=None, prefix=""):
    for route in (resolver or get_resolver()).url_patterns:
        full = prefix + str(route.pattern)
        if isinstance(route, URLPattern):
            yield full, route
        else:
            yield from desk_routes(route, full)


@pytest.fixture
def holdings(scanned, researcher):
    file, _scan = scanned
    agent, place = Agent.objects.create(name="Ty"), Place.objects.create(name="Huế")
    RecordAgent.objects.create(record=file, agent=agent)
    file.places.add(place)
    ask(make_record(file.get_parent(), access="on_request"), by=researcher, at=timezone.now())
    return {model: set(model.objects.values_list("pk", flat=True)) for model in KEPT}


@pytest.fixture
def administrator(client, db):
    client.force_login(UserFactory(username="root", is_superuser=True, is_staff=True))
    return client


def left(model):
    return set(model.objects.values_list("pk", flat=True))


def names_of(route: URLPattern) -> list[str]:
    return list(route.pattern.converters)


def test_every_route_that_deletes_leaves_what_is_kept(administrator, holdings):
    routes = [
        (full, route)
        for full, route in desk_routes()
        if full.startswith("desk/")
        and any(word in full for word in ENDINGS)
        and "bulk/<" not in full
        and full != TAKEN_AWAY
    ]
    values = {str(pk) for pks in holdings.values() for pk in pks}
    values |= set(Scan.objects.values_list("key", flat=True)) | {"1"}
    assert len(routes) > 20

    for full, route in routes:
        names = names_of(route)
        for chosen in itertools.product(values, repeat=len(names)) if len(names) < 2 else ():
            path = full.split("<")[0] + (f"{chosen[0]}/" if chosen else "")
            for address in (f"/{path}", f"/{path}delete/"):
                administrator.post(address, {"deed": "refuse", "pk": list(values)})

    assert {model: left(model) for model in KEPT} == holdings


def test_every_bulk_action_leaves_what_is_kept(administrator, holdings):
    bulk_action_registry.get_bulk_actions_for_model("catalog", "record")  # reads the hooks
    actions = {
        (app, model, action)
        for app, models in bulk_action_registry.actions.items()
        for model, classes in models.items()
        for action in classes
    }
    actions |= {(m._meta.app_label, m._meta.model_name, "delete") for m in apps.get_models()}
    everything = "&".join(f"id={pk}" for pks in holdings.values() for pk in pks)

    for app, model, action in sorted(actions):
        for ids in (everything, "id=all"):
            administrator.post(f"/desk/bulk/{app}/{model}/{action}/?{ids}")

    assert {model: left(model) for model in KEPT} == holdings


@pytest.mark.parametrize("model", ["record", "agent", "place"])
def test_what_is_kept_offers_no_deletion(administrator, holdings, model):
    rows = {"record": Record, "agent": Agent, "place": Place}[model]
    pk = rows.objects.first().pk

    listed = administrator.get(f"/desk/snippets/catalog/{model}/")
    form = administrator.get(f"/desk/snippets/catalog/{model}/edit/{pk}/")

    assert administrator.get(f"/desk/bulk/catalog/{model}/delete/?id={pk}").status_code == 404
    assert administrator.get(f"/desk/snippets/catalog/{model}/delete/{pk}/").status_code == 404
    for page in (listed, form):
        assert page.status_code == 200
        assert "/delete/" not in page.content.decode()
        assert "data-bulk-action" not in page.content.decode()
