"""What a sentence about access means: a level, a day, or nothing that is understood."""

import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from catalog.finding_aids.access_statements.words import (
    AFTER,
    CODED,
    CODES,
    FROM,
    LABEL,
    LONGEST,
    MOST_LABELS,
    NEUTRAL,
    NO_DEGREE,
    OPEN,
    RETENTION_VALUE,
    SENTENCES,
    UNTIL,
    WORDS,
    plain,
)
from catalog.finding_aids.ead_dates import first_and_last_day

STRICTNESS = {"open": 0, "on_request": 1, "closed": 2}


@dataclass(frozen=True)
class Meaning:
    """What a statement comes to: a level, or none where it says nothing of access; the day that it names, if any."""

    access: str | None
    opens_on: date | None = None
    is_understood: bool = True


NOT_UNDERSTOOD = Meaning("closed", is_understood=False)


def understand(text: str) -> Meaning:
    """What a statement means, sentence by sentence; one that is not known word for word closes.

    >>> understand("Chưa công khai đến hết năm 2035.")
    Meaning(access='closed', opens_on=datetime.date(2036, 1, 1), is_understood=True)
    >>> understand("Open for research. Some folders are restricted.").access
    'closed'
    """
    sentences = [plain(each) for each in SENTENCES.split(unicodedata.normalize("NFC", text))]
    said = [_meaning_of_parts(each) for each in sentences if each]
    # a question is no statement
    return joined(said) if said and "?" not in text else NOT_UNDERSTOOD


def _meaning_of_parts(sentence: str) -> Meaning:
    """What a sentence means, or what its parts between commas mean where every one is understood."""
    meaning = sentence_meaning(sentence)
    if meaning.is_understood or "," not in sentence:
        return meaning
    parts = [sentence_meaning(plain(part)) for part in sentence.split(",")[:MOST_LABELS]]
    return joined(parts) if all(part.is_understood for part in parts) else NOT_UNDERSTOOD


def joined(meanings: list[Meaning]) -> Meaning:
    said = [each for each in meanings if each.access]
    if not said:
        return Meaning(None)
    most = max(said, key=lambda each: STRICTNESS[each.access or "open"]).access
    closing = [each for each in said if each.access == "closed"]
    days = [each.opens_on for each in closing if each.opens_on]
    return Meaning(
        most,
        opens_on=max(days) if days and len(days) == len(closing) else None,
        is_understood=all(each.is_understood for each in said),
    )


def sentence_meaning(text: str) -> Meaning:
    """What one plain sentence means, after the names that it begins with."""
    text, labels = unlabelled(text)
    if len(text) > LONGEST:
        return NOT_UNDERSTOOD
    # of several names the last one says what the words are about
    is_retention = labels[-1:] == ["retention"] and RETENTION_VALUE.match(text)
    if is_retention or ("security" in labels and text in NO_DEGREE):
        return Meaning(None)
    if match := NEUTRAL.match(text):
        return _declassified(match["when"] or "")
    if match := CODED.match(text):
        code, word = match["before"] or match["code"], plain(match["after"] or match["word"])
        return Meaning(CODES[code]) if WORDS.get(word) == CODES[code] else NOT_UNDERSTOOD
    return _level(text) or _dated(text) or NOT_UNDERSTOOD


def _level(text: str) -> Meaning | None:
    access = WORDS.get(text) or CODES.get(text) or ("open" if OPEN.match(text) else None)
    return Meaning(access) if access else None


def unlabelled(text: str) -> tuple[str, list[str | None]]:
    """A sentence without the names that it begins with, and of which kind those were, in their order."""
    labels: list[str | None] = []
    while len(labels) < MOST_LABELS and (match := LABEL.match(text)):
        labels.append(match.lastgroup)
        text = plain(text[match.end() :])
    return text, labels


def _declassified(when: str) -> Meaning:
    """What is declassified is closed by that no more, but from a day to come it is not yet."""
    if not when:
        return Meaning(None)
    days = first_and_last_day(when)
    if days is None:
        return NOT_UNDERSTOOD
    is_over = days[1] <= datetime.now(UTC).date()
    return Meaning(None) if is_over else Meaning("closed", days[0])


def opening_of(text: str) -> Meaning | None:
    """What a plain sentence means that names a day to come on which something opens."""
    meaning = _dated(text)
    is_to_come = meaning is not None and meaning.opens_on is not None and meaning.opens_on > datetime.now(UTC).date()
    return meaning if is_to_come else None


def _dated(text: str) -> Meaning | None:
    if match := UNTIL.match(text):
        days = first_and_last_day(match["day"])
        return days and Meaning("closed", _next(days[1]) if match["end"] else days[0])
    if match := FROM.match(text):
        days = first_and_last_day(match["day"])
        return days and Meaning("closed", days[0])
    if (match := AFTER.match(text)) and (days := first_and_last_day(match["day"])):
        # a term counts from the end of what is named: fifty years from 1990 end with 2040
        last = days[1]
        year = last.year + int(match["years"])
        return Meaning("closed", _next(_on(last, year))) if year < date.max.year else None
    return None


def _next(day: date) -> date:
    """The day after; the last of the calendar, by which people write *never*, stays what it is."""
    return day if day == date.max else day + timedelta(days=1)


def _on(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return day.replace(year=year, day=28)
