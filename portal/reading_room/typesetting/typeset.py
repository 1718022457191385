"""Turns values into a PDF through a template: nothing of a value is ever read as markup."""

import io
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import segno
import typst

HERE = Path(__file__).parent


FONTS = HERE / "fonts"


def typeset(template: str, values: Mapping, pictures: Mapping[str, bytes] | None = None) -> bytes:
    """Typeset ``template`` (a file beside this one) with values and pictures by file name; the bytes of a PDF."""
    with tempfile.TemporaryDirectory(prefix="tangthu-paper-") as folder:
        for name, data in (pictures or {}).items():
            (Path(folder) / name).write_bytes(data)
        return typeset_in(Path(folder), template, values)


def typeset_in(desk: Path, template: str, values: Mapping) -> bytes:
    """The same in a folder where the pictures lie already.

    Values reach the template as JSON, so that a title with signs of the markup stays what it is.
    """
    for each in HERE.glob("*.typ"):
        shutil.copyfile(each, desk / each.name)
    (desk / "values.json").write_text(json.dumps(values, ensure_ascii=False, default=str))
    return typst.compile(
        str(desk / f"{template}.typ"), root=str(desk), font_paths=[str(FONTS)], ignore_system_fonts=True
    )


def qr(text: str) -> bytes:
    """A QR code as SVG, for ``pictures``."""
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="svg", border=0, xmldecl=True)
    return out.getvalue()
