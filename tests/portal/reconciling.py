"""Asking what lies beside the database, and what a restored backup does to it."""

import io

from django.core.management import call_command

from catalog.models import Record


def reconcile(**options) -> str:
    out = io.StringIO()
    call_command("reconcile", stdout=out, **options)
    return out.getvalue()


def put_back(**columns) -> None:
    """What a restored backup does to the rows: they are as they were, and nobody hears of it."""
    Record.objects.update(**columns)
