"""What is fetched for a record: the file that is handed over, and the box it lies in."""

from catalog.models import Record
from catalog.vocabulary import Level


def line_of(record: Record) -> list[Record]:
    """The record and what it lies in, from itself upwards; one query."""
    return list(Record.objects.filter(path__in=record.ancestor_paths).order_by("-path"))


def unit_of(record: Record) -> Record:
    """The unit that leaves the shelf: the file an item lies in, or the record itself."""
    return next((each for each in line_of(record) if each.level == Level.FILE), record)


def place_of(record: Record) -> str:
    """The box as the catalogue names it, from the record or what it lies in; else the code of the file."""
    line = line_of(record)
    box = next((each.paper_file_code for each in line if each.paper_file_code), "")
    unit = next((each for each in line if each.level == Level.FILE), record)
    return box or f"{unit.reference_code or unit.key}"


def holds_stricter(unit: Record) -> bool:
    """Whether paper that is handed over whole holds something that is not open to everyone."""
    return Record.objects.under(unit).not_open_to_all().exists()
