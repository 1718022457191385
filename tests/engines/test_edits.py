"""Editing, describing and withdrawing at the same moment, in several processes, on each engine."""

SETUP = """
from django.contrib.auth import get_user_model
from django.utils import timezone
from catalog.actions import records
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
from catalog.actions import access as opening
from catalog.actions import records
from catalog.models import Record
from tests.catalog.desk import filled_form
editor = get_user_model().objects.get(username="editor")
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


def test_nothing_that_goes_on_meanwhile_opens_what_is_withdrawn(installation):
    installation.python(SETUP)

    installation.at_once_each([BEGIN + deed for deed in (EDIT, WITHDRAW, DESCRIBE, WITHDRAW_FONDS)])

    edits, described = installation.python(LEFT).splitlines()
    assert edits == "[('Sửa', 'closed', 'closed'), ('Trước', 'closed', 'closed')]"
    assert described == "16 {'closed'}"
