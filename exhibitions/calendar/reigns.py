"""Years of the Nguyễn reigns beside the solar ones; month and day are not reckoned.

The first years are those in ordinary use; where month and day matter, an archivist confirms them.
"""

import re

# first year of each era, and the last that was counted
ERAS = {
    "Gia Long": (1802, 1819),
    "Minh Mạng": (1820, 1840),
    "Minh Mệnh": (1820, 1840),
    "Thiệu Trị": (1841, 1847),
    "Tự Đức": (1848, 1883),
    "Kiến Phúc": (1883, 1884),
    "Hàm Nghi": (1884, 1885),
    "Đồng Khánh": (1886, 1888),
    "Thành Thái": (1889, 1907),
    "Duy Tân": (1907, 1916),
    "Khải Định": (1916, 1925),
    "Bảo Đại": (1926, 1945),
}
WRITTEN = re.compile(rf"\b({'|'.join(ERAS)})\s+(?:năm\s+)?(?:thứ\s+)?(\d{{1,2}})\b")


def year_of(text: str) -> int | None:
    """Return the solar year of a date written in reign years: ``Tự Đức năm thứ 5`` is 1852."""
    found = WRITTEN.search(text)
    if found is None:
        return None
    first, last = ERAS[found[1]]
    year = first + int(found[2]) - 1
    return year if first <= year <= last else None


def explained(text: str) -> str:
    """A written date with its solar year behind it where only the reign is named."""
    year = year_of(text)
    return f"{text} ({year})" if year and str(year) not in text else text
