"""Words in both languages, as the Presentation API writes them (section 4)."""

from catalog.models import Record
from catalog.vocabulary import Level

LEVELS = {
    Level.FONDS: ("Phông", "Fonds"),
    Level.COLLECTION: ("Sưu tập", "Collection"),
    Level.SUBFONDS: ("Phông con", "Sub-fonds"),
    Level.SERIES: ("Nhóm hồ sơ", "Series"),
    Level.SUBSERIES: ("Tiểu nhóm", "Sub-series"),
    Level.FILE: ("Hồ sơ", "File"),
    Level.ITEM: ("Văn bản", "Item"),
}


def both(vi: str, en: str) -> dict:
    return {"vi": [vi], "en": [en]}


def title(record: Record, *, guarded: bool) -> dict:
    """The title by language; a guarded one is the title that stands in."""
    if guarded:
        return {"vi": [record.public_title]}
    values = {"vi": [record.title]}
    if record.title_en:
        values["en"] = [record.title_en]
    return values


def pair(vi: str, en: str, value: str) -> dict:
    return {"label": both(vi, en), "value": {"none": [value]}}


def metadata(record: Record, *, guarded: bool) -> list[dict]:
    """What identifies a record, for people."""
    rows = [
        pair("Mã tra cứu", "Reference code", record.reference_code),
        pair("Thời gian", "Date", record.date_text),
        pair("Khối lượng", "Extent", record.extent),
    ]
    if not guarded:
        rows += [
            pair("Loại văn bản", "Kind of document", record.document_type),
            pair("Số, ký hiệu", "Number", record.document_code),
            pair("Ngôn ngữ", "Language", record.languages),
        ]
    level = LEVELS[Level(record.level)]
    found = [row for row in rows if row["value"]["none"][0]]
    return [{"label": both("Cấp mô tả", "Level of description"), "value": both(*level)}, *found]


def link(address: str, label: dict, *, kind: str = "Text", media: str = "text/html", profile: str = "") -> dict:
    found = {"id": address, "type": kind, "format": media, "label": label}
    return found | ({"profile": profile} if profile else {})
