"""A register as sheet and as paper."""

import io
from datetime import date, datetime

import xlsxwriter
from django.utils import translation

from portal.reading_room.registers.tables import REGISTERS, rows_of
from portal.reading_room.rules.letterhead import dated, head_of_papers
from portal.reading_room.typesetting.typeset import typeset


def as_sheet(name: str, first: date, last: date) -> bytes:
    """The register as XLSX. Cells are written as words: what looks like a formula stays what it is."""
    register, out = REGISTERS[name], io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(str(register.title)[:31])
    bold, wrapped = (
        book.add_format({"bold": True, "bottom": 1}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    sheet.write_string(
        0,
        0,
        f"{register.title} ({first:%d/%m/%Y}–{last:%d/%m/%Y})",
        book.add_format({"bold": True, "font_size": 14}),
    )
    for place, (column, width) in enumerate(register.columns):
        sheet.set_column(place, place, 14 * width)
        sheet.write_string(2, place, str(column), bold)
    for line, row in enumerate(rows_of(name, first, last), 3):
        for place, cell in enumerate(row):
            sheet.write_string(line, place, cell, wrapped)
    sheet.freeze_panes(3, 0)
    sheet.repeat_rows(2)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    book.close()
    return out.getvalue()


def as_paper(name: str, first: date, last: date, *, officer: str, at: datetime) -> bytes:
    """The register as PDF, in Vietnamese as official papers are."""
    with translation.override("vi"):
        register = REGISTERS[name]
        return typeset(
            "register",
            {
                **head_of_papers(),
                "title": str(register.title),
                "rows": rows_of(name, first, last),
                "period": f"Từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}",
                "columns": [str(column) for column, _width in register.columns],
                "widths": [width for _column, width in register.columns],
                "dated": dated(at),
                "officer": officer,
            },
        )
