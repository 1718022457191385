"""Fees and the account: no officer changes them alone, every change is an event, the director is told."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from catalog.models import Event
from portal.reading_room.fees import actions as fee_changes
from portal.reading_room.models import Fee, FeeReduction, MoneyChange, RoomRules
from portal.reading_room.rules.errors import NotAllowedNow
from tests.catalog.desk import filled_form

NOW = timezone.now
ACCOUNT = {
    "bank_bin": "970418",
    "bank_account": "111122223333",
    "bank_name": "BIDV",
    "director_email": "giamdoc@luutru.example",
}
OTHER = {**ACCOUNT, "bank_account": "999988887777"}
FEE = {
    "name": "Sao chụp",
    "name_en": "",
    "use": "copy",
    "copy_format": "paper",
    "unit": "page",
    "amount": 2000,
    "valid_from": date(2026, 1, 1),
    "valid_to": None,
    "basis": "",
}


@pytest.fixture
def rules(db):
    rules = RoomRules.load()
    RoomRules.objects.filter(pk=rules.pk).update(**ACCOUNT)
    return rules


def account() -> str:
    return RoomRules.objects.get().bank_account


def ask(rules, by, values=OTHER):
    return fee_changes.ask("account", rules.pk, values, by=by, at=NOW())


def test_the_account_changes_when_a_second_officer_confirms(
    rules, officer, second_officer, mailoutbox, do_after_commit
):
    with do_after_commit():
        change = ask(rules, officer)
    assert account() == ACCOUNT["bank_account"]

    with do_after_commit():
        fee_changes.confirm(change, by=second_officer, at=NOW())

    event = Event.objects.get(kind="money-change")
    assert account() == OTHER["bank_account"]
    assert event.actor == f"user:{second_officer.pk}"
    assert event.detail["before"]["bank_account"] == ACCOUNT["bank_account"]
    assert event.detail["after"]["bank_account"] == OTHER["bank_account"]
    assert event.detail["asked_by"] == f"user:{officer.pk}"
    assert [message.to for message in mailoutbox] == [[ACCOUNT["director_email"]]] * 2
    assert all(
        ACCOUNT["bank_account"] in message.body and OTHER["bank_account"] in message.body for message in mailoutbox
    )


def test_nobody_confirms_what_they_asked_for(rules, officer):
    change = ask(rules, officer)

    with pytest.raises(PermissionDenied):
        fee_changes.confirm(change, by=officer, at=NOW())

    assert account() == ACCOUNT["bank_account"]
    assert MoneyChange.objects.get().state == "waiting"


@pytest.mark.parametrize("person", ["researcher", "archivist", "curator"])
def test_nobody_but_officers_asks_or_confirms(rules, officer, request, person):
    other, change = request.getfixturevalue(person), ask(rules, officer)

    for deed in (fee_changes.confirm, fee_changes.refuse):
        with pytest.raises(PermissionDenied):
            deed(change, by=other, at=NOW())
    with pytest.raises(PermissionDenied):
        ask(rules, other, {**OTHER, "bank_name": "x"})

    assert account() == ACCOUNT["bank_account"]


def test_a_change_of_the_directors_address_is_told_to_the_old_one_too(
    rules, officer, second_officer, mailoutbox, do_after_commit
):
    change = ask(rules, officer, {**ACCOUNT, "director_email": "khac@luutru.example"})

    with do_after_commit():
        fee_changes.confirm(change, by=second_officer, at=NOW())

    assert {message.to[0] for message in mailoutbox} == {
        ACCOUNT["director_email"],
        "khac@luutru.example",
    }


def test_without_a_director_the_administrators_are_told(rules, officer, mailoutbox, do_after_commit, django_user_model):
    django_user_model.objects.create_superuser("root", "root@luutru.example", "x")
    RoomRules.objects.update(director_email="")

    with do_after_commit():
        ask(rules, officer, {**OTHER, "director_email": ""})

    assert [message.to for message in mailoutbox] == [["root@luutru.example"]]


def test_the_director_is_told_what_happened_whenever_the_letter_is_written(
    rules, officer, second_officer, mailoutbox, do_after_commit
):
    with do_after_commit():
        change = ask(rules, officer)
        fee_changes.refuse(change, by=second_officer, at=NOW())

    assert len(mailoutbox) == 2
    assert "đã đề nghị" in mailoutbox[0].body
    assert "bị bỏ" in mailoutbox[1].body


def test_there_is_one_account(client, rules, officer):
    client.force_login(officer)

    assert client.post(reverse("money:new", args=["account"]), OTHER).status_code == 404
    with pytest.raises(NotAllowedNow):
        fee_changes.ask("account", None, OTHER, by=officer, at=NOW())


def test_what_has_changed_meanwhile_is_not_overwritten(rules, officer, second_officer):
    change = ask(rules, officer)
    RoomRules.objects.update(bank_account="444455556666")

    with pytest.raises(NotAllowedNow):
        fee_changes.confirm(change, by=second_officer, at=NOW())

    assert account() == "444455556666"
    assert not Event.objects.filter(kind="money-change").exists()


def test_a_change_is_confirmed_once(rules, officer, second_officer):
    change = ask(rules, officer)
    fee_changes.confirm(change, by=second_officer, at=NOW())

    for deed in (fee_changes.confirm, fee_changes.refuse):
        with pytest.raises(NotAllowedNow):
            deed(change, by=second_officer, at=NOW())


def test_one_change_of_a_row_waits_at_a_time_and_nothing_is_asked_for_in_vain(rules, officer):
    ask(rules, officer)

    with pytest.raises(NotAllowedNow):
        ask(rules, officer, {**OTHER, "bank_name": "Ngân hàng khác"})
    MoneyChange.objects.all().delete()
    with pytest.raises(NotAllowedNow):
        ask(rules, officer, ACCOUNT)


def test_fees_are_added_changed_and_taken_out_by_two(db, officer, second_officer):
    added = fee_changes.ask("fee", None, FEE, by=officer, at=NOW())
    assert not Fee.objects.exists()
    fee_changes.confirm(added, by=second_officer, at=NOW())
    fee = Fee.objects.get()
    assert (fee.amount, fee.valid_from) == (2000, date(2026, 1, 1))

    changed = fee_changes.ask("fee", fee.pk, {**FEE, "amount": 0}, by=second_officer, at=NOW())
    assert Fee.objects.get().amount == 2000
    fee_changes.confirm(changed, by=officer, at=NOW())
    assert Fee.objects.get().amount == 0

    gone = fee_changes.ask("fee", fee.pk, None, by=officer, at=NOW())
    assert Fee.objects.exists()
    fee_changes.confirm(gone, by=second_officer, at=NOW())
    assert not Fee.objects.exists()
    assert Event.objects.filter(kind="money-change").count() == 3


def test_an_edit_of_other_rules_writes_no_account_back(rules, officer, second_officer):
    stale = RoomRules.objects.get()
    fee_changes.confirm(ask(rules, officer), by=second_officer, at=NOW())

    stale.paper_days = 21
    stale.save()

    now = RoomRules.objects.get()
    assert (now.paper_days, now.bank_account) == (21, OTHER["bank_account"])


# -- the desk ---------------------------------------------------------------------------------------


def test_the_settings_of_the_room_show_no_account(client, rules, officer):
    client.force_login(officer)
    url = reverse("wagtailsettings:edit", args=["reading_room", "roomrules", rules.pk])

    form = filled_form(client, url, paper_days="21")
    answer = client.post(url, {**form, **OTHER})

    assert not set(form) & set(ACCOUNT)
    assert answer.status_code == 302
    assert (RoomRules.objects.get().paper_days, account()) == (21, ACCOUNT["bank_account"])


@pytest.mark.parametrize("model", ["fee", "feereduction"])
@pytest.mark.parametrize("page", ["", "add/", "edit/1/", "delete/1/"])
def test_no_form_of_wagtails_writes_fees(client, django_user_model, db, model, page):
    Fee.objects.create(**FEE)
    FeeReduction.objects.create(fee_class="01", percent=5, valid_from=date(2026, 1, 1))
    client.force_login(django_user_model.objects.create_superuser("root", "r@x.example", "x"))

    assert client.get(f"/desk/snippets/reading_room/{model}/{page}").status_code == 404
    client.post(f"/desk/bulk/reading_room/{model}/delete/?id=all")

    assert (Fee.objects.count(), FeeReduction.objects.count()) == (1, 1)


def test_the_desk_asks_and_another_confirms(client, rules, officer, second_officer):
    client.force_login(officer)
    client.post(reverse("money:edit", args=["account", rules.pk]), OTHER)
    change = MoneyChange.objects.get()
    mine = client.get(reverse("money:index")).content.decode()
    client.post(reverse("money:confirm", args=[change.pk]))
    assert account() == ACCOUNT["bank_account"]
    client.force_login(second_officer)

    theirs = client.get(reverse("money:index")).content.decode()
    client.post(reverse("money:confirm", args=[change.pk]))

    assert reverse("money:confirm", args=[change.pk]) not in mine
    assert reverse("money:confirm", args=[change.pk]) in theirs
    assert ACCOUNT["bank_account"] in theirs
    assert OTHER["bank_account"] in theirs
    assert account() == OTHER["bank_account"]
    assert client.get(reverse("money:index")).status_code == 200


@pytest.mark.parametrize("wrong", [{"bank_bin": "12"}, {"bank_account": "; drop"}, {"director_email": "x"}])
def test_what_is_no_account_is_refused_by_the_form(client, rules, officer, wrong):
    client.force_login(officer)

    answer = client.post(reverse("money:edit", args=["account", rules.pk]), {**OTHER, **wrong})

    assert answer.status_code == 200
    assert not MoneyChange.objects.exists()


def test_the_desk_adds_and_takes_out_fees(client, officer, second_officer):
    client.force_login(officer)
    form = {name: "" if value is None else value for name, value in FEE.items()}
    client.post(reverse("money:new", args=["fee"]), form)
    client.post(reverse("money:new", args=["fee"]), {**form, "valid_to": "2020-01-01"})
    change = MoneyChange.objects.get()
    client.force_login(second_officer)

    client.post(reverse("money:confirm", args=[change.pk]))
    client.post(reverse("money:remove", args=["fee", Fee.objects.get().pk]))
    page = client.get(reverse("money:index"))

    assert Fee.objects.get().amount == 2000
    assert MoneyChange.objects.filter(state="waiting", after={}).count() == 1
    assert page.status_code == 200
    assert client.post(reverse("money:remove", args=["account", 1])).status_code == 404
    assert client.get("/desk/money/nothing/new/").status_code == 404


def test_the_desk_says_why_a_step_is_not_possible(client, rules, officer, second_officer):
    change = ask(rules, officer)
    fee_changes.confirm(change, by=second_officer, at=NOW())
    client.force_login(second_officer)

    page = client.post(reverse("money:confirm", args=[change.pk]), follow=True).content.decode()

    assert "Đề nghị này đã được quyết định." in page


@pytest.mark.parametrize("wrong", [{"copy_format": "none"}, {"unit": "request"}, {"amount": 200_000_000}])
@pytest.mark.parametrize("is_new", [True, False])
def test_what_the_table_does_not_permit_any_more_is_not_confirmed_and_can_be_dropped(
    client, rules, officer, second_officer, wrong, is_new
):
    row = None if is_new else Fee.objects.create(**FEE).pk
    change = fee_changes.ask("fee", row, {**FEE, **wrong}, by=officer, at=NOW())
    client.force_login(second_officer)

    page = client.post(reverse("money:confirm", args=[change.pk]), follow=True)

    assert "Đề nghị này không còn hợp lệ" in page.content.decode()
    assert MoneyChange.objects.get().state == "waiting"
    assert [fee.amount for fee in Fee.objects.all()] == ([] if is_new else [2000])
    client.post(reverse("money:refuse", args=[change.pk]))
    assert MoneyChange.objects.get().state == "refused"


def test_an_account_that_does_not_hold_any_more_is_not_confirmed_and_its_fields_are_named(
    client, rules, officer, second_officer
):
    ask(rules, officer, {**OTHER, "bank_bin": "12", "director_email": "không phải thư"})
    client.force_login(second_officer)

    page = client.post(reverse("money:confirm", args=[MoneyChange.objects.get().pk]), follow=True).content.decode()

    assert "ngân hàng (mã BIN của Napas): Sáu chữ số." in page.split("không còn hợp lệ")[1]
    assert account() == ACCOUNT["bank_account"]


@pytest.mark.parametrize("digits", ["٩٧٠٤١٨", "９７０４１８", "97041"])
def test_the_number_of_a_bank_is_six_digits_that_its_code_can_bear(client, rules, officer, digits):
    client.force_login(officer)

    page = client.post(reverse("money:edit", args=["account", rules.pk]), {**OTHER, "bank_bin": digits})

    assert "Sáu chữ số." in page.content.decode()
    assert not MoneyChange.objects.exists()


def test_nothing_is_asked_of_a_row_that_is_not_there_and_the_account_does_not_go(rules, officer):
    for table, row, values in (("fee", 99, FEE), ("account", 77, OTHER), ("account", rules.pk, None)):
        with pytest.raises(NotAllowedNow):
            fee_changes.ask(table, row, values, by=officer, at=NOW())

    assert not MoneyChange.objects.exists()


def test_a_change_that_waits_is_seen_by_name_and_dropped_before_another_is_asked_for(client, rules, officer):
    reduction = FeeReduction.objects.create(fee_class="01", percent=50, valid_from=date(2026, 1, 1))
    fee = Fee.objects.create(**FEE)
    values = {"fee_class": "01", "percent": 40, "valid_from": date(2026, 1, 1), "valid_to": None, "basis": ""}
    change = fee_changes.ask("reduction", reduction.pk, values, by=officer, at=NOW())
    client.force_login(officer)

    shown = client.get("/desk/money/").content.decode()
    again = client.get(f"/desk/money/reduction/{reduction.pk}/", follow=True).content.decode()
    client.post(f"/desk/money/change/{change.pk}/refuse/")

    assert change.what in shown
    assert "đang chờ" in again
    assert MoneyChange.objects.get().state == "refused"
    assert (str(fee), "50" in str(reduction)) == ("Sao chụp", True)
    assert f"{change.asked_at:%d/%m/%Y}" in str(change)
