"""Words that stand in both languages, in the one that is asked for."""

from typing import TYPE_CHECKING

from django.utils.translation import get_language

if TYPE_CHECKING:
    from django.db.models import Model

    from catalog.models import Record


def localized(thing: "Model | None", field: str, language: str | None = None) -> str:
    """``field`` of a thing in ``language`` (default: the page's), in Vietnamese where it has no words in that one.

    Nothing where there is no such thing, as on a page that answers without the database.
    """
    if thing is None:
        return ""
    language = language or get_language()
    translated = getattr(thing, f"{field}_en", "") if language == "en" else ""
    return translated or getattr(thing, field)


def listed_title(record: "Record") -> str:
    """The title that lists may show, in the language of the page; the one in place of a guarded title has only one."""
    return record.listed_title if record.title_is_guarded else localized(record, "title")
