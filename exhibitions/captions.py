"""WebVTT as curators type it: a header is added where it is missing, and the words are read out of it."""

import webvtt
from webvtt.errors import MalformedFileError

HEADER = "WEBVTT"


def file_of(text: str) -> str:
    """The captions as a file that browsers take (WebVTT, section 4.1)."""
    body = text.replace("\r\n", "\n").strip()
    return body + "\n" if body.startswith(HEADER) else f"{HEADER}\n\n{body}\n"


def lines(text: str) -> list[str]:
    """The words alone, cue by cue; of something that is no WebVTT, its lines as they are."""
    try:
        found = [caption.text.replace("\n", " ").strip() for caption in webvtt.from_string(file_of(text)).captions]
    except MalformedFileError:
        found = [line.strip() for line in text.splitlines()]
    return [line for line in found if line]


def is_timed(text: str) -> bool:
    """Whether there is at least one cue with its times."""
    try:
        return len(webvtt.from_string(file_of(text))) > 0
    except MalformedFileError:
        return False
