"""Lists of pages as people write them: ``1-3, 7``."""

import re

# what a certificate, a signature and a reader's download can bear in one file
MOST_PAGES = 200


LIST = re.compile(r"\s*\d+\s*([-–]\s*\d+\s*)?([,;]\s*\d+\s*([-–]\s*\d+\s*)?)*")


MOST = 5000


class BadPages(ValueError):
    """This is no list of pages; the argument says what is wrong: ``words``, ``order`` or ``beyond``."""


def parse_pages(text: str, *, last: int | None = None) -> list[int]:
    """Page numbers in ascending order, each once. Raises ``BadPages``.

    >>> parse_pages("7, 1-3")
    [1, 2, 3, 7]
    """
    if not text.strip():
        return []
    if (not text.isascii() and "–" not in text) or not LIST.fullmatch(text):
        raise BadPages("words")
    pages: set[int] = set()
    for part in re.split("[,;]", text):
        ends = [int(number) for number in re.split("[-–]", part)]
        if ends[0] > ends[-1] or ends[0] < 1:
            raise BadPages("order")
        if ends[-1] > (last or MOST):
            raise BadPages("beyond")
        pages.update(range(ends[0], ends[-1] + 1))
    return sorted(pages)


def count_pages(text: str) -> int:
    return len(parse_pages(text))


def write_pages(pages: list[int]) -> str:
    """The shortest way to write a list.

    >>> write_pages([1, 2, 3, 7])
    '1-3, 7'
    """
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)
