"""Small files of our own for what is also tried on real ones: written for these tests, of the same structure.

Where the folder of real sample files lies beside the checkout, ``REAL`` names it and the tests take those in addition.
"""

import json
from pathlib import Path

from jsonschema import Draft7Validator
from PIL import Image

HERE = Path(__file__).parent
_SHARED = HERE.parent.parent.parent / "shared" / "data"
REAL: Path | None = _SHARED if _SHARED.is_dir() else None


def finding_aids() -> list[Path]:
    return sorted(HERE.glob("ead*.xml"))


def real(*names: str) -> list[Path]:
    """Real files by name, as far as they are there."""
    return [REAL / name for name in names] if REAL else []


def presentation_schema() -> Draft7Validator:
    """The schema of Presentation 3.0: the official one where it lies, else what of it every document must obey."""
    official = REAL / "iiif/iiif_3_0.json" if REAL else HERE / "presentation3.json"
    return Draft7Validator(json.loads(official.read_text()))


def reference_picture(path: Path) -> None:
    """Draw the test picture of the Image API's validator: a hundred squares whose colours the validator knows."""
    from iiif_validator.validator import ValidationInfo

    colours = ValidationInfo().colorInfo
    image = Image.new("RGB", (1000, 1000))
    for column, squares in enumerate(colours):
        for row, colour in enumerate(squares):
            image.paste(colour, (100 * column, 100 * row, 100 * column + 100, 100 * row + 100))
    image.save(path)
