"""Growth: twenty thousand descriptions through the import that editors use, then walked, searched and withdrawn."""

import pytest
from django.utils import timezone

from catalog.finding_aids.drafts import Draft, FindingAid
from catalog.imports.actions import writing
from catalog.models import Record
from catalog.records.actions import access as opening
from catalog.search.outbox import shelve_pending

pytestmark = pytest.mark.hard
MANY = 20_000


def test_twenty_thousand_files_come_in_are_walked_found_and_withdrawn(db, client, archivist):
    aid = FindingAid("thử", "thu:lon")
    aid.drafts.append(Draft("r", 1, None, "fonds", {"title": "Phông rất lớn"}, access="open"))
    aid.drafts += [
        Draft(
            f"f{n}",
            n,
            0,
            "file",
            {
                "title": f"Hồ sơ số {n}",
                "reference_code": f"L.{n}",
                "date_edtf": str(1900 + n % 100),
            },
        )
        for n in range(MANY)
    ]

    plan = writing.write(aid, by=archivist, at=timezone.now())
    shelve_pending.call()
    fonds = Record.objects.get(source="thu:lon", source_id="r")

    assert plan.counts == {"new": MANY + 1}
    assert not Record.find_problems()[0]
    assert client.get(f"/r/{fonds.key}/").status_code == 200
    assert client.get("/search/", {"q": "L.19999"}).context["found"].total == 1
    opening.withdraw(fonds, reason="mật", by=archivist, at=timezone.now())
    # by its code: to look through twenty thousand masked hits takes a slow machine past a search's ceiling
    assert client.get("/search/", {"q": "L.19999"}).context["found"].total == 0
    assert Record.objects.published().count() == 0
