"""Officers who decide at the same moment, on each engine."""

SETUP = """
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone
from catalog.records.actions import describing as records
from catalog.models import Record
from portal.accounts import roles
from portal.reading_room.requests.actions import asking as requests, decisions
User = get_user_model()
roles.ensure()
now = timezone.now()
for number in range(6):
    officer = User.objects.create_user(f"officer{number}", f"o{number}@x.example")
    officer.groups.add(Group.objects.get(name=roles.OFFICERS))
reader = User.objects.create_user("reader", "r@x.example")
fonds = records.create(parent=None, by=None, at=now, level="fonds", title="P", reference_code="P", access="open")
file = records.create(
    parent=fonds, by=None, at=now, level="file", title="H", reference_code="P.1", access="on_request"
)
dossier = requests.submit([requests.Wish(file)], by=reader, purpose="01", purpose_text="Xin xem.", at=now)
asked = dossier.requests.get()
screener = User.objects.create_user("screener", "s@x.example")
screener.groups.add(Group.objects.get(name=roles.OFFICERS))
decisions.screen(asked, by=screener, at=now)
print(asked.pk)
"""

DECIDE = """
from datetime import timedelta
from django.contrib.auth import get_user_model
from django.utils import timezone
from portal.reading_room.requests.actions import asking as requests, decisions
from portal.reading_room.models import AccessRequest
from portal.reading_room.rules.errors import NotAllowedNow
asked, now = AccessRequest.objects.get(pk={pk}), timezone.now()
officers = list(get_user_model().objects.filter(username__startswith="officer").order_by("pk"))
import os
officer = officers[os.getpid() % len(officers)]
try:
    if os.getpid() % 2:
        decisions.approve(asked, by=officer, at=now, until=now + timedelta(days=3))
    else:
        decisions.refuse(asked, by=officer, at=now, reason="other", reply="Không.")
    print("decided")
except NotAllowedNow:
    print("too late")
"""


def test_of_officers_who_decide_at_once_one_does(installation):
    pk = installation.python(SETUP)

    said = installation.at_once(DECIDE.format(pk=pk), 6)

    assert sorted(said) == ["decided"] + ["too late"] * 5
    left = installation.python(
        "from catalog.models import AccessGrant, Event\n"
        "from portal.reading_room.models import AccessRequest\n"
        f"asked = AccessRequest.objects.get(pk={pk})\n"
        "print(AccessGrant.objects.count() == (asked.state == 'approved'),"
        f" Event.objects.filter(kind='request-decision', detail__request={pk}).count())"
    )
    assert left == "True 2"  # screened, decided
