"""Editing, describing and withdrawing at the same moment, in several processes, on each engine."""

SETUP = """
from django.contrib.auth import get_user_model
from django.utils import timezone
from catalog.records.actions import describing as records
now = timezone.now()
editor = get_user_model().objects.create_superuser("editor", "editor@x.example", "x")
for code in ("sua", "moc"):
    fonds = records.create(parent=None, by=None, at=now, level="fonds", title="E", reference_code=code, access="open")
    for n in range(16):
        values = {"title": "Trước", "reference_code": f"{code}.{n}", "access": "open"}
        file = records.create(parent=fonds, by=None, at=now, **values)
        file.save_revision(user=editor)
        records.describe(file, by=None, at=now, title="Sau")
"""

BEGIN = """
import os, pathlib, time
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from catalog.records.actions import access as opening
from catalog.records.actions import describing as records
from catalog.models import Record
from tests.catalog.desk import filled_form
# whom the first of these tests makes; the others act as the system
editor = get_user_model().objects.filter(username="editor").first()
meeting = pathlib.Path(os.environ["TANGTHU_VAR"])

def meet(n, me):
    (meeting / f"meet.{n}.{me}").touch()
    while len(list(meeting.glob(f"meet.{n}.*"))) < 2:
        time.sleep(0.001)

def files(code):
    return enumerate(Record.objects.filter(depth=2, reference_code__startswith=f"{code}."))
"""
# half of the records are edited, half are taken back to an older description
EDIT = """
client = Client(headers={"host": "localhost"})
client.force_login(editor, backend="allauth.account.auth_backends.AuthenticationBackend")
for n, file in files("sua"):
    url, title = reverse("wagtailsnippets_catalog_record:edit", args=[file.pk]), {"title": "Sửa"}
    if n % 2:
        old = file.revisions.order_by("pk").first()
        url, title = reverse("wagtailsnippets_catalog_record:revisions_revert", args=[file.pk, old.pk]), {}
    form = filled_form(client, url, **title)
    meet(n, "edit")
    assert client.post(url, form).status_code == 302
"""
# an edit takes long: the withdrawals fall all along it
WITHDRAW = """
for n, file in files("sua"):
    meet(n, "withdraw")
    time.sleep(n * 0.008)
    opening.withdraw(file, reason="mật", by=editor, at=timezone.now())
"""
DESCRIBE = """
for n, file in files("moc"):
    records.create(parent=file, by=None, at=timezone.now(), title="Mới", reference_code="moi", access="open")
"""
WITHDRAW_FONDS = """
time.sleep(0.2)
opening.withdraw(Record.objects.get(reference_code="moc"), reason="mật", by=None, at=timezone.now())
"""

LEFT = """
from catalog.models import Record
rows = Record.objects.filter(depth=2, reference_code__startswith="sua.")
print(sorted(set(rows.values_list("title", "access", "effective_access"))))
rows = Record.objects.filter(reference_code="moi")
print(rows.count(), set(rows.values_list("effective_access", flat=True)))
"""

# the same fonds is imported again and again, each time in other words, while its files are withdrawn one by one
AID = """
def aid(words):
    path = meeting / f"{words}.xml"
    did = "<did><unitid>{0}</unitid><unittitle>{1} {0}</unittitle></did>"
    parts = "".join(f'<c id="f{n}" level="file">{did.format(f"nhap.{n}", words)}</c>' for n in range(16))
    path.write_text(
        '<ead xmlns="urn:isbn:1-931666-22-9"><eadheader><eadid>nhap</eadid></eadheader><archdesc level="fonds">'
        f'<did><unitid>nhap</unitid><unittitle>N</unittitle></did><dsc>{parts}</dsc></archdesc></ead>'
    )
    return path

def load(words):
    from catalog.imports.actions import writing as imports
    from catalog.finding_aids import read
    imports.write(read(aid(words), max_bytes=2**20), by=None, at=timezone.now(), default_access="open")
"""
FILES_TO_MOVE = """
from django.utils import timezone
from catalog.records.actions import describing as records
now = timezone.now()
here = records.create(parent=None, by=None, at=now, level="fonds", title="Đi", reference_code="di", access="open")
records.create(parent=here, by=None, at=now, title="Đến", reference_code="di.den", access="open")
for n in range(16):
    records.create(parent=here, by=None, at=now, title="Hồ sơ", reference_code=f"chuyen.{n}", access="open")
"""
FIRST_IMPORT = """
load("Trước")
"""
IMPORT = """
for turn in range(16):
    meet(100 + turn, "import")
    load(f"Sau {turn}")
"""
WITHDRAW_IMPORTED = """
for turn, file in files("nhap"):
    meet(100 + turn, "withdraw")
    opening.withdraw(file, reason="mật", by=None, at=timezone.now())
"""
# files are moved to another series while each is withdrawn, and while the series that they go to is opened and closed
MOVE = """
there = Record.objects.get(reference_code="di.den")
for n, file in files("chuyen"):
    meet(200 + n, "move")
    records.move(file, under=there, by=None, at=timezone.now())
"""
CLOSE_MOVED = """
there = Record.objects.get(reference_code="di.den")
for n, file in files("chuyen"):
    meet(200 + n, "close")
    if n % 2:
        opening.withdraw(file, reason="mật", by=None, at=timezone.now())
    else:
        opening.reclassify(there, to="closed" if n % 4 else "open", reason="x", by=None, at=timezone.now())
"""
# whatever writes all that lies below a record, at once with a withdrawal of the fonds: pages are taken away, readings
# are ended, titles are guarded
BRANCHES = """
from django.contrib.auth import get_user_model
from django.utils import timezone
from catalog.records.actions import access, scans
from catalog.records.actions import describing as records
now = timezone.now()
reader = get_user_model().objects.create_user("doc", "doc@x.example", "x")
for n in range(12):
    values = {"title": "Phông", "reference_code": f"nhanh.{n}", "level": "fonds", "access": "on_request"}
    fonds = records.create(parent=None, by=None, at=now, **values)
    file = records.create(parent=fonds, by=None, at=now, title="Hồ sơ", reference_code=f"tap.{n}", access="open")
    records.create(parent=file, by=None, at=now, title="Văn bản", reference_code=f"vb.{n}", access="open")
    page = {"width": 9, "height": 9, "master_name": "1.jpg", "master_path": "1.jpg", "master_page": 0}
    scans.attach(file, by=None, at=now, sha512=f"{n:0128}", **page)
    later = now + timezone.timedelta(days=1)
    access.grant(record=file, reader=reader, by=None, starts_at=now, ends_at=later)
"""
DISTURB = """
from catalog.records.actions import scans
from catalog.models import AccessGrant
for n in range(12):
    file = Record.objects.get(reference_code=f"tap.{n}")
    meet(300 + n, "disturb")
    if n % 3 == 0:
        scans.detach(file.scans.get(), by=None, at=timezone.now())
    elif n % 3 == 1:
        opening.revoke(AccessGrant.objects.get(record=file), by=None, at=timezone.now())
    else:
        records.describe(file, by=None, at=timezone.now(), public_title="Kín")
"""
WITHDRAW_BRANCHES = """
for n in range(12):
    fonds = Record.objects.get(reference_code=f"nhanh.{n}")
    meet(300 + n, "withdraw")
    opening.withdraw(fonds, reason="mật", by=None, at=timezone.now())
"""
BRANCHES_LEFT = """
from catalog.models import AccessGrant, Record
branches = Record.objects.filter(reference_code__regex="^(nhanh|tap|vb)[.]")
print(branches.count(), set(branches.values_list("effective_access", flat=True)))
print(AccessGrant.objects.filter(record__in=branches, revoked_at=None).count())
"""
INHERITED = """
from catalog import rule
from catalog.models import Record
nhap = Record.objects.filter(depth=2, reference_code__startswith="nhap.")
print(sorted(set(nhap.values_list("access", "effective_access"))), {t.split(" nhap")[0] for t in nhap.values_list("title", flat=True)})
moved = Record.objects.filter(reference_code__startswith="chuyen.")
print(moved.count(), {record.get_parent().reference_code for record in moved})
wrong = [r.reference_code for r in moved if rule.inherited(r, r.get_parent())[0] != r.effective_access]
print(wrong, {r.access for r in moved if int(r.reference_code.split(".")[1]) % 2})
"""


def test_nothing_that_goes_on_meanwhile_opens_what_is_withdrawn(installation):
    installation.python(SETUP)

    installation.at_once_each([BEGIN + deed for deed in (EDIT, WITHDRAW, DESCRIBE, WITHDRAW_FONDS)])

    edits, described = installation.python(LEFT).splitlines()
    assert edits == "[('Sửa', 'closed', 'closed'), ('Trước', 'closed', 'closed')]"
    assert described == "16 {'closed'}"


def test_imports_and_moves_keep_closed_what_is_withdrawn_meanwhile(installation):
    installation.python(FILES_TO_MOVE)
    installation.python(BEGIN + AID + FIRST_IMPORT)

    deeds = (AID + IMPORT, WITHDRAW_IMPORTED, MOVE, CLOSE_MOVED)
    installation.at_once_each([BEGIN + deed for deed in deeds])

    imported, moved, inherited = installation.python(INHERITED).splitlines()
    assert imported == "[('closed', 'closed')] {'Sau 15'}"
    assert moved == "16 {'di.den'}"
    assert inherited == "[] {'closed'}"


def test_whatever_writes_a_branch_waits_for_its_withdrawal_and_never_in_a_circle(installation):
    installation.python(BRANCHES)

    installation.at_once_each([BEGIN + deed for deed in (DISTURB, WITHDRAW_BRANCHES)])

    records, grants = installation.python(BRANCHES_LEFT).splitlines()
    assert (records, grants) == ("36 {'closed'}", "0")
