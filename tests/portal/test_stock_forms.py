"""Forms of Wagtail that decode or unpack what they are sent are off the desk; ours answer hostile files in words."""

import io
import re
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.users.models import UserProfile

from catalog.models import ImportRun, IngestRun, Record
from tests.factories import UserFactory, make_record
from tests.portal.test_nothing_is_deleted import desk_routes

# pages of the desk that take files: each reads them in the confined child, or keeps them unread
TAKES_FILES = {"/desk/imports/new/", "/desk/snippets/exhibitions/recording/add/"}


def png(width: int, height: int, *extra: bytes) -> bytes:
    """The beginning of a PNG file of any size, and what else it is to hold."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + b"".join(chunk(b"iTXt", each) for each in extra)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100))
        + chunk(b"IEND", b"")
    )


def bomb() -> bytes:
    out = io.BytesIO()
    Image.new("1", (13_000, 13_000)).save(out, "PNG")
    return out.getvalue()


HOSTILE = {
    "huge-dim.png": lambda: png(2**31 - 1, 2**31 - 1),
    "zero-dim.png": lambda: png(0, 0),
    "wide.png": lambda: png(2**31 - 1, 1),
    "itxt-bomb.png": lambda: png(10, 10, b"t\0\1\0\0\0" + zlib.compress(bytes(64 * 2**20))),
    "bomb.png": bomb,
    "text.png": lambda: b"no picture at all",
    "empty.png": lambda: b"",
    "script.svg": lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "gif.jpg": lambda: b"GIF89a" + bytes(50),
    "cut.tif": lambda: b"II*\0" + struct.pack("<I", 2**31),
}
GONE = [
    "/desk/images/",
    "/desk/images/add/",
    "/desk/images/multiple/add/",
    "/desk/images/chooser/",
    "/desk/images/chooser/create/",
    "/desk/documents/",
    "/desk/documents/add/",
    "/desk/documents/multiple/add/",
    "/desk/documents/chooser/create/",
    "/desk/redirects/import/",
    "/desk/redirects/import/process/",
    "/desk/failwhale/",
]


@pytest.fixture
def administrator(client, db):
    client.force_login(UserFactory(username="root", is_superuser=True, is_staff=True))
    return client


def sent(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, HOSTILE[name](), content_type="image/png")


@pytest.mark.parametrize("address", GONE)
def test_forms_that_decode_in_the_server_are_off_the_desk(administrator, address):
    assert administrator.get(address).status_code == 404
    for field in ("file", "files[]", "import_file", "image-chooser-upload-file"):
        answer = administrator.post(address, {"title": "x", field: sent("huge-dim.png")})
        assert answer.status_code == 404


@pytest.mark.parametrize("name", HOSTILE)
def test_ones_own_account_takes_no_picture(administrator, name):
    page = administrator.get(reverse("wagtailadmin_account"))
    answer = administrator.post(reverse("wagtailadmin_account"), {"avatar-avatar": sent(name)})

    assert 'type="file"' not in page.content.decode()
    assert answer.status_code in (200, 302)
    assert not UserProfile.objects.exclude(avatar="").exists()


@pytest.mark.hard
def test_no_other_page_of_the_desk_takes_files(administrator):
    found = set()
    for full, route in desk_routes():
        if full.startswith("desk/") and not route.pattern.converters and "(" not in full and "logout" not in full:
            page = administrator.get(f"/{full}")
            if page.status_code == 200 and re.search(rb'<input[^>]*type="file"', page.getvalue()):
                found.add(f"/{full}")

    assert found == TAKES_FILES


def test_scans_of_every_hostile_kind_are_refused_in_words(client, archivist, record):
    file = make_record(record)
    client.force_login(archivist)

    answer = client.post(
        reverse("scans:record", args=[file.key]),
        {"files": [sent(name) for name in HOSTILE]},
    )

    run = IngestRun.objects.get()
    assert answer.status_code == 302
    assert {each["file"] for each in run.refusals} == set(HOSTILE)
    assert all(each["reason"] for each in run.refusals)
    assert not file.scans.exists()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_no_finding_aid(client, archivist, name, do_after_commit):
    client.force_login(archivist)
    form = {"file": sent(name), "default_access": "closed"}

    with do_after_commit():
        answer = client.post(reverse("imports:new"), form, follow=True)

    assert answer.status_code == 200
    assert set(ImportRun.objects.values_list("state", flat=True)) <= {"refused"}
    assert not Record.objects.exists()


@pytest.mark.hard
@pytest.mark.parametrize("person", ["stranger", "reader"])
def test_no_page_of_the_desk_answers_who_does_not_work_there(client, researcher, person):
    if person == "reader":
        client.force_login(researcher)

    for full, route in desk_routes():
        if full.startswith("desk/") and not route.pattern.converters and not set("(^") & set(full):
            for answer in (client.get(f"/{full}"), client.post(f"/{full}", {"avatar": "x"})):
                assert answer.status_code in (302, 403, 404, 405) or full in OPEN, full
            if person == "reader":
                client.force_login(researcher)

    assert not UserProfile.objects.exists()


# scripts of the desk, which hold nothing of the archive, and the door to it
OPEN = {"desk/jsi18n/", "desk/login/", "desk/sprite/"}
