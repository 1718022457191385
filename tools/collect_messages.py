"""Bring the Vietnamese catalogue up to what code and templates say: new sentences come in without a translation.

    python tools/collect_messages.py            add what is new, drop what nobody says any more, tell what was done
    python tools/collect_messages.py --check    only tell; ends with 1 where something would be done

Nothing is moved, wrapped anew or guessed: an entry that is there stays as it is written. Words of Wagtail's own stand
in ``locale/desk`` and are kept by hand.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
from babel.messages.extract import extract_python

ROOT = Path(__file__).resolve().parent.parent
OURS, DESK = (ROOT / folder / "vi/LC_MESSAGES/django.po" for folder in ("locale", "locale/desk"))
ROOMS = ("themes", "catalog", "iiif", "portal", "exhibitions")
KINDS = ("*.html", "*.txt", "*.py")
# what marks a sentence for people, with the places of its arguments: context, singular, plural
KEYWORDS: dict[str, tuple[int | None, int, int | None]] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), (None, 0, None)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (None, 0, 1)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (0, 1, None)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (0, 1, 2)),
}
# its context, itself, its plural
Sentence = tuple[str | None, str, str]


def said() -> set[Sentence]:
    """Every sentence that code and templates mark for people."""
    files = (path for room in ROOMS for kind in KINDS for path in (ROOT / room).rglob(kind))
    return {sentence for path in files for sentence in sentences(path)}


def sentences(path: Path) -> Iterator[Sentence]:
    # only here: templatize asks for Django's settings where a template breaks
    from django.utils.translation.template import templatize

    text = path.read_text()
    if path.suffix != ".py":
        # on one line: what Django leaves of a template has the indentation of nothing
        text = templatize(text, origin=str(path)).replace("\n", " ").strip()
    source = io.BytesIO(text.encode())
    for _line, keyword, words, _comments in extract_python(source, KEYWORDS, [], {"encoding": "utf-8"}):
        places = KEYWORDS.get(keyword)
        arguments = words if isinstance(words, tuple) else (words,)
        if places and arguments[places[1]]:
            context, plural = (arguments[place] if place is not None else None for place in (places[0], places[2]))
            yield context, arguments[places[1]], plural or ""


def differences() -> tuple[list[Sentence], list[polib.POEntry]]:
    """Sentences that stand in neither catalogue, and entries of ours that nobody says."""
    spoken = said()
    ours, desk = polib.pofile(str(OURS)), polib.pofile(str(DESK))
    known = {(entry.msgctxt, entry.msgid) for entry in (*ours, *desk)}
    wanted = {(context, text) for context, text, _plural in spoken}
    missing = sorted((each for each in spoken if each[:2] not in known), key=lambda each: each[1])
    return missing, [entry for entry in ours if (entry.msgctxt, entry.msgid) not in wanted]


def add(missing: list[Sentence]) -> None:
    written = OURS.read_text().rstrip("\n")
    for context, text, plural in missing:
        entry = polib.POEntry(msgctxt=context, msgid=text, msgid_plural=plural)
        if plural:
            entry.msgstr_plural = {0: ""}
        if re.search(r"%\(\w+\)[sd]|%%", text):
            entry.flags = ["python-format"]
        elif re.search(r"\{\w+\}", text):
            entry.flags = ["python-brace-format"]
        written += "\n\n" + str(entry).rstrip("\n")
    OURS.write_text(written + "\n")


def drop(unsaid: list[polib.POEntry]) -> None:
    """Take entries out of the file, and touch no other line."""
    lines = OURS.read_text().split("\n")
    for entry in sorted(unsaid, key=lambda entry: -entry.linenum):
        start = entry.linenum - 1
        while start > 0 and lines[start - 1].startswith("#"):
            start -= 1
        end = entry.linenum
        while end < len(lines) and lines[end]:
            end += 1
        del lines[start : end + 1]
    OURS.write_text("\n".join(lines).rstrip("\n") + "\n")


def main() -> int:
    missing, unsaid = differences()
    for _context, text, _plural in missing:
        sys.stdout.write(f"new: {text}\n")
    for entry in unsaid:
        sys.stdout.write(f"said no more: {entry.msgid}\n")
    if "--check" in sys.argv:
        return 1 if missing or unsaid else 0
    drop(unsaid)
    add(missing)
    return 0


if __name__ == "__main__":
    sys.exit(main())
