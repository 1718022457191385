"""Public pages: what a visitor sees, in both languages, and what is not there for him."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from catalog.models import Agent, Place, Record, RecordAgent
from catalog.records.actions import access as opening
from tests.factories import make_many, make_record


@pytest.fixture
def tree(db):
    fonds = make_record(title="Phông Tòa Công sứ", title_en="Residency", reference_code="TCS")
    series = make_record(fonds, title="Thư tín", level="series", reference_code="TCS.1")
    files = [
        make_record(series, title=f"Hồ sơ {n}", reference_code=f"TCS.1.{n}", scope_content="Nội dung") for n in range(3)
    ]
    return fonds, series, files


def body(response) -> str:
    return response.content.decode()


def test_a_record_page_shows_where_it_belongs_and_what_lies_beside(client, tree):
    _, _, files = tree

    page = body(client.get(f"/r/{files[1].key}/"))

    assert "Phông Tòa Công sứ" in page
    assert "Thư tín" in page
    assert f"/r/{files[0].key}/" in page
    assert f"/r/{files[2].key}/" in page
    assert "Phạm vi, nội dung" in page
    assert f"http://testserver/r/{files[1].key}/" in page


def test_the_same_record_reads_in_english(client, tree):
    fonds, *_ = tree

    page = body(client.get(f"/en/r/{fonds.key}/"))

    assert "<h1>Residency</h1>" in page
    assert "What lies below" in page
    assert 'lang="en"' in page


@pytest.mark.parametrize(
    "path",
    [
        "/r/{}/",
        "/en/r/{}/",
        "/r/{}/children/",
        "/r/{}/qr.svg",
        "/iiif/presentation/3/{}/manifest",
        "/reading-room/ask/{}/",
    ],
)
def test_a_closed_record_answers_as_one_that_never_was(client, tree, researcher, path):
    _, series, _ = tree
    closed = make_record(series, title="Kín", access="closed")
    client.force_login(researcher)

    there, never = client.get(path.format(closed.key)), client.get(path.format("0000000000"))

    assert (there.status_code, never.status_code) == (404, 404)
    clean = lambda r, key: body(r).replace(key, "K")  # noqa: E731
    import re

    strip = lambda text: re.sub(r'nonce="[^"]*"|csrfmiddlewaretoken" value="[^"]*"', "", text)  # noqa: E731
    assert strip(clean(there, closed.key)) == strip(clean(never, "0000000000"))
    assert there.headers.get("Cache-Control") == never.headers.get("Cache-Control")


def test_a_closed_record_shows_on_no_page_around_it(client, tree):
    fonds, series, files = tree
    closed = make_record(series, title="TÊN KÍN", reference_code="KIN", access="closed")
    agent, place = Agent.objects.create(name="NGƯỜI KÍN"), Place.objects.create(name="CHỖ KÍN")
    RecordAgent.objects.create(record=closed, agent=agent)
    closed.places.add(place)

    pages = [
        "/fonds/",
        f"/r/{fonds.key}/",
        f"/r/{series.key}/",
        f"/r/{files[2].key}/",
        f"/r/{series.key}/children/",
        "/sitemap-records.xml",
        "/search/",
    ]
    for path in pages:
        assert "KÍN" not in body(client.get(path)), path
        assert closed.key not in body(client.get(path)), path
    assert client.get(f"/agent/{agent.key}/").status_code == 404
    assert client.get(f"/place/{place.key}/").status_code == 404
    assert "(3)" in body(client.get(f"/r/{series.key}/"))


def test_withdrawing_empties_every_public_page_at_once(client, tree, archivist):
    fonds, series, files = tree

    opening.withdraw(series, reason="mật", by=archivist, at=timezone.now())

    for record in (series, *files):
        assert client.get(f"/r/{record.key}/").status_code == 404
        assert record.key not in body(client.get("/sitemap-records.xml"))
    assert "Thư tín" not in body(client.get(f"/r/{fonds.key}/"))


def test_on_request_says_why_and_names_the_one_next_step(client, tree):
    _, series, _ = tree
    file = make_record(series, title="Hồ sơ riêng", access="on_request", access_reason="Có thông tin cá nhân.")

    page = body(client.get(f"/r/{file.key}/"))

    assert "Có thông tin cá nhân." in page
    assert f"/reading-room/ask/{file.key}/" in page
    assert client.get(f"/r/{file.key}/")["Cache-Control"] == "private, no-store"


def test_a_guarded_title_is_kept_from_every_list(client, tree, officer):
    _fonds, _series, files = tree
    make_record(
        files[0],
        title="Nguyễn Thị Ngựa Vằn",
        title_en="Zebra",
        public_title="Hồ sơ nhân sự",
        access="on_request",
        level="item",
        scope_content="Ngựa Vằn ở đây",
    )
    item = Record.objects.get(public_title="Hồ sơ nhân sự")

    for path in (
        f"/r/{files[0].key}/",
        f"/en/r/{files[0].key}/",
        f"/r/{item.key}/",
        f"/en/r/{item.key}/",
        f"/reading-room/ask/{item.key}/",
        "/sitemap-records.xml",
    ):
        text = body(client.get(path))
        assert "Ngựa" not in text, path
        assert "Zebra" not in text, path
    client.force_login(officer)
    assert "Ngựa Vằn" in body(client.get(f"/r/{item.key}/"))


def test_names_on_a_guarded_record_lead_nowhere(client, tree, officer):
    _, series, files = tree
    file = make_record(series, title="Tên thật", public_title="Tên thay", access="on_request")
    agent, place = (
        Agent.objects.create(name="Nguyễn Thị Ngựa Vằn"),
        Place.objects.create(name="Làng Vằn"),
    )
    for record in (file, files[0]):
        RecordAgent.objects.create(record=record, agent=agent)
    file.places.add(place)

    assert file.key not in body(client.get(f"/agent/{agent.key}/"))
    assert files[0].key in body(client.get(f"/agent/{agent.key}/"))
    assert client.get(f"/place/{place.key}/").status_code == 404
    client.force_login(officer)
    assert file.key in body(client.get(f"/agent/{agent.key}/"))


def test_a_reader_with_a_grant_sees_the_true_title(client, tree, researcher, archivist):
    _, series, _ = tree
    file = make_record(series, title="Tên thật", public_title="Tên thay", access="on_request")
    now = timezone.now()
    opening.grant(record=file, reader=researcher, by=archivist, starts_at=now, ends_at=now + timedelta(days=1))
    client.force_login(researcher)

    assert "<h1>Tên thật</h1>" in body(client.get(f"/r/{file.key}/"))


def test_a_hundred_children_come_a_page_at_a_time(client, tree):
    _, series, _ = tree
    make_many(series, ({"title": f"Thêm {n}"} for n in range(60)))

    first, second = (
        body(client.get(f"/r/{series.key}/")),
        body(client.get(f"/r/{series.key}/children/?page=2")),
    )

    assert "Thêm 46" in first
    assert "Thêm 47" not in first
    assert "Thêm 47" in second


@pytest.mark.hard
def test_among_a_hundred_thousand_children_a_page_stays_small(client, tree, django_assert_max_num_queries):
    _, series, _ = tree
    make_many(series, ({"title": f"Hồ sơ {n}"} for n in range(10, 100_010)))

    with django_assert_max_num_queries(30):
        first = client.get(f"/r/{series.key}/")
    far = client.get(f"/r/{series.key}/children/?page=2000")

    assert len(first.content) < 120_000
    assert body(first).count("<li>") < 120
    assert "Hồ sơ 9999" in body(far)


def test_a_record_page_costs_the_same_however_much_lies_below(client, tree, django_assert_max_num_queries):
    _, series, _ = tree
    make_many(series, ({"title": f"Thêm {n}"} for n in range(49)))
    client.get("/fonds/")  # the site's settings are read once

    with django_assert_max_num_queries(30):
        client.get(f"/r/{series.key}/")


@pytest.mark.parametrize("query", ["q=a%00b", "level=%00", "fonds=%%0000", "%00=x", "scan=%00"])
def test_nul_in_a_question_is_refused(client, tree, query):
    for address in ("/search/", f"/r/{tree[0].key}/", "/"):
        assert client.get(f"{address}?{query}").status_code == 400


def test_nul_in_an_address_or_a_cookie_ends_at_the_door(client, tree):
    for address in ("/r/a%00b/", "/%00", "/trien-lam/%00/"):
        assert client.get(address).status_code == 404
    quoted = 'sessionid="aaaaaaaaaaaaaaaa\\000bbbbbbbbbbbbbbbb"'
    assert client.get("/", headers={"cookie": quoted}).status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        "scan=abc",
        "scan=99999999999",
        "page=abc",
        "page=-1",
        "page=999999999999999999999",
    ],
)
def test_strange_parameters_never_break_a_page(client, tree, query):
    fonds, *_ = tree

    assert client.get(f"/r/{fonds.key}/?{query}").status_code == 200


def test_every_public_page_has_a_strict_policy_with_a_nonce(client, tree):
    fonds, *_ = tree
    for path in ("/fonds/", f"/r/{fonds.key}/", "/search/", "/account/login/", "/nowhere/"):
        policy = client.get(path)["Content-Security-Policy"]
        assert "'unsafe-inline'" not in policy
        assert "'unsafe-eval'" not in policy
        assert "nonce-" in policy
        assert "default-src 'none'" in policy


def test_text_of_a_description_is_never_markup(client, tree):
    fonds, *_ = tree
    record = make_record(
        fonds,
        title="<script>alert(1)</script>",
        scope_content="<img onerror=x>",
        reference_code="</textarea><b>",
    )

    page = body(client.get(f"/r/{record.key}/"))

    assert "<script>alert" not in page
    assert "<img onerror" not in page
    assert "</textarea><b>" not in page


def test_agents_and_places_lead_to_their_successors(client, tree):
    from catalog.models import AgentSuccession

    _fonds, _series, files = tree
    old, new = (Agent.objects.create(name=name, is_published=True) for name in ("Ty Địa chính", "Sở Địa chính"))
    AgentSuccession.objects.create(earlier=old, later=new, kind="merged", on="1994")
    RecordAgent.objects.create(record=files[0], agent=old)
    RecordAgent.objects.create(record=files[1], agent=new)

    assert "Sở Địa chính" in body(client.get(f"/agent/{old.key}/"))
    assert "Ty Địa chính" in body(client.get(f"/agent/{new.key}/"))


def test_forms_refuse_a_foreign_origin(tree, researcher):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(researcher)

    assert strict.post("/reading-room/ask/x/").status_code == 403
