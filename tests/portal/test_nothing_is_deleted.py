"""No route of the desk deletes what an archive keeps; every delete and bulk route that the desk resolves is walked."""

import itertools
import re

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import ProtectedError
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from catalog.models import Agent, Event, Place, Record, RecordAgent, Scan
from catalog.records.actions import scans as attaching
from catalog.search.lookup import lookup
from iiif import shelves
from portal.reading_room.models import AccessRequest, Dossier
from tests.conftest import NOON, picture
from tests.factories import UserFactory, make_record
from tests.reading_room.asking import ask

KEPT = (Record, Scan, Agent, Place, Event, AccessRequest, Dossier)
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
    """Every row, those too that no list shows."""
    return set(model._base_manager.values_list("pk", flat=True))


def addresses(full: str, values: set[str]) -> list[str]:
    """A route's addresses with every value in its place; with two places, the same rows in both."""
    places = re.findall(r"<[^>]+>", full)
    chosen = itertools.product(values, repeat=len(places)) if len(places) < 2 else zip(values, values, strict=True)
    pattern = "/" + re.sub("<[^>]+>", "{}", full)
    return [pattern.format(*each) for each in chosen]


@pytest.mark.parametrize("model", [Record, Scan, Agent, Place, AccessRequest, Dossier])
def test_no_call_deletes_what_is_kept_nor_what_hangs_on_it(holdings, model):
    for delete in (model.objects.all().delete, model._base_manager.last().delete):
        with pytest.raises(ProtectedError, match="never deleted"), transaction.atomic():
            delete()

    assert {model: left(model) for model in KEPT} == holdings


@pytest.mark.hard
def test_every_route_that_deletes_leaves_what_is_kept(administrator, holdings):
    routes = [
        full
        for full, _route in desk_routes()
        if full.startswith("desk/")
        and any(word in full for word in ENDINGS)
        and "bulk/<" not in full
        and not set("(^$") & set(full)
    ]
    values = {str(pk) for pks in holdings.values() for pk in pks}
    values |= set(Scan.objects.values_list("key", flat=True)) | {"1", "fee"}
    assert len(routes) > 20

    answers = {
        full: {
            administrator.post(path, {"deed": "refuse", "pk": list(values)}).status_code
            for path in addresses(full, values)
        }
        for full in routes
    }

    assert {model.__name__: holdings[model] - left(model) for model in KEPT} == {
        model.__name__: set() for model in KEPT
    }
    # the walk comes to pages, and not to addresses that are none
    assert answers["desk/scans/remove/<slug:key>/"] == {302, 404}
    assert 302 in answers["desk/money/<slug:table>/<int:row>/remove/"] | answers["desk/pages/<int:page_id>/delete/"]


@pytest.mark.hard
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


def test_a_page_that_is_taken_away_is_nowhere_and_can_be_put_back(client, scanned, archivist, take_in):
    file, scan = scanned
    manifest = f"/iiif/3/{file.key}/manifest"
    client.force_login(archivist)

    asked = client.get(f"/desk/scans/remove/{scan.key}/").content.decode()
    client.post(f"/desk/scans/remove/{scan.key}/")

    assert "có thể trả lại" in asked
    reader = Client()
    assert reader.get(f"/iiif/3/{scan.key}/info.json").status_code == 404
    assert scan.key not in reader.get(manifest).content.decode()
    assert not shelves.open_link(scan.key).is_symlink()
    assert list(lookup("", reader=archivist, with_scans=True)) == []
    assert Scan.with_taken_away.get().sha512 == scan.sha512

    page = client.get(f"/desk/scans/record/{file.key}/").content.decode()
    assert "Trang đã lấy ra" in page
    client.post(f"/desk/scans/put-back/{scan.key}/")

    assert reader.get(f"/iiif/3/{scan.key}/info.json").status_code == 200
    assert shelves.open_link(scan.key).is_symlink()
    assert file.scans.get().order == 1


def test_a_page_that_is_sent_again_is_the_one_that_was_taken_away(scanned, archivist, take_in):
    file, scan = scanned
    attaching.detach(scan, by=archivist, at=NOON)

    take_in(file, {"trang.jpg": picture()})

    assert [(each.key, each.order) for each in file.scans.all()] == [(scan.key, 1)]


def test_pages_keep_one_number_each_when_some_are_taken_away_and_put_back(record, archivist, take_in):
    take_in(record, {f"{number}.jpg": picture(text=str(number)) for number in range(4)})
    first, second, *_rest = record.scans.in_order()

    attaching.detach(first, by=archivist, at=NOON)
    attaching.detach(second, by=archivist, at=NOON)
    attaching.put_back(first, by=archivist, at=NOON)
    attaching.put_back(first, by=archivist, at=NOON)

    assert [scan.order for scan in record.scans.in_order()] == [1, 2, 3]
    assert record.scans.in_order().last() == first
