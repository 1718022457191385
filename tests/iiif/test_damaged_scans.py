"""Damaged scans are refused with the decoder's reason; what only looks wrong waits for an archivist's word."""

import io
import itertools
import random
import struct
import zlib

import numpy as np
import pytest
import pyvips
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from PIL import Image

from catalog.models import Event, IngestRun, Scan
from iiif import accepting
from iiif.models import AcceptedMaster
from tests.conftest import NOON, picture
from tests.factories import make_record


def tiff(array: np.ndarray, **options) -> bytes:
    """A TIFF file of an array of samples."""
    image = pyvips.Image.new_from_array(array)
    return image.tiffsave_buffer(**options)


def cut(data: bytes, share: float = 0.6) -> bytes:
    return data[: int(len(data) * share)]


def rotten(data: bytes, *, seed: int, times: int = 40) -> bytes:
    """A file with bytes changed in its second half, where the samples are."""
    chance, changed = random.Random(seed), bytearray(data)
    for _time in range(times):
        changed[chance.randrange(len(data) // 2, len(data) - 64)] ^= chance.randrange(1, 255)
    return bytes(changed)


def still_decodes(data: bytes) -> bytes:
    """A JPEG with one byte that has gone bad so that no decoder complains and the picture is broken all the same."""
    begin = data.index(b"\xff\xda") + 14
    for place in range(begin + (len(data) - begin) // 3, len(data) - 2):
        if 0xFF in data[place - 1 : place + 2] or data[place] in (0, 0x00):
            continue
        changed = bytearray(data)
        changed[place] ^= 0x55
        if changed[place] in (0, 0xFF):
            continue
        try:
            decoded = pyvips.Image.new_from_buffer(bytes(changed), "", fail_on="warning").numpy()
        except pyvips.Error:
            continue
        whole = pyvips.Image.new_from_buffer(data, "").numpy()
        if np.abs(decoded.astype(int) - whole).max() > 200:
            return bytes(changed)
    raise AssertionError("no such byte in this picture")


def png_with_a_wrong_checksum() -> bytes:
    data = bytearray(picture(form="PNG"))
    start = data.index(b"IDAT")
    (length,) = struct.unpack(">I", data[start - 4 : start])
    data[start + 4 + length // 2] ^= 0xFF
    return bytes(data)


def png_with_a_good_checksum_and_bad_samples() -> bytes:
    data = bytearray(picture(form="PNG"))
    start = data.index(b"IDAT")
    (length,) = struct.unpack(">I", data[start - 4 : start])
    data[start + 4 + length // 2] ^= 0xFF
    chunk = bytes(data[start : start + 4 + length])
    data[start + 4 + length : start + 8 + length] = struct.pack(">I", zlib.crc32(chunk))
    return bytes(data)


GRADIENT = np.tile(np.linspace(0, 1, 600, dtype=np.float32), (400, 1))
LZW = {"compression": "tiff_lzw"}
DAMAGED = {
    "cut.jpg": lambda: cut(picture()),
    "cut.png": lambda: cut(picture(form="PNG")),
    "cut.tif": lambda: cut(picture(form="TIFF")),
    "cut-lzw.tif": lambda: cut(picture(form="TIFF", **LZW)),
    "rot-lzw.tif": lambda: rotten(picture(form="TIFF", **LZW), seed=1),
    "rot-deflate.tif": lambda: rotten(picture(form="TIFF", compression="tiff_adobe_deflate"), seed=2),
    "rot-fax.tif": lambda: rotten(picture(mode="1", form="TIFF", compression="group4"), seed=3, times=80),
    "rot-crc.png": png_with_a_wrong_checksum,
    "rot-samples.png": png_with_a_good_checksum_and_bad_samples,
    "zstd.tif": lambda: picture(form="TIFF", compression="zstd"),
    "float.tif": lambda: tiff(GRADIENT),
    "double.tif": lambda: tiff(GRADIENT.astype(np.float64)),
    "int.tif": lambda: tiff((GRADIENT * 2**20).astype(np.int32)),
    "signed.tif": lambda: tiff((GRADIENT * 2**14).astype(np.int16)),
}
DOUBTFUL = {
    "black.jpg": lambda: _plain((0, 0, 0)),
    "white.png": lambda: _plain((255, 255, 255), form="PNG"),
    "grey.tif": lambda: _plain((127, 127, 127), form="TIFF"),
    "twelve-bits.tif": lambda: tiff((GRADIENT * 4095).astype(np.uint16)),
    "dark.png": lambda: _dark(),
    "rot-quiet.jpg": lambda: still_decodes(picture(quality=90)),
    "blank.pdf": lambda: _plain((255, 255, 255), form="PDF"),
}


def _plain(colour, *, form="JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (900, 700), colour).save(out, form)
    return out.getvalue()


def _dark() -> bytes:
    out = io.BytesIO()
    Image.open(io.BytesIO(picture())).point(lambda shade: shade // 16).save(out, "PNG")
    return out.getvalue()


def test_what_a_decoder_complains_of_is_refused_by_name(record, take_in):
    file = make_record(record)

    run = take_in(file, {name: make() for name, make in DAMAGED.items()} | {"whole.jpg": picture()})

    assert {each["file"] for each in run.refusals} == set(DAMAGED)
    assert run.questions == []
    assert all(each["reason"] for each in run.refusals)
    assert [scan.master_name for scan in file.scans.all()] == ["whole.jpg"]


def test_what_looks_wrong_is_asked_about(record, take_in):
    file = make_record(record)

    run = take_in(file, {name: make() for name, make in DOUBTFUL.items()} | {"whole.jpg": picture()})

    assert {each["file"] for each in run.questions} == set(DOUBTFUL)
    assert [scan.master_name for scan in file.scans.all()] == ["whole.jpg"]


@pytest.mark.hard
def test_whole_pictures_of_every_kind_raise_no_doubt(record, take_in):
    kinds = itertools.product((5, 50, 95), (0, 2), (False, True))
    files = {
        f"{quality}-{subsampling}-{progressive}.jpg": picture(
            quality=quality, subsampling=subsampling, progressive=progressive
        )
        for quality, subsampling, progressive in kinds
    }
    modes = ("1", "L", "P", "RGB", "RGBA", "CMYK")
    files |= {f"{mode}.tif": picture(mode=mode, form="TIFF") for mode in modes}
    files["16.tif"] = tiff((GRADIENT * 65535).astype(np.uint16))

    run = take_in(make_record(record), files)

    assert run.refusals == []
    assert run.taken == len(files)


def test_the_reason_is_the_decoders_own(record, take_in):
    run = take_in(make_record(record), {"a.tif": picture(form="TIFF", compression="zstd")})

    assert "ZSTD" in run.refusals[0]["values"]["why"]
    assert "/" not in run.refusals[0]["values"]["why"]


def test_a_page_among_many_is_named(record, take_in):
    out = io.BytesIO()
    pages = [Image.open(io.BytesIO(picture(text=str(n)))) for n in range(4)]
    pages[2] = Image.new("RGB", (900, 700), (255, 255, 255))
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])

    run = take_in(make_record(record), {"a.tif": out.getvalue()})

    assert run.questions[0]["values"] == {"page": "3"}
    assert not Scan.objects.exists()


# -- the archivist's word ---------------------------------------------------------------------------


@pytest.fixture
def asked(client, archivist, record):
    """An upload at the desk with a page that is asked about, one that is damaged and one that is whole."""
    file = make_record(record)
    client.force_login(archivist)
    files = {"1.jpg": picture(), "2.png": DOUBTFUL["white.png"](), "3.jpg": cut(picture())}
    uploads = [SimpleUploadedFile(name, data) for name, data in files.items()]
    client.post(reverse("scans:record", args=[file.key]), {"files": uploads})
    run = IngestRun.objects.get()
    return file, run, run.questions[0]["asked"]


def test_the_desk_takes_in_what_an_archivist_accepts(client, asked, archivist, do_after_commit):
    file, run, sha512 = asked
    page = client.get(reverse("scans:run", args=[run.pk])).content.decode()

    with do_after_commit():
        client.post(reverse("scans:answer", args=[run.pk]), {"deed": "accept", "asked": sha512}, follow=True)

    run.refresh_from_db()
    marked = AcceptedMaster.objects.get()
    event = Event.objects.get(object_key=file.key, detail__accepted=sha512)
    assert "2.png" in page
    assert {scan.master_name for scan in file.scans.all()} == {"1.jpg", "2.png"}
    assert (marked.accepted_by, event.actor) == (archivist, f"user:{archivist.pk}")
    assert [each["file"] for each in run.refusals] == ["3.jpg"]  # damage is not overruled
    assert not (settings.IIIF_INCOMING / str(run.pk)).exists()


def test_the_desk_leaves_out_what_an_archivist_does_not_want(client, asked, do_after_commit):
    file, run, sha512 = asked

    with do_after_commit():
        client.post(reverse("scans:answer", args=[run.pk]), {"deed": "leave", "asked": sha512})

    run.refresh_from_db()
    assert [scan.master_name for scan in file.scans.all()] == ["1.jpg"]
    assert [each["file"] for each in run.refusals] == ["3.jpg"]
    assert not (settings.IIIF_INCOMING / str(run.pk)).exists()


def test_nothing_is_left_out_while_the_delivery_comes_in(client, asked, do_after_commit):
    _file, run, sha512 = asked
    IngestRun.objects.filter(pk=run.pk).update(ended_at=None)

    for deed in ("leave", "accept"):
        client.post(reverse("scans:answer", args=[run.pk]), {"deed": deed, "asked": sha512})

    run.refresh_from_db()
    assert len(run.questions) == 1
    assert (settings.IIIF_INCOMING / str(run.pk) / "3.jpg").exists()


def test_what_a_delivery_that_stopped_has_promised_to_keep_is_kept(client, asked):
    _file, run, sha512 = asked
    stopped = {"file": "", "reason": "It stopped: {why}.", "values": {"why": "x"}}
    IngestRun.objects.filter(pk=run.pk).update(refusals=[*run.refusals, stopped])

    client.post(reverse("scans:answer", args=[run.pk]), {"deed": "leave", "asked": sha512})

    assert (settings.IIIF_INCOMING / str(run.pk) / "1.jpg").exists()


def test_nobody_but_archivists_answers(client, asked, researcher):
    _file, run, sha512 = asked
    client.force_login(researcher)

    client.post(reverse("scans:answer", args=[run.pk]), {"deed": "accept", "asked": sha512})

    assert not AcceptedMaster.objects.exists()


def test_the_command_takes_in_what_it_is_told_to_accept(record, tmp_path):
    file = make_record(record)
    path = tmp_path / "1.png"
    path.write_bytes(DOUBTFUL["white.png"]())
    with pytest.raises(CommandError, match="refused"):
        call_command("ingest_scans", tmp_path, record=file.key, workers=1, stdout=io.StringIO())
    assert not file.scans.exists()

    call_command("ingest_scans", tmp_path, record=file.key, workers=1, accept=[path], stdout=io.StringIO())

    assert file.scans.count() == 1


def test_a_command_lists_what_already_stands_on_the_shelves(scanned, take_in, tmp_path):
    file, _scan = scanned
    names = ("rot-lzw.tif", "float.tif")
    for name in names:
        # as they were shelved before anybody looked
        data = DAMAGED[name]()
        folder = tmp_path / name
        folder.mkdir()
        master = settings.IIIF_MASTERS / name[:2] / name
        master.parent.mkdir(parents=True, exist_ok=True)
        master.write_bytes(data)
        Scan.objects.create(
            record=file,
            order=file.scans.count() + 1,
            width=1,
            height=1,
            sha512=name.ljust(128, "0"),
            master_name=name,
            master_path=f"{name[:2]}/{name}",
        )
    out = io.StringIO()

    with pytest.raises(CommandError, match="2 of 3"):
        call_command("list_suspect_scans", stdout=out, stderr=io.StringIO())

    lines = out.getvalue().splitlines()
    assert len(lines) == 2
    assert all(any(name in line for line in lines) for name in names)
    assert all(file.key in line and "damaged" in line for line in lines)


def test_the_command_is_content_with_what_is_whole_or_accepted(record, take_in):
    file = make_record(record)
    run = take_in(file, {"1.png": DOUBTFUL["white.png"](), "2.jpg": picture()})
    accepting.mark(run.questions[0]["asked"], by=None, at=NOON)
    take_in(file)
    out = io.StringIO()

    call_command("list_suspect_scans", record=file.key, stdout=out)

    assert file.scans.count() == 2
    assert "none looks wrong" in out.getvalue()
