"""Seats and money as templates show them."""

from django import template

from portal.reading_room.hours import HalfDay
from portal.reading_room.papers.bills import money

register = template.Library()


@register.filter
def free_of(half: HalfDay, kind: str) -> int:
    """How many seats of a kind are free in half a day."""
    return half.free.get(kind, 0)


@register.filter
def dong(amount: int) -> str:
    """Whole đồng with the dot between thousands."""
    return money(amount)
