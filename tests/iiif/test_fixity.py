"""Masters and copies that disappear or rot: an answer, an event, a line in the operator's report."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from catalog.models import Event
from iiif import shelves
from iiif.models import Damage
from tests.iiif.test_image_service import TILE


def check(capsys, *arguments) -> tuple[bool, str]:
    try:
        call_command("check_scans", *arguments)
    except CommandError:
        return False, capsys.readouterr().out
    return True, capsys.readouterr().out


def lose_master(scan):
    (Path(settings.IIIF_MASTERS) / scan.master_path).unlink()


def rot_master(scan):
    path = Path(settings.IIIF_MASTERS) / scan.master_path
    path.chmod(0o644)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def lose_copy(scan):
    shelves.pack_path(scan).unlink()


def rot_copy(scan):
    path = shelves.pack_path(scan)
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 255
    path.write_bytes(data)


DEEDS = [
    (lose_master, "master-missing"),
    (rot_master, "master-changed"),
    (lose_copy, "copy-missing"),
    (rot_copy, "copy-broken"),
]


@pytest.mark.parametrize(("deed", "kind"), DEEDS)
def test_every_damage_is_found_told_once_and_mended(scanned, capsys, tmp_path, deed, kind):
    _, scan = scanned
    var = Path(settings.IIIF_MASTERS).parent
    shutil.copytree(settings.IIIF_MASTERS, tmp_path / "masters")
    shutil.copytree(settings.IIIF_COPIES, tmp_path / "copies")
    assert check(capsys) == (True, "1 of 1 scans read\nNothing is damaged.\n")

    deed(scan)
    for _ in range(2):
        ok, said = check(capsys)
        assert not ok
        assert kind in said
        assert scan.record.key in said

    assert Event.objects.filter(kind="fixity-check", outcome="failure", detail__scan=scan.key).count() == 1
    for name in ("masters", "copies"):
        shutil.rmtree(var / name)
        shutil.copytree(tmp_path / name, var / name)
    assert check(capsys)[0]
    assert Damage.objects.filter(mended_at=None).count() == 0


def test_a_reader_of_a_lost_copy_gets_an_answer_and_the_operator_a_line(client, scanned, capsys, archivist):
    _, scan = scanned
    shutil.rmtree(settings.IIIF_OPEN)
    lose_copy(scan)

    for face in (TILE, "full/max/0/default.jpg", "0,0,9,9/max/90/gray.png"):
        response = client.get(f"/iiif/3/{scan.key}/{face}")
        assert response.status_code == 503
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "/" not in response.content.decode()

    ok, said = check(capsys, "--report")
    assert not ok
    assert "copy-missing" in said
    client.force_login(archivist)
    assert "hỏng" in client.get("/desk/scans/").content.decode()


def test_a_copy_that_is_cut_off_is_no_500(client, scanned):
    _, scan = scanned
    path = shelves.pack_path(scan)
    path.write_bytes(path.read_bytes()[:2000])

    response = client.get(f"/iiif/3/{scan.key}/0,0,9,9/max/0/default.jpg")

    assert response.status_code == 503
    assert Damage.objects.get().kind == "copy-broken"


def test_a_record_that_is_none_is_refused(db, capsys):
    with pytest.raises(CommandError, match="no record"):
        call_command("check_scans", "--record", "0000000000")
