"""A day at the counter on each engine: what one forgives in a name's length or a lock, the other does not."""

DAY = """
from datetime import date, time, timedelta
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone
from catalog.records.actions import describing as records
from catalog.records.actions import access as opening
from portal.accounts import roles
from portal.reading_room import upkeep
from portal.reading_room.registers import tables as registers
from portal.reading_room.cards import actions as cards
from portal.reading_room.copies import actions as copies
from portal.reading_room.loans import actions as loans
from portal.reading_room.privacy import actions as privacy
from portal.reading_room.requests.actions import asking as requests, decisions
from portal.reading_room.visits import actions as visits
from portal.reading_room.models import *
call_command("make_test_certificate", verbosity=0)
roles.ensure()
User, now = get_user_model(), timezone.now()
one, two = (User.objects.create_user(f"counter{n}", f"c{n}@x.example") for n in (1, 2))
for each in (one, two):
    each.groups.add(Group.objects.get(name=roles.OFFICERS))
reader = User.objects.create_user("guest", "g@x.example", full_name="Khách")
fonds = records.create(parent=None, by=None, at=now, level="fonds", title="Q", reference_code="Q", access="open")
file = records.create(
    parent=fonds, by=None, at=now, level="file", title="H", reference_code="Q.1", access="open", paper_file_code="Hộp 1"
)
card = cards.apply(reader=reader, kind="foreigner", number="C1234567", phone="", purpose="01", purpose_text="x",
                   nationality="Pháp", letter=("a.pdf", b"%PDF-"), at=now)
cards.check(card, by=one, at=now)
cards.verify(card, by=two, at=now)
assert cards.reveal(card, by=one, at=now, why="đối chiếu", what="number") == "C1234567"
assert cards.search("c1234567", by=one, at=now) == [card]
dossier = requests.submit(
    [requests.Wish(file, "room"), requests.Wish(file, "copy", pages="1, 3", copy_format="paper"),
     requests.Wish(file, "information", wish="Có gì?")],
    by=reader, purpose="01", purpose_text="x" * 12, at=now)
room, copy, question = dossier.requests.order_by("pk")
Fee.objects.create(name="F", use="copy", copy_format="paper", unit="page", amount=1000, valid_from=date(2026, 1, 1))
for each in (room, copy):
    decisions.approve(each, by=one, at=now)
decisions.inform(question, by=one, at=now, reply="Có.")
bill = Bill.objects.get(dossier=dossier)
copies.accept(bill, by=reader, at=now)
copies.take_payment(bill, by=one, at=now, paid_by="counter")
copies.make(copy, by=one, at=now)
copies.hand_over(copy, by=two, at=now)
loans.fetch(Retrieval.objects.get(), by=one, at=now)
loan = loans.issue(room, by=one, at=now)
loans.return_paper(loan, by=two, at=now, condition="Nguyên vẹn")
loans.shelve(Retrieval.objects.get(), by=one, at=now)
Survey.objects.create(access_request=question, found=5, in_time=5, served=5, answered_at=now)
guarded = records.create(parent=fonds, by=None, at=now, level="file", title="K", reference_code="Q.2", access="on_request")
asked = requests.submit([requests.Wish(guarded)], by=reader, purpose="01", purpose_text="x" * 12, at=now).requests.get()
decisions.screen(asked, by=one, at=now)
decisions.consult(asked, by=two, at=now, text="?")
decisions.take_opinion(asked, by=two, at=now, text="Đồng ý.")
decisions.approve(asked, by=two, at=now, until=now + timedelta(days=3))
requests.ask_extension(asked, by=reader, at=now, text="Thêm.")
decisions.extend(asked, by=two, at=now, until=now + timedelta(days=9))
opening.withdraw(guarded, reason="x", by=one, at=now)
day = timezone.localdate(now)
rows = [len(registers.rows_of(name, day, day)) for name in registers.REGISTERS]
upkeep.do_due_work(at=now + timedelta(days=1))
privacy.export(reader, at=now)
privacy.erase(reader, at=now)
print(rows, sorted(AccessRequest.objects.filter(dossier__researcher=None).values_list("state", flat=True)))
"""


def test_a_day_at_the_counter(installation):
    said = installation.python(DAY).splitlines()[-1]

    assert said == "[1, 4, 1, 1, 0, 0] ['closed', 'closed', 'closed', 'revoked']"


RACE = """
from django.contrib.auth import get_user_model
from django.utils import timezone
from catalog.records.actions import access as opening
from catalog.models import Record
from portal.reading_room.requests.actions import decisions
from portal.reading_room.models import AccessRequest
from portal.reading_room.rules.errors import NotAllowedNow
import os
one = get_user_model().objects.get(username="withdrawer")
said = []
for asked in AccessRequest.objects.filter(dossier__purpose_text="withdrawal race").order_by("pk"):
    now = timezone.now()
    if {number} % 2:
        opening.withdraw(asked.record, reason="x", by=one, at=now)
    else:
        try:
            decisions.approve(asked, by=one, at=now)
        except (NotAllowedNow, opening.NotAllowedHere):
            pass
print("done")
"""

MEET = """
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone
from catalog.records.actions import describing as records
from portal.accounts import roles
from portal.reading_room.requests.actions import asking as requests
User, now = get_user_model(), timezone.now()
roles.ensure()
officer = User.objects.create_user("withdrawer", "w@x.example")
officer.groups.add(Group.objects.get(name=roles.OFFICERS))
reader = User.objects.create_user("waiter", "wa@x.example")
fonds = records.create(parent=None, by=None, at=now, level="fonds", title="R", reference_code="R", access="open")
for n in range(12):
    file = records.create(parent=fonds, by=None, at=now, level="file", title="H", reference_code=f"R.{n}", access="open")
    requests.submit([requests.Wish(file, "copy")], by=reader, purpose="01", purpose_text="withdrawal race", at=now)
"""


def test_who_decides_and_who_withdraws_never_wait_for_each_other_in_a_circle(installation):
    installation.python(MEET)

    said = installation.at_once_each([RACE.replace("{number}", str(n)) for n in range(4)])

    assert said == ["done"] * 4
    left = installation.python(
        "from portal.reading_room.models import AccessRequest\n"
        "print(set(AccessRequest.objects.filter(dossier__purpose_text='withdrawal race').values_list('state', flat=True)))"
    )
    assert left == "{'revoked'}"


# an officer who closes, and an open fonds
CLOSER = """
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone
from catalog.records.actions import describing as records
from portal.accounts import roles
from portal.reading_room.requests.actions import asking as requests
User, now = get_user_model(), timezone.now()
roles.ensure()
officer = User.objects.create_user("closer", "cl@x.example")
officer.groups.add(Group.objects.get(name=roles.OFFICERS))
fonds = records.create(parent=None, by=None, at=now, level="fonds", title="L", reference_code="L", access="open")
"""

LEAVERS = (
    CLOSER
    + """
files = [
    records.create(parent=fonds, by=None, at=now, level="file", title="H", reference_code=f"L.{n}", access="open")
    for n in range(8)
]
for n in range(8):
    reader = User.objects.create_user(f"leaver{n}", f"l{n}@x.example")
    wishes = [requests.Wish(files[(n + step) % 8], "copy") for step in range(3)]
    requests.submit(wishes, by=reader, purpose="01", purpose_text="x" * 12, at=now)
"""
)

LEAVE = """
from django.contrib.auth import get_user_model
from django.utils import timezone
from portal.reading_room.privacy import actions as privacy
for reader in get_user_model().objects.filter(username__startswith="leaver").order_by({order}):
    try:
        privacy.erase(reader, at=timezone.now())
    except get_user_model().DoesNotExist:
        pass
print("done")
"""

CLOSE = """
from django.contrib.auth import get_user_model
from django.utils import timezone
from catalog.models import Record
from catalog.records.actions import access as opening
closer = get_user_model().objects.get(username="closer")
for file in Record.objects.filter(reference_code__startswith="L.").order_by({order}):
    opening.withdraw(file, reason="x", by=closer, at=timezone.now())
print("done")
"""

LEFT = """
from catalog.models import Record
from portal.reading_room.models import AccessRequest
from portal.reading_room.requests.states import ALIVE
files = Record.objects.filter(reference_code__startswith="L.")
requests = AccessRequest.objects.filter(record__in=files)
print(set(files.values_list("effective_access", flat=True)), requests.filter(state__in=ALIVE).count(),
      requests.exclude(dossier__researcher=None).count(), requests.count())
"""


def test_who_erases_an_account_and_who_withdraws_never_wait_for_each_other_in_a_circle(installation):
    installation.python(LEAVERS)

    said = installation.at_once_each(
        [code.replace("{order}", order) for code in (LEAVE, CLOSE) for order in ('"pk"', '"-pk"')]
    )

    assert said == ["done"] * 4
    assert installation.python(LEFT) == "{'closed'} 0 0 24"


LAID_READY = (
    CLOSER
    + """
from datetime import timedelta
from pathlib import Path
from django.conf import settings
from portal.reading_room.models import AccessRequest, FinishedCopy
from portal.reading_room.requests.actions import decisions
reader = User.objects.create_user("fetcher", "fe@x.example")
folder = Path(settings.COPY_FILES)
folder.mkdir(parents=True, exist_ok=True)
for n in range(12):
    file = records.create(parent=fonds, by=None, at=now, level="file", title="H", reference_code=f"L.{n}", access="open")
    asked = requests.submit([requests.Wish(file, "copy")], by=reader, purpose="01", purpose_text="x" * 12, at=now)
    asked = decisions.approve(asked.requests.get(), by=officer, at=now)
    AccessRequest.objects.filter(pk=asked.pk).update(state="ready")
    made = FinishedCopy.objects.create(access_request=asked, name="a.pdf", size=5, sha512="x", made_at=now,
                                       ends_at=now + timedelta(days=5))
    (folder / str(made.ref)).write_bytes(b"%PDF-")
"""
)

FETCH = """
from django.contrib.auth import get_user_model
from django.test import Client
from portal.reading_room.models import FinishedCopy
client, answers = Client(HTTP_HOST="localhost"), set()
client.force_login(get_user_model().objects.get(username="fetcher"))
for round in range(3):
    for made in FinishedCopy.objects.order_by({order}):
        answer = client.get(f"/reading-room/copies/{made.ref}/")
        answers.add(answer.status_code)
        if answer.status_code == 200:
            assert b"".join(answer.streaming_content) == b"%PDF-"
print("done" if answers <= {200, 404, 410} else answers)
"""

GONE = """
from pathlib import Path
from django.conf import settings
from portal.reading_room.models import AccessRequest, FinishedCopy
requests = AccessRequest.objects.filter(record__reference_code__startswith="L.")
print(set(requests.values_list("state", flat=True)) <= {"revoked", "closed"}, FinishedCopy.objects.filter(purged_at=None).count(),
      len(list(Path(settings.COPY_FILES).glob("*"))))
"""


def test_a_copy_that_is_downloaded_while_its_record_closes_comes_whole_or_not_at_all(installation):
    installation.python(LAID_READY)

    said = installation.at_once_each(
        [code.replace("{order}", order) for code in (FETCH, CLOSE) for order in ('"pk"', '"-pk"')]
    )

    assert said == ["done"] * 4
    assert installation.python(GONE) == "True 0 0"
