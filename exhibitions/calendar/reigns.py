"""Years of the Nguyễn reigns beside the solar ones (shared table of the domain; month and day are not reckoned)."""

import re

# first year of each era; a reign's first year is the year after accession where custom says so
ERAS = {
    "Gia Long": 1802, "Minh Mạng": 1820, "Minh Mệnh": 1820, "Thiệu Trị": 1841, "Tự Đức": 1848, "Kiến Phúc": 1884,
    "Hàm Nghi": 1885, "Đồng Khánh": 1886, "Thành Thái": 1889, "Duy Tân": 1907, "Khải Định": 1916, "Bảo Đại": 1926,
}  # fmt: skip
WRITTEN = re.compile(rf"\b({'|'.join(ERAS)})\s+(?:năm\s+)?(?:thứ\s+)?(\d{{1,2}})\b")


def year_of(text: str) -> int | None:
    """Return the solar year of a date written in reign years: ``Tự Đức năm thứ 5`` is 1852."""
    found = WRITTEN.search(text)
    return ERAS[found[1]] + int(found[2]) - 1 if found and int(found[2]) else None


def explained(text: str) -> str:
    """A written date with its solar year behind it where only the reign is named."""
    year = year_of(text)
    return f"{text} ({year})" if year and str(year) not in text else text
