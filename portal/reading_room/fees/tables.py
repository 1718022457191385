"""What the table of fees says on a day."""

from datetime import date

from portal.reading_room.fees.models import Fee, FeeReduction


def fees_of(use: str, copy_format: str, *, on: date) -> list[Fee]:
    """The fees that hold on a day for a kind of copy: the newest of each name."""
    newest: dict[str, Fee] = {}
    for fee in Fee.objects.on(on).filter(use=use, copy_format=copy_format).order_by("valid_from"):
        newest[fee.name] = fee
    return list(newest.values())


def reduction(fee_class: str, *, on: date) -> int:
    """By how many per cent a group pays less on a day."""
    held = FeeReduction.objects.on(on).filter(fee_class=fee_class).order_by("-valid_from").first()
    return held.percent if held else 0
