"""Descriptions go out as EAD and Dublin Core and come back as they were; nothing closed goes with them."""

import pytest
from django.conf import settings
from django.utils import timezone
from lxml import etree

from catalog import finding_aids
from catalog.models import Agent, RecordAgent
from catalog.records.actions import describing as describing
from tests.factories import make_record


def ead(client, record, tmp_path):
    response = client.get(f"/r/{record.key}/ead.xml")
    assert response.status_code == 200
    path = tmp_path / "out.xml"
    path.write_bytes(b"".join(response.streaming_content))
    return finding_aids.read(path, max_bytes=settings.FINDING_AID_MAX_BYTES)


@pytest.fixture
def fonds(record):
    describing.describe(
        record,
        by=None,
        at=timezone.now(),
        scope_content="Một.\n\nHai & <ba>.",
        languages="Tiếng Việt",
        date_edtf="1930/1945",
        date_text="1930–1945",
        extent="3 mét",
        administrative_history="Lịch sử",
    )
    creator = Agent.objects.create(name="Tòa Khâm sứ", kind="corporate")
    RecordAgent.objects.create(record=record, agent=creator, role="creator")
    record.tags.add("ruộng đất")
    series = make_record(record, title="Nhóm", level="series", reference_code="PT.N")
    make_record(series, title="Hồ sơ 1", reference_code="PT.N.1")
    make_record(series, title="Kín", reference_code="PT.N.2", access="closed")
    make_record(record, title="Hồ sơ cuối", reference_code="PT.9")
    return record


def test_what_is_written_as_ead_is_read_back_as_it_was(client, fonds, tmp_path):
    aid = ead(client, fonds, tmp_path)

    assert aid.not_understood == []
    assert [(d.level, d.fields["title"], d.parent) for d in aid.drafts] == [
        ("fonds", "Phông thử", None),
        ("series", "Nhóm", 0),
        ("file", "Hồ sơ 1", 1),
        ("file", "Hồ sơ cuối", 0),
    ]
    top = aid.drafts[0]
    assert top.fields["scope_content"] == "Một.\n\nHai & <ba>."
    assert top.fields["date_edtf"] == "1930/1945"
    assert top.fields["extent"] == "3 mét"
    assert [(a.role, a.name) for a in top.agents] == [("creator", "Tòa Khâm sứ")]
    assert top.subjects == ("ruộng đất",)


def test_a_guarded_title_guards_the_export(client, fonds, tmp_path):
    shut = make_record(
        fonds,
        title="Tên thật",
        public_title="Hồ sơ cán bộ",
        access="on_request",
        scope_content="Bí mật đời tư",
        reference_code="PT.5",
    )
    shut.tags.add("tu-khoa-rieng")

    for address in ("ead.xml", "dc.xml"):
        response = client.get(f"/r/{shut.key}/{address}")
        body = b"".join(response.streaming_content) if response.streaming else response.content
        assert "Hồ sơ cán bộ" in body.decode()
        for secret in ("Tên thật", "Bí mật", "tu-khoa-rieng"):
            assert secret not in body.decode()
        assert response["Cache-Control"] == "private, no-store"


def test_a_closed_record_is_not_exported(client, record):
    shut = make_record(record, access="closed")

    assert [client.get(f"/r/{shut.key}/{name}").status_code for name in ("ead.xml", "dc.xml")] == [
        404,
        404,
    ]


def test_dublin_core_says_who_what_and_when(client, fonds):
    root = etree.fromstring(client.get(f"/r/{fonds.key}/dc.xml").content)

    said = [(etree.QName(each).localname, each.text) for each in root]
    assert ("title", "Phông thử") in said
    assert ("creator", "Tòa Khâm sứ") in said
    assert ("date", "1930/1945") in said
    assert ("identifier", f"http://testserver/r/{fonds.key}/") in said
    assert ("subject", "ruộng đất") in said


def test_what_xml_forbids_is_left_out_and_the_rest_is_written(client, fonds, tmp_path):
    describing.describe(fonds, by=None, at=timezone.now(), scope_content="a\x0bb\x01c\ufffed")

    assert ead(client, fonds, tmp_path).drafts[0].fields["scope_content"] == "abcd"
    assert b"abcd" in client.get(f"/r/{fonds.key}/dc.xml").content
