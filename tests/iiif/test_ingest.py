"""Scans coming in: real formats, hostile files, killed runs, deliveries by name and by list."""

import hashlib
import io
import os
import random
import signal
import subprocess
import sys
import time
import unicodedata
import zipfile
from pathlib import Path

import numpy as np
import pytest
from django.conf import settings
from PIL import Image

from catalog.models import Scan
from iiif import shelves
from iiif.ingest.delivery import BadList, read_folder
from tests import samples
from tests.conftest import picture
from tests.factories import make_record

ROOT = Path(__file__).resolve().parent.parent.parent


def pages(record) -> list[tuple[int, str, int, int]]:
    return list(record.scans.in_order().values_list("order", "master_name", "width", "height"))


def test_a_scan_is_checksummed_kept_untouched_packed_and_numbered(record, take_in):
    data = picture()

    run = take_in(record, {"a.jpg": data})

    scan = record.scans.get()
    assert (run.taken, run.refusals) == (1, [])
    assert scan.sha512 == hashlib.sha512(data).hexdigest()
    assert (Path(settings.IIIF_MASTERS) / scan.master_path).read_bytes() == data
    assert (scan.width, scan.height, scan.order) == (1300, 900, 1)
    with zipfile.ZipFile(shelves.pack_path(scan)) as pack:
        names = {name.partition("/")[2] for name in pack.namelist()}
        assert {info.compress_type for info in pack.infolist()} == {zipfile.ZIP_STORED}
    assert {
        "0,0,512,512/512,512/0/default.jpg",
        "1024,512,276,388/276,388/0/default.jpg",
        "full/256,177/0/default.jpg",
    } <= names


def test_every_accepted_form_comes_in_upright_in_srgb(record, take_in):
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    small = Image.open(io.BytesIO(picture((320, 200))))
    deep, shades = io.BytesIO(), np.asarray(small.convert("L")).astype(np.uint16)
    Image.fromarray(shades * 257).save(deep, "PNG")
    tiff = io.BytesIO()
    Image.open(io.BytesIO(picture((300, 200)))).save(
        tiff, "TIFF", save_all=True, append_images=[small.convert("L").resize((120, 80))] * 2
    )
    pdf = io.BytesIO()
    Image.open(io.BytesIO(picture((400, 300)))).save(
        pdf, "PDF", resolution=100, save_all=True, append_images=[small.resize((400, 300))]
    )

    run = take_in(
        record,
        {
            "1-cmyk.jpg": picture((320, 200), "CMYK"),
            "2-grey.png": picture((320, 200), "L", form="PNG"),
            "3-alpha.png": picture((320, 200), "RGBA", form="PNG"),
            "4-deep.png": deep.getvalue(),
            "5-side.jpg": picture((320, 200), exif=exif),
            "6-many.tif": tiff.getvalue(),
            "7-two.pdf": pdf.getvalue(),
            "8-bits.tif": picture((320, 200), "1", form="TIFF"),
            "9-palette.png": picture((320, 200), "P", form="PNG"),
        },
    )

    assert run.refusals == []
    sizes = [(name, width, height) for _order, name, width, height in pages(record)]
    assert ("5-side.jpg", 200, 320) in sizes
    assert [name for name, *_ in sizes].count("6-many.tif") == 3
    assert [(w, h) for name, w, h in sizes if name == "7-two.pdf"] == [(800, 600), (800, 600)]
    assert [order for order, *_ in pages(record)] == list(range(1, 13))
    for scan in record.scans.all():
        with zipfile.ZipFile(shelves.pack_path(scan)) as pack:
            tile = next(name for name in pack.namelist() if name.endswith(".jpg"))
            assert Image.open(io.BytesIO(pack.read(tile))).mode in ("RGB", "L")


def sentence(refusal: dict) -> str:
    """A refusal as a person reads it."""
    return refusal["reason"].format(**refusal["values"])


HOSTILE = {
    "empty.jpg": (b"", "empty"),
    "text.jpg": (b"not a picture at all", "not a picture"),
    "cut.jpg": (picture()[:9000], "damaged"),
    "cut.png": (picture(form="PNG")[:9000], "damaged"),
    "really-png.jpg": (picture(form="PNG"), "PNG although its name ends in .jpg"),
    "film.png": (b"", "animated"),
    "wide.png": (b"", "60000"),
    "locked.pdf": (b"", "password"),
    "broken.pdf": (b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<</Root 1 0 R>>", "PDF"),
    "page.gif": (picture((50, 50), "P", form="GIF"), "not taken"),
    "drawing.svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not taken"),
}


def hostile_files() -> dict[str, bytes]:
    files = {name: data for name, (data, _) in HOSTILE.items()}
    film = io.BytesIO()
    frames = [Image.new("RGB", (40, 40), (n * 60, 0, 0)) for n in range(3)]
    frames[0].save(film, "PNG", save_all=True, append_images=frames[1:])
    files["film.png"] = film.getvalue()
    files["wide.png"] = picture((60_000, 4), form="PNG")
    files["locked.pdf"] = locked_pdf()
    return files


def locked_pdf() -> bytes:
    """A PDF whose encryption dictionary asks for a password that nobody has."""
    body = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 72 72] >>",
        b"<< /Filter /Standard /V 1 /R 2 /P -44 /O <" + b"a1" * 32 + b"> /U <" + b"b2" * 32 + b"> >>",
    ]
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, part in enumerate(body, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + part + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % each for each in offsets)
    out += b"trailer << /Size 5 /Root 1 0 R /Encrypt 4 0 R /ID [<00> <00>] >>\nstartxref\n%d\n%%%%EOF" % start
    return bytes(out)


def test_hostile_files_are_refused_by_name_with_the_reason_and_the_rest_goes_on(record, take_in):
    run = take_in(record, {**hostile_files(), "z-good.jpg": picture()})

    reasons = {refusal["file"]: sentence(refusal) for refusal in run.refusals}
    assert set(reasons) == set(HOSTILE)
    for name, (_, words) in HOSTILE.items():
        assert words in reasons[name], (name, reasons[name])
        assert reasons[name].endswith(".") or ":" in reasons[name]
    assert [name for _order, name, *_ in pages(record)] == ["z-good.jpg"]
    left = [path.name for path in Path(settings.IIIF_COPIES).rglob("*") if path.is_file()]
    assert left == [shelves.pack_path(record.scans.get()).name]


def broken_pictures() -> dict[str, bytes]:
    """Pictures with bytes turned, doubled and cut out of their heads and middles, the same at every run."""
    chance, broken = random.Random(11), {}
    for form, suffix in (("JPEG", "jpg"), ("PNG", "png"), ("TIFF", "tif")):
        whole = picture((90, 70), form=form)
        for number in range(9):
            data, place = bytearray(whole), chance.randrange(4, len(whole) // (1 + number % 3))
            if number % 3 == 0:
                data[place] ^= 0xFF
            elif number % 3 == 1:
                del data[place : place + chance.randrange(1, 40)]
            else:
                data[place:place] = bytes(chance.randrange(256) for _ in range(8))
            broken[f"{number}.{suffix}"] = bytes(data)
    return broken


@pytest.mark.hard
@pytest.mark.parametrize("crashers", [None, *samples.real("hostile/image-pillow")], ids=lambda path: path and path.name)
def test_files_that_broke_other_decoders_do_not_break_this_one(record, take_in, crashers, tmp_path):
    folder = tmp_path / "crashers"
    folder.mkdir()
    for name, data in broken_pictures().items() if crashers is None else ():
        (folder / name).write_bytes(data)
    for path in crashers.iterdir() if crashers else ():
        if path.suffix.lower() in (".tif", ".jpg", ".png"):
            (folder / path.name).write_bytes(path.read_bytes())
    (folder / "zz-good.jpg").write_bytes(picture())

    run = take_in(record, folder=folder)

    assert run.done == run.total > 25
    assert "zz-good.jpg" in [name for _order, name, *_ in pages(record)]
    assert len(run.refusals) + record.scans.count() >= run.total


def test_the_same_delivery_again_adds_nothing(record, take_in):
    files = {"1.jpg": picture(text="a"), "2.jpg": picture(text="b")}
    take_in(record, files)
    before = list(record.scans.values_list("key", "order"))

    run = take_in(record, files)

    assert (run.taken, run.known) == (0, 2)
    assert list(record.scans.values_list("key", "order")) == before


def test_pages_are_numbered_in_the_order_of_their_names_whichever_is_finished_first(record, take_in):
    take_in(
        record,
        {
            "10.jpg": picture((60, 40), text="x"),
            "2.jpg": picture((4000, 3000), text="y"),
            "1.jpg": picture((70, 40)),
        },
    )

    assert [name for _order, name, *_ in pages(record)] == ["1.jpg", "2.jpg", "10.jpg"]


def test_files_find_their_records_by_folder_by_name_and_in_decomposed_letters(record, take_in, tmp_path):
    one = make_record(record, reference_code="TĐC/01.02")
    two = make_record(record, reference_code="UBND-7")
    folder = tmp_path / "in"

    run = take_in(
        files={
            unicodedata.normalize("NFD", "TĐC-01-02") + "/ảnh 1.jpg": picture(text="1"),
            "ubnd_7_0001.jpg": picture(text="2"),
            "ubnd_7_0002.jpg": picture(text="3"),
            "nobody.jpg": picture(text="4"),
        },
        folder=folder,
    )

    assert one.scans.count() == 1
    assert [name for _order, name, *_ in pages(two)] == ["ubnd_7_0001.jpg", "ubnd_7_0002.jpg"]
    assert [(r["file"], "No record has" in sentence(r)) for r in run.refusals] == [("nobody.jpg", True)]


def test_a_code_of_two_records_is_refused_rather_than_guessed(record, take_in):
    make_record(record, reference_code="X.1")
    make_record(record, reference_code="X 1")

    run = take_in(files={"X-1.jpg": picture()})

    assert "belongs to 2 records" in sentence(run.refusals[0])
    assert not Scan.objects.exists()


def test_a_list_decides_order_and_labels_and_never_leaves_the_folder(record, take_in, tmp_path):
    folder = tmp_path / "in"
    (tmp_path / "outside.jpg").write_bytes(picture(text="outside"))
    listing = "file,reference_code,label\nb.jpg,PT,bìa\na.jpg,PT,1r\n../outside.jpg,PT,x\nmissing.jpg,PT,\n,PT,\n"

    run = take_in(
        files={
            "a.jpg": picture(text="a"),
            "b.jpg": picture(text="b"),
            "scans.csv": listing.encode(),
        },
        folder=folder,
    )

    assert list(record.scans.in_order().values_list("master_name", "label")) == [
        ("b.jpg", "bìa"),
        ("a.jpg", "1r"),
    ]
    assert [refusal["file"] for refusal in run.refusals] == [
        "scans.csv, line 4",
        "scans.csv, line 5",
        "scans.csv, line 6",
    ]


def test_a_list_without_its_columns_is_refused_whole(db, tmp_path):
    (tmp_path / "scans.csv").write_text("ten,ma\na,b\n")

    with pytest.raises(BadList, match="file and reference_code"):
        read_folder(tmp_path)


def test_links_are_not_followed(record, take_in, tmp_path):
    (tmp_path / "secret.jpg").write_bytes(picture())
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "PT.jpg").symlink_to(tmp_path / "secret.jpg")

    run = take_in(folder=folder)

    assert "symbolic link" in sentence(run.refusals[0])
    assert not Scan.objects.exists()


def test_a_child_that_is_killed_costs_only_its_own_file(record, take_in, monkeypatch):
    """A real signal to a real child: the file it was at is named, the others come in."""
    from iiif.ingest import workshop
    from tests.iiif.deadly import press_until_the_deadly

    monkeypatch.setattr(workshop, "press", press_until_the_deadly)

    run = take_in(
        record,
        {"1.jpg": picture(text="1"), "2-deadly.jpg": picture(text="2"), "3.jpg": picture(text="3")},
        pressing=workshop.press_all,
    )

    assert [refusal["file"] for refusal in run.refusals] == ["2-deadly.jpg"]
    assert "stopped" in sentence(run.refusals[0])
    assert [name for _order, name, *_ in pages(record)] == ["1.jpg", "3.jpg"]


@pytest.mark.hard
def test_a_run_that_is_killed_is_run_again_and_no_page_comes_twice(tmp_path):
    """The command itself, killed at several moments of its work, until it ends by itself."""
    var = tmp_path / "var"
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.demo", "TANGTHU_VAR": str(var)}
    var.mkdir()
    manage = [sys.executable, "manage.py"]

    def run(*arguments, **options):
        return subprocess.run([*manage, *arguments], cwd=ROOT, env=env, capture_output=True, text=True, **options)

    assert run("migrate", "-v0", check=False).returncode == 0
    made = run(
        "shell",
        "-v0",
        "-c",
        (
            "from django.utils import timezone\nfrom catalog.records.actions import describing as records\n"
            "records.create(parent=None, by=None, at=timezone.now(), title='K', reference_code='K', level='fonds', access='open')"
        ),
        check=False,
    )
    assert made.returncode == 0, made.stderr
    folder = tmp_path / "in/K"
    folder.mkdir(parents=True)
    for number in range(24):
        (folder / f"{number:03}.jpg").write_bytes(picture((900, 700), text=str(number)))

    for moment in (2.0, 2.6, 3.2):
        child = subprocess.Popen(
            [*manage, "ingest_scans", str(tmp_path / "in")],
            cwd=ROOT,
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(moment)
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    last = run("ingest_scans", str(tmp_path / "in"), check=False)

    assert last.returncode == 0, last.stdout + last.stderr
    told = run(
        "shell",
        "-v0",
        "-c",
        (
            "from catalog.models import Scan\n"
            "rows = list(Scan.objects.order_by('order').values_list('order', 'master_name'))\nprint(rows)"
        ),
        check=False,
    )
    assert told.stdout.strip().endswith(str([(n + 1, f"{n:03}.jpg") for n in range(24)]))
    assert len(list((var / "copies").glob("??/*.zip"))) == 24


def run_command(*arguments) -> tuple[str, int]:
    from django.core.management import CommandError, call_command

    out = io.StringIO()
    try:
        call_command("ingest_scans", *arguments, stdout=out, stderr=out, workers=1)
    except CommandError as wrong:
        return out.getvalue() + str(wrong), wrong.returncode
    return out.getvalue(), 0


def test_the_command_reports_and_fails_when_something_was_refused(record, tmp_path):
    (tmp_path / "PT_1.jpg").write_bytes(picture())
    assert run_command(str(tmp_path))[1] == 0
    (tmp_path / "PT_2.jpg").write_bytes(b"")

    text, code = run_command(str(tmp_path))

    assert code == 1
    assert "0 pages taken in, 1 files known already, 1 files refused." in text
    assert "PT_2.jpg: The file is empty." in text
    assert record.scans.count() == 1


@pytest.mark.parametrize("arguments", [["/nowhere"], [".", "--csv", "/nowhere.csv"], [".", "--record", "0000000000"]])
def test_the_command_refuses_what_is_not_there(db, arguments):
    text, code = run_command(*arguments)

    assert code == 1
    assert text.endswith(".")


def test_one_file_may_serve_two_records_and_what_follows_is_not_lost(record, take_in, tmp_path):
    other = make_record(record, reference_code="PT.2")
    listing = "file,reference_code\nlarge.jpg,PT\nshared.jpg,PT\nshared.jpg,PT.2\nlast.jpg,PT\n"

    run = take_in(
        files={
            "large.jpg": picture((5000, 4000)),
            "shared.jpg": picture((80, 60), text="s"),
            "last.jpg": picture((90, 60), text="l"),
            "scans.csv": listing.encode(),
        },
        folder=tmp_path / "in",
    )

    assert (run.done, run.total, run.refusals) == (4, 4, [])
    assert [name for _order, name, *_ in pages(record)] == ["large.jpg", "shared.jpg", "last.jpg"]
    assert [name for _order, name, *_ in pages(other)] == ["shared.jpg"]


def test_a_pdf_with_a_missing_page_costs_only_itself(record, take_in):
    pdf = io.BytesIO()
    Image.new("RGB", (300, 200)).save(pdf, "PDF", save_all=True, append_images=[Image.new("RGB", (300, 200))])
    data = pdf.getvalue()
    kids = data[data.index(b"/Kids") :].split(b"]")[0]
    broken = data.replace(kids, kids.rsplit(b" 0 R", 1)[0].rsplit(b" ", 1)[0] + b" 99 0 R")

    run = take_in(record, {"1.pdf": broken, "2.jpg": picture((300, 200))})

    assert "2.jpg" in [name for _order, name, _w, _h in pages(record)]
    assert [refusal["file"] for refusal in run.refusals] in ([], ["1.pdf"])


def test_an_upload_that_cannot_be_kept_is_not_thrown_away(client, record, archivist, monkeypatch):
    from iiif.ingest import run as running

    def full(*arguments, **named):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(running.shutil, "copyfile", full)
    client.force_login(archivist)
    upload = io.BytesIO(picture((300, 200)))
    upload.name = "a.jpg"

    page = client.post(f"/desk/scans/record/{record.key}/", {"files": upload}, follow=True)

    assert page.status_code == 200
    assert "No space left" in page.content.decode()
    assert len([path for path in Path(settings.IIIF_INCOMING).rglob("*") if path.is_file()]) == 1


def test_a_name_of_many_letters_is_cut_to_what_disks_take(client, record, archivist):
    upload = io.BytesIO(picture((300, 200)))
    upload.name = "書" * 110 + ".jpg"
    client.force_login(archivist)

    client.post(f"/desk/scans/record/{record.key}/", {"files": upload})

    assert record.scans.get().master_name.endswith(".jpg")


def test_the_levels_of_a_pyramid_are_no_pages_of_their_own(record, take_in, tmp_path):
    import pyvips

    pyvips.Image.new_from_buffer(picture((1500, 1100)), "").tiffsave(
        str(tmp_path / "p.tif"),
        tile=True,
        pyramid=True,
        compression="jpeg",
        tile_width=256,
        tile_height=256,
    )

    take_in(record, {"p.tif": (tmp_path / "p.tif").read_bytes()})

    assert [(width, height) for _order, _name, width, height in pages(record)] == [(1500, 1100)]


def test_what_a_killed_run_left_is_swept_after_a_day(record, take_in):
    copies = Path(settings.IIIF_COPIES)
    for name, age in (("old", 2), ("new", 0)):
        folder = copies / f".pressing-{name}"
        folder.mkdir(parents=True)
        (folder / "1.zip").write_bytes(b"half")
        then = time.time() - age * 24 * 3600
        os.utime(folder, (then, then))

    take_in(record, {"1.jpg": picture((300, 200))})

    assert [path.name for path in copies.glob(".pressing-*")] == [".pressing-new"]
