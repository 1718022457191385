"""Visits: the room's hours and seats, held and booked."""
