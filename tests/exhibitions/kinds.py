"""A sample of each kind of block, about one record, with words of its own: a new kind enters itself here, twice.

``value_of`` has what its form stores, ``KINDS`` what was decided. A kind that needs more or less as it is filled in has a
sample for each way (``quote:typed``). Plain fields that go into the IIIF document have a ``<``, which is escaped there.
"""

from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile

from exhibitions.blocks.exhibits import Need
from exhibitions.models import Recording
from tests.exhibitions.conftest import block, items

WHOLE = "0,0,1300,900"


@dataclass(frozen=True)
class Kind:
    """What a curator fills in, and what was decided of it.

    ``needs`` is what a visitor must be able to see of the record, ``None`` where the kind has none. ``words`` are all
    that the curator wrote: none of them is left where that is not met, but for ``names`` while the record may be named.
    ``pictures`` and ``links`` are how many of each the block draws of an open record; ``remarks`` are those words that
    go into the IIIF document of the story.
    """

    needs: Need | None
    words: tuple[str, ...]
    pictures: int = 0
    links: int = 0
    remarks: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def _picture(record, caption: str, page: int = 1) -> dict:
    return {"record": record.pk, "page": page, "caption": f"<p>{caption}</p>", "alt": "mô tả hình"}


def _recording(record) -> dict:
    sound = Recording(title="tên băng", record=record, captions="00:00.000 --> 00:02.000\nlời băng")
    sound.file.save("a.wav", ContentFile(bytes(range(256)) * 40))
    return {"recording": sound.pk, "caption": "chú thích băng"}


def value_of(kind: str, record) -> Any:
    """The value of a kind's sample, as its form stores it."""
    return {
        "chapter": lambda: {"title": "đề mục", "lead": "lời dẫn vào"},
        "text": lambda: "<p>đoạn văn</p>",
        "record": lambda: {**_picture(record, "chú thích ảnh"), "credit": "nguồn ảnh", "rights": "quyền ảnh"},
        "zoom": lambda: {
            "record": record.pk,
            "page": 1,
            "title": "tên truyện",
            "steps": items({"xywh": WHOLE, "text": "<p>lời bước</p>", "alt": "mô tả hình"}),
        },
        "compare": lambda: {
            "left": _picture(record, "bên trái"),
            "right": _picture(record, "bên phải", 2),
            "mode": "slider",
            "caption": "<p>so sánh hai bên</p>",
        },
        "gallery": lambda: {
            "title": "tên bộ ảnh",
            "layout": "grid",
            "pictures": items(_picture(record, "ảnh một"), _picture(record, "ảnh hai", 2)),
        },
        "document": lambda: {
            "record": record.pk,
            "page": 1,
            "title": "tên <văn> bản",
            "alt": "mô tả hình",
            "transcription": "lời đã chép",
        },
        "timeline": lambda: {
            "title": "tên dòng thời gian",
            "moments": items(
                {"when": "năm ấy", "title": "việc ấy", "text": "kể việc", "record": record.pk, "page": 1, "alt": "hình"}
            ),
        },
        "map": lambda: {
            "title": "tên bản đồ",
            "former": True,
            "places": items(
                {"spot": "16.463,107.590", "name": "chốn ấy", "text": "kể chốn", "record": record.pk, "page": 1}
            ),
        },
        "quote": lambda: {"text": "lời trích", "source": "nguồn trích", "record": record.pk},
        "quote:typed": lambda: {"text": "câu gõ vào", "source": "nguồn gõ vào", "record": None},
        "recording": lambda: _recording(record),
        "ask": lambda: {"text": "lời hỏi", "record": record.pk},
        "ask:anything": lambda: {"text": "mời hỏi thêm", "record": None},
    }[kind]()


KINDS = {
    "chapter": Kind(None, ("đề mục", "lời dẫn vào")),
    "text": Kind(None, ("đoạn văn",)),
    "record": Kind(
        Need.PICTURE,
        ("chú thích ảnh", "mô tả hình", "nguồn ảnh", "quyền ảnh"),
        pictures=1,
        links=2,
        remarks=("chú thích ảnh",),
    ),
    "zoom": Kind(Need.PICTURE, ("tên truyện", "lời bước", "mô tả hình"), pictures=1, links=1, remarks=("lời bước",)),
    "compare": Kind(
        Need.PICTURE,
        ("bên trái", "bên phải", "so sánh hai bên", "mô tả hình"),
        pictures=2,
        links=2,
        remarks=("bên trái", "bên phải"),
    ),
    "gallery": Kind(
        Need.PICTURE,
        ("tên bộ ảnh", "ảnh một", "ảnh hai", "mô tả hình"),
        pictures=2,
        links=4,
        remarks=("ảnh một", "ảnh hai"),
        names=("tên bộ ảnh",),
    ),
    "document": Kind(
        Need.PICTURE,
        ("tên &lt;văn&gt; bản", "lời đã chép", "mô tả hình"),
        pictures=1,
        links=2,
        remarks=("tên &lt;văn&gt; bản",),
    ),
    "timeline": Kind(Need.NAME, ("tên dòng thời gian", "năm ấy", "việc ấy", "kể việc"), pictures=1, links=1),
    "map": Kind(Need.NAME, ("tên bản đồ", "chốn ấy", "kể chốn"), links=1),
    "quote": Kind(Need.CONTENT, ("lời trích", "nguồn trích"), links=1),
    "quote:typed": Kind(None, ("câu gõ vào", "nguồn gõ vào")),
    "recording": Kind(Need.CONTENT, ("tên băng", "chú thích băng", "lời băng")),
    "ask": Kind(Need.LINK, ("lời hỏi",), links=1),
    "ask:anything": Kind(None, ("mời hỏi thêm",)),
}


def every_kind(record) -> list[dict]:
    """A story that uses each kind of block with one record."""
    return [sample_of(kind, record) for kind in KINDS]


def sample_of(kind: str, record) -> dict:
    """A block of a kind, filled in as its sample says."""
    return block(kind.partition(":")[0], value_of(kind, record))
