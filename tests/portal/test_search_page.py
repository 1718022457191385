"""Search through the page that readers use, with the real index: what is found, and what never is."""

import random

import pytest
from django.core.management import call_command
from django.utils import timezone

from catalog.models import SearchOutbox
from catalog.records.actions import access as opening
from catalog.records.actions import describing as describing
from catalog.search.outbox import shelve_pending
from tests.factories import make_many, make_record


@pytest.fixture
def library(db):
    fonds = make_record(title="Phông Ủy ban nhân dân tỉnh", title_en="People's Committee", reference_code="UBND")
    rows = {
        "digitise": make_record(
            fonds,
            title="Kế hoạch số hóa tài liệu lưu trữ",
            document_code="279/KH-UBND",
            date_edtf="2016",
            reference_code="UBND.1",
        ),
        "old-tones": make_record(fonds, title="Báo cáo số hoá năm 2017", date_edtf="2017", reference_code="UBND.2"),
        "sketch": make_record(
            fonds,
            title="Bản vẽ sơ họa đường đất đai Đồng Nai",
            date_edtf="1965",
            reference_code="UBND.3",
        ),
        "asked": make_record(
            fonds,
            title="Hồ sơ cán bộ Nguyễn Thị Ngựa Vằn",
            public_title="Hồ sơ cán bộ",
            access="on_request",
            reference_code="UBND.4",
        ),
        "closed": make_record(fonds, title="Phương án phòng thủ Tê Giác", access="closed", reference_code="UBND.5"),
    }
    shelve_pending.call()
    return {"fonds": fonds, **rows}


def titles(client, q="", **params) -> list[str]:
    response = client.get("/search/", {"q": q, **params})
    assert response.status_code == 200
    return [hit.record.reference_code for hit in response.context["found"].hits]


@pytest.mark.parametrize("typed", ["so hoa", "số hóa", "số hoá", "SỐ HÓA", "so hoa tai lieu", "sô\u0301 ho\u0301a"])
def test_every_way_of_typing_finds_the_plan(client, library, typed):
    assert "UBND.1" in titles(client, typed)


def test_marks_put_the_exact_spelling_first(client, library):
    assert titles(client, "số hóa")[:2] in (["UBND.1", "UBND.2"], ["UBND.2", "UBND.1"])
    assert titles(client, "sơ họa")[0] == "UBND.3"


@pytest.mark.parametrize("typed", ["279/KH-UBND", "279 kh ubnd", "279/kh-ubnd", "số 279/KH–UBND", "279\u00a0/ KH-UBND"])
def test_a_document_number_is_found_however_it_is_written(client, library, typed):
    assert titles(client, typed) == ["UBND.1"]


def test_d_with_stroke_folds(client, library):
    assert titles(client, "dat dai dong nai") == ["UBND.3"]


def test_a_phrase_wants_its_words_side_by_side(client, library):
    assert titles(client, '"tài liệu lưu trữ"') == ["UBND.1"]
    assert titles(client, '"lưu trữ tài liệu"') == []


def test_filters_and_years_narrow_and_counts_are_exact(client, library):
    assert titles(client, "", level="file", **{"from": "1960", "to": "1970"}) == ["UBND.3"]
    response = client.get("/search/", {"q": ""})
    found = response.context["found"]
    assert found.total == 5
    assert {value: count for value, _, count in found.facets["level"]} == {
        "fonds": 1,
        "file": 4,
    }


def test_closed_records_are_in_no_hit_count_or_facet(client, library):
    response = client.get("/search/", {"q": "Tê Giác"})

    assert response.context["found"].total == 0
    assert "Tê Giác" not in client.get("/search/").content.decode()
    assert all(value != "closed" for value, _, _ in client.get("/search/").context["found"].facets["access"])


def test_a_guarded_title_is_not_searchable_but_its_public_one_is(client, library, archivist):
    assert titles(client, "Ngựa Vằn") == []
    assert titles(client, "hồ sơ cán bộ") == ["UBND.4"]
    assert "Ngựa" not in client.get("/search/", {"q": "cán bộ"}).content.decode()
    client.force_login(archivist)
    assert titles(client, "Ngựa Vằn") == ["UBND.4"]


def test_staff_find_closed_records(client, library, officer):
    client.force_login(officer)

    assert titles(client, "tê giác") == ["UBND.5"]


def test_what_is_withdrawn_is_neither_found_nor_counted_before_the_worker_has_come(client, library, archivist):
    opening.withdraw(library["digitise"], reason="mật", by=archivist, at=timezone.now())
    assert SearchOutbox.objects.filter(subtree=True).exists()

    response = client.get("/search/", {"q": ""})

    assert response.context["found"].total == 4
    assert sum(count for _, _, count in response.context["found"].facets["level"]) == 4
    assert titles(client, "279/KH-UBND") == []
    shelve_pending.call()
    assert titles(client, "279/KH-UBND") == []
    assert client.get("/search/").context["found"].total == 4


def test_a_whole_fonds_withdrawn_leaves_nothing_and_comes_back_whole(client, library, archivist):
    opening.withdraw(library["fonds"], reason="x", by=archivist, at=timezone.now())
    assert client.get("/search/").context["found"].total == 0
    shelve_pending.call()
    assert client.get("/search/").context["found"].total == 0

    opening.publish(library["fonds"], by=archivist, at=timezone.now())
    shelve_pending.call()

    assert client.get("/search/").context["found"].total == 5


def test_an_edit_is_found_by_its_new_words_and_no_more_by_the_old(client, library, archivist):
    describing.describe(library["sketch"], by=archivist, at=timezone.now(), title="Bản vẽ cầu treo")
    shelve_pending.call()

    assert titles(client, "cầu treo") == ["UBND.3"]
    assert titles(client, "đường đất đai") == []
    assert client.get("/search/").context["found"].total == 5


def test_snippets_escape_before_they_mark(client, library):
    make_record(
        library["fonds"],
        title="<img src=x onerror=alert(1)> đặc biệt",
        scope_content="<script>alert(2)</script> đặc biệt",
    )
    shelve_pending.call()

    page = client.get("/search/", {"q": "đặc biệt <script>alert(3)</script>"}).content.decode()
    assert "<img src=x" not in page
    assert "<script>alert" not in page
    assert "<mark>đặc</mark>" in client.get("/search/", {"q": "đặc biệt"}).content.decode()


@pytest.mark.parametrize("tries", [60, pytest.param(1500, marks=pytest.mark.hard)])
def test_nothing_typed_walks_around_the_filter(client, library, tries):
    """Strings of engine syntax over every parameter: no closed word, no crash."""
    chance = random.Random(7)
    pieces = [
        "access:closed",
        "*:*",
        "']",
        '"',
        "OR",
        "NOT",
        "(",
        ")",
        "*",
        "?",
        "x",
        "~",
        "^2",
        "[",
        "]",
        "{",
        "}",
        "TO",
        "Tê",
        "giác",
        "\\",
        ":",
        "/",
        "'",
        "phòng",
        "\x00",
        "<",
        "&",
    ]
    fields = [
        "q",
        "level",
        "fonds",
        "access",
        "decade",
        "has_scans",
        "under",
        "from",
        "to",
        "order",
        "page",
    ]
    for _ in range(tries):
        text = chance.choice(["", " "]).join(chance.choices(pieces, k=chance.randint(1, 8)))
        params = {"q": text}
        if chance.random() < 0.4:
            params[chance.choice(fields[1:])] = text
        response = client.get("/search/", params)
        if "\0" in text:
            assert response.status_code == 400, params
            continue
        assert response.status_code == 200, params
        assert all(hit.record.effective_access != "closed" for hit in response.context["found"].hits)
        assert "phòng thủ" not in response.content.decode()


def test_slices_give_the_right_rows(client, db):
    fonds = make_record(title="Nhiều", reference_code="N")
    rows = ({"title": f"Hồ sơ số {number:02}", "reference_code": f"N.{number:02}"} for number in range(45))
    make_many(fonds, rows)
    call_command("rebuild_search", verbosity=0)

    seen = [code for page in (1, 2, 3) for code in titles(client, "", order="catalogue", page=page)]

    assert seen == ["N", *(f"N.{number:02}" for number in range(45))]


def test_a_rebuilt_index_answers_as_before(client, library):
    before = titles(client, "hồ sơ")

    call_command("rebuild_search", verbosity=0)

    assert titles(client, "hồ sơ") == before
    assert client.get("/search/").context["found"].total == 5


def test_what_an_embargo_held_is_found_once_it_has_ended(client, library, archivist):
    from datetime import date

    from catalog.search.outbox import open_by_the_clock

    plan = library["digitise"]
    opening.reclassify(plan, to="open", reason="", embargo_until=date(2990, 1, 1), by=archivist, at=timezone.now())
    shelve_pending.call()
    assert titles(client, "279/KH-UBND") == []

    type(plan).objects.filter(pk=plan.pk).update(embargo_until=date(2020, 1, 1), effective_embargo=date(2020, 1, 1))
    open_by_the_clock.call([plan.key])

    assert titles(client, "279/KH-UBND") == ["UBND.1"]


def test_a_guarded_record_is_not_found_by_its_number_nor_its_kind(client, library, archivist):
    describing.describe(
        library["asked"],
        by=archivist,
        at=timezone.now(),
        document_code="77/QĐ-MẬT",
        document_type="Lý lịch",
    )
    shelve_pending.call()

    assert titles(client, "77/QĐ-MẬT") == []
    assert titles(client, "Lý lịch") == []


def test_a_title_that_becomes_guarded_is_not_found_before_the_worker_has_come(client, library, archivist):
    asked = library["asked"]
    describing.describe(asked, by=archivist, at=timezone.now(), public_title="")
    shelve_pending.call()
    assert titles(client, "Ngựa Vằn") == ["UBND.4"]

    describing.describe(asked, by=archivist, at=timezone.now(), public_title="Hồ sơ cán bộ")

    assert titles(client, "Ngựa Vằn") == []
