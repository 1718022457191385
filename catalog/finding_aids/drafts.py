"""What every reader of finding aids returns: frozen drafts, with the line each came from."""

import hashlib
import json
from dataclasses import asdict, dataclass, field

from catalog.words import Said

# the identifier of the top of a file that gives it neither an id nor a code
UNNAMED = "archdesc"


class NotAFindingAid(Said):
    """The file cannot be read as a finding aid; the message says why and where."""


class SecretRows(Exception):
    """The file describes state secrets; nothing of them is kept but their lines."""

    def __init__(self, lines: list[int]) -> None:
        self.lines = lines
        super().__init__(f"{len(lines)} descriptions are marked as state secrets")


@dataclass(frozen=True)
class NamedAgent:
    """A name on a description: what it did (``creator``, ``subject``), what it is, how it is written."""

    role: str
    kind: str
    name: str


@dataclass(frozen=True)
class Unknown:
    """An element that the reader does not keep, so that nothing is lost in silence."""

    line: int
    element: str
    text: str


@dataclass(frozen=True)
class Closing:
    """Words that keep a description closed: because they are not understood, or until the day that they name."""

    line: int
    words: str
    opens_on: str = ""


@dataclass(frozen=True)
class Refusal:
    """A description that cannot be taken in, and why; its text is kept only as far as a person needs it."""

    line: int
    code: str
    title: str
    reason: str
    values: dict = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        return self.reason.format(**self.values)


@dataclass(frozen=True)
class Draft:
    """One description as the file has it. ``parent`` is an index into the list of drafts, always an earlier one."""

    source_id: str
    line: int
    parent: int | None
    level: str
    fields: dict[str, str]
    access: str | None = None
    # the day on which the file says that the description opens: a proposal, for the archive to decide
    opens_on: str = ""
    agents: tuple[NamedAgent, ...] = ()
    places: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of what the description says: the line does not count, so that reformatting changes nothing."""
        said = asdict(self)
        del said["line"], said["parent"]
        if not self.opens_on:
            del said["opens_on"]  # files that name no day are what they were before days were read
        return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@dataclass
class FindingAid:
    """A whole file: drafts in document order, parents first."""

    format: str
    source: str
    drafts: list[Draft] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    not_understood: list[Unknown] = field(default_factory=list)
    # statements of access whose record stays closed because of them: not understood, or until a day
    closing: list[Closing] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.drafts[0].fields["title"] if self.drafts else ""
