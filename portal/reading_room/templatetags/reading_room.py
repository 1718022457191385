"""Seats and money as templates show them."""

from django import template

from portal.reading_room.rules.amounts import write_amount
from portal.reading_room.visits.hours import HalfDay

register = template.Library()


@register.filter
def free_of(half: HalfDay, kind: str) -> int:
    """How many seats of a kind are free in half a day."""
    return half.free.get(kind, 0)


@register.filter
def dong(amount: int) -> str:
    """Whole đồng with the dot between thousands."""
    return write_amount(amount)
