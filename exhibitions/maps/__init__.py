"""The map of Vietnam that the portal serves itself: 34 provinces, the 63 former ones, Hoàng Sa and Trường Sa.

Drawn by ``tools/vietnam.py`` in Mercator's projection; units of the drawing are its own pixels.
"""

import json
import math
from functools import cache
from pathlib import Path
from typing import Any

# room to the right and below for the archipelagos' names where letters are large
MARGIN = (70, 50)


@cache
def vietnam() -> dict[str, Any]:
    """The drawing: ``width``, ``height``, ``provinces`` and ``former`` as SVG paths, ``islands`` as points."""
    drawing = json.loads((Path(__file__).parent / "vietnam.json").read_text())
    drawing["width"] += MARGIN[0]
    drawing["height"] += MARGIN[1]
    return drawing


def spot(text: str) -> tuple[float, float]:
    """Read ``latitude,longitude`` in degrees. Raises ``ValueError`` where it is neither, or lies beyond the map."""
    latitude, longitude = (float(part) for part in text.split(","))
    drawing = vietnam()
    within = drawing["south"] <= latitude <= drawing["north"] and drawing["west"] <= longitude <= drawing["east"]
    if not within:
        raise ValueError("The place lies beyond the map.")
    return latitude, longitude


def point(latitude: float, longitude: float) -> tuple[float, float]:
    """Where a place lies in the drawing: x and y from its upper left corner."""
    drawing = vietnam()
    northing = math.degrees(math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)))
    return (
        round((longitude - drawing["west"]) * drawing["scale"], 1),
        round((drawing["top"] - northing) * drawing["scale"], 1),
    )
