"""What blocks that show records share: how one is chosen, and how a page asks for all of them at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, NamedTuple

from django import forms
from django.utils.functional import cached_property
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.rich_text import RichText

from catalog.models import Record
from exhibitions.widgets import PageField, RegionField, xywh_validator

INLINE = ["bold", "italic"]


class Chosen(NamedTuple):
    """A record that a block names; it is looked up for the whole page at once, by ``showing``."""

    pk: int


class Need(IntEnum):
    """What a visitor must be able to see of a record for a block to show it; each includes the one before."""

    LINK = 0  # that it is there: where to ask for it
    NAME = 1  # what it is called, so that words may be about it
    CONTENT = 2  # the words of the document, without its picture
    PICTURE = 3  # a page of it, and regions of that


class Exhibit(NamedTuple):
    """One thing that a block shows: a page of a record, regions of it, and what of the record it needs."""

    record: int | None
    page: int = 1
    regions: tuple[str, ...] = ()
    needs: Need = Need.PICTURE


class RecordChooserBlock(blocks.ChooserBlock):
    """A record of the catalogue, kept as its number: a page of thirty pictures costs one question, not thirty."""

    target_model = Record

    @cached_property
    def widget(self) -> Any:
        from catalog.desk.choosers import record_chooser

        return record_chooser.widget_class()

    def to_python(self, value) -> "Chosen | None":
        return None if value is None else Chosen(value)

    def bulk_to_python(self, values) -> "list[Chosen | None]":
        return [self.to_python(value) for value in values]

    def get_form_state(self, value) -> Any:
        known = value is not None and Record.objects.filter(pk=value.pk).exists()
        return self.widget.get_value_data(value.pk if known else None)

    def clean(self, value) -> Any:
        return super().clean(value.pk if isinstance(value, Chosen) else value)

    def render_basic(self, value, context=None) -> str:
        record = Record.objects.filter(pk=value.pk).first() if value else None
        return str(record) if record else ""

    class Meta:
        icon = "folder-open-inverse"


class PageBlock(blocks.FieldBlock):
    """Which page of the record, counted from 1; chosen from small pictures where scripts run."""

    def __init__(self, required=True, default=1, **kwargs) -> None:

        self.field = forms.IntegerField(required=required, min_value=1, max_value=100_000, widget=PageField())
        super().__init__(default=default, **kwargs)

    class Meta:
        icon = "doc-full"


class RegionBlock(blocks.FieldBlock):
    """A region of the page in pixels: x,y,width,height (Media Fragments 1.0, section 4.2.2), drawn on the picture."""

    def __init__(self, required=True, **kwargs) -> None:

        self.field = forms.CharField(
            required=required, validators=[xywh_validator], widget=RegionField(), max_length=40
        )
        super().__init__(**kwargs)

    class Meta:
        icon = "crop"


class ShowsRecords(blocks.StructBlock):
    """A block that shows records: ``exhibits`` tells which, and how much of each it needs.

    It is drawn whole where its reader may have all of that, and a placeholder stands for it where not: its template
    draws and never asks. There ``it`` is the first record with its scan.
    """

    absent = "exhibitions/blocks/absent.html"

    def exhibits(self, value) -> Iterator[Exhibit]:
        yield exhibit_of(value)

    def remarks(self, value) -> Iterator[tuple[Exhibit, SafeString]]:
        """What is said of each picture, as HTML; of a region where the exhibit names one."""
        for exhibit in self.exhibits(value):
            if exhibit.needs is Need.PICTURE:
                yield exhibit, as_html(value.get("caption"))

    def missing(self, value, context) -> Exhibit | None:
        """The first thing that stands in the way of drawing it."""
        showing = (context or {}).get("showing")
        wanted = self.exhibits(value)
        return next((each for each in wanted if not showing or not showing.of_exhibit(each).meets(each.needs)), None)

    def get_template(self, value=None, context=None) -> str | None:
        return self.absent if self.missing(value, context) else super().get_template(value, context=context)

    def get_context(self, value, parent_context=None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["showing"] = showing = (parent_context or {}).get("showing")
        exhibit = self.missing(value, parent_context) or next(iter(self.exhibits(value)), None)
        context["it"] = showing.of_exhibit(exhibit) if showing and exhibit else None
        return context


@dataclass(frozen=True)
class ShownEntry:
    """One entry of a block for its template: its words, its record if it has one, and whether it may be drawn."""

    value: Any
    it: Any
    may_be_drawn: bool


class ShowsEntries(ShowsRecords):
    """A block of entries, each of which is drawn or not by itself: ``entries`` in its template.

    The block's own title may name any of their records: ``may_say_title``.
    """

    def entries(self, value) -> Iterator[tuple[Any, Exhibit | None]]:
        """Each entry with what it shows; ``None`` where it stands without a record."""
        raise NotImplementedError

    def exhibits(self, value) -> Iterator[Exhibit]:
        return (exhibit for _entry, exhibit in self.entries(value) if exhibit)

    def missing(self, value, context) -> Exhibit | None:
        return None

    def get_context(self, value, parent_context=None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        showing, found, may_say = context["showing"], [], True
        for entry, exhibit in self.entries(value):
            it = showing.of_exhibit(exhibit) if showing and exhibit else None
            found.append(ShownEntry(entry, it, exhibit is None or (it is not None and it.meets(exhibit.needs))))
            may_say = may_say and (exhibit is None or (it is not None and it.meets(Need.NAME)))
        return {**context, "entries": found, "may_say_title": may_say}


def as_html(words: RichText | str | None) -> SafeString:
    """Rich text as it is, plain words escaped."""
    return mark_safe(str(words)) if isinstance(words, RichText) else escape(words or "")  # noqa: S308 – cleaned when saved


def exhibit_of(value, regions: tuple[str, ...] = ()) -> Exhibit:
    record = value.get("record")
    return Exhibit(record.pk if record else None, value.get("page") or 1, regions)


def named(value) -> Exhibit:
    """A record that is only named: its picture stands there where it may."""
    return exhibit_of(value)._replace(needs=Need.NAME)


class PictureBlock(blocks.StructBlock):
    """One page of a record inside a larger block."""

    record = RecordChooserBlock(label=_("Record"))
    page = PageBlock(label=_("Page"))
    caption = blocks.RichTextBlock(label=_("Caption"), features=INLINE, required=False)
    alt = blocks.CharBlock(label=_("What is to be seen"), max_length=300, help_text=_("For those who cannot see it."))

    class Meta:
        icon = "image"
        label = _("Picture")
