"""A hundred readers after the last three seats, on each engine."""

SETUP = """
from datetime import date, time
from django.contrib.auth import get_user_model
from portal.reading_room.models import OpeningHours, Seat, Visit
Visit.objects.all().delete(); Seat.objects.all().delete(); OpeningHours.objects.all().delete()
Seat.objects.bulk_create([Seat(label=f"Ban {n}", kind="desk") for n in range(3)])
for weekday in range(7):
    OpeningHours.objects.create(weekday=weekday, part="am", opens=time(8), closes=time(11), valid_from=date(2020, 1, 1))
User = get_user_model()
for n in range(100):
    User.objects.get_or_create(username=f"r{n}", defaults={"email": f"r{n}@x.example"})
"""

# each process is ten clients with a connection of their own; each of them clicks twice
WANT = """
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, date, timedelta
from django.contrib.auth import get_user_model
from django.db import connection
from django.utils import timezone
from portal.reading_room.visits import actions as visits
now = timezone.make_aware(datetime(2027, 3, 1, 8))
readers = list(get_user_model().objects.filter(username__startswith="r").order_by("pk"))
def want(reader):
    got = 0
    try:
        for _click in range(2):
            try:
                visits.book(visits.hold(reader=reader, day=date(2027, 3, 2), part="am", kind="desk", at=now), by=reader, at=now)
                got += 1
            except visits.NoSeat:
                pass
    finally:
        connection.close()
    return got
mine = readers[{slice}]
with ThreadPoolExecutor(len(mine)) as pool:
    print(sum(pool.map(want, mine)))
"""


def test_a_hundred_readers_after_three_seats_get_exactly_three(installation):
    installation.python(SETUP)

    said = installation.at_once_each([WANT.replace("{slice}", f"{10 * n}:{10 * n + 10}") for n in range(10)])

    assert sum(int(each) for each in said) == 3
    left = installation.python(
        "from portal.reading_room.models import Visit\n"
        "print(sorted(Visit.objects.filter(state='booked').values_list('seat__label', flat=True)),"
        " Visit.objects.filter(state='held').count())"
    )
    assert left == "['Ban 0', 'Ban 1', 'Ban 2'] 0"
