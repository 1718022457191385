"""Draws the states of a request into the documentation, from the table that the code obeys."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from portal.reading_room.vocabulary import STEPS, Actor, State

PAGE = "docs/reading-room.md"
BEGIN, END = "<!-- drawn by draw_states -->\n", "<!-- end of the drawing -->\n"
SAID = {
    Actor.READER: "reader",
    Actor.OFFICER: "officer",
    Actor.ARCHIVE: "archive, when the record closes",
}


class Command(BaseCommand):
    help = "Draws the states of a request into docs/reading-room.md; with --check only says whether it is right."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args, check: bool, **options) -> None:
        page = Path(settings.ROOT) / PAGE
        text = page.read_text()
        before, _begin, rest = text.partition(BEGIN)
        _old, end, after = rest.partition(END)
        if not end:
            raise CommandError(f"{PAGE} has no place for the drawing.")
        drawn = before + BEGIN + drawing() + END + after
        if drawn == text:
            return
        if check:
            raise CommandError(f"{PAGE} does not show the steps of the code; run draw_states.")
        page.write_text(drawn)


def drawing() -> str:
    """The diagram, and the same as a table in words, for those who read neither Mermaid nor code."""
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> submitted : reader"]
    lines += [f"    {one} --> {other} : {SAID[actor]}" for (one, other), actor in STEPS.items()]
    lines += ["```", "", "| state | in Vietnamese | meaning |", "|---|---|---|"]
    for state in State:
        with translation.override("vi"):
            vietnamese = str(state.label)
        with translation.override("en"):
            lines.append(f"| `{state}` | {vietnamese} | {state.label} |")
    return "\n".join(lines) + "\n"
