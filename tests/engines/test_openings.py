"""Several workers keep the calendar at the same moment, on each engine."""

SETUP = """
from wagtail.models import Locale, Page, Site
from exhibitions.models import ChapterPage, Day, ExhibitionIndexPage, ExhibitionPage, Occasion
from portal.home.models import HomePage
locale, _ = Locale.objects.get_or_create(language_code="vi")
home = Page.get_first_root_node().add_child(instance=HomePage(title="T", slug="t", locale=locale))
index = home.add_child(instance=ExhibitionIndexPage(title="T", slug="trien-lam", locale=locale))
day = Day.objects.get(name="Quốc khánh")
for number in range(30):
    page = ExhibitionPage(title=f"T{number}", slug=f"t{number}", introduction="<p>x</p>", locale=locale)
    page.occasions = [Occasion(day=day, opens_before=7, stays_after=7)]
    index.add_child(instance=page)
"""

KEEP = """
from datetime import datetime
from exhibitions.actions import calendar
done = calendar.follow_calendar(datetime.fromisoformat("{at}+07:00"))
print(done["opened"], done["closed"])
"""


def test_workers_that_meet_open_and_close_each_exhibition_once(installation):
    installation.python(SETUP)

    opening = installation.at_once(KEEP.format(at="2026-08-26T00:00:10"), 4)
    again = installation.python(KEEP.format(at="2026-08-26T00:00:40"))
    closing = installation.at_once(KEEP.format(at="2026-09-10T00:00:10"), 4)

    assert sum(int(said.split()[0]) for said in opening) == 30
    assert again == "0 0"
    assert sum(int(said.split()[1]) for said in closing) == 30
    runs = installation.python(
        "from exhibitions.models import Run\n"
        "print(Run.objects.filter(falls_on='2026-09-02').count(), Run.objects.past().count())"
    )
    assert runs == "30 30"
