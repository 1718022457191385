"""Draws the states of a request into the documentation, from the table that the code obeys."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from portal.reading_room.cards.vocabulary import CARD_STEPS, CardState
from portal.reading_room.requests.vocabulary import STEPS, State
from portal.reading_room.rules.vocabulary import Actor

PAGE = "docs/reading-room.md"
BEGIN, END = "<!-- drawn by draw_states -->\n", "<!-- end of the drawing -->\n"
SAID = {
    Actor.READER: "reader",
    Actor.OFFICER: "officer",
    Actor.APPROVER: "second officer",
    Actor.CLOCK: "clock",
    Actor.ARCHIVE: "archive",
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
    """Both diagrams, and the same as tables in words, for those who read neither Mermaid nor code."""
    return (
        "\n".join(
            [
                "### A request",
                "",
                *_machine(STEPS, State, State.SUBMITTED),
                "",
                "### A reader's card",
                "",
                *_machine(CARD_STEPS, CardState, CardState.REQUESTED),
            ]
        )
        + "\n"
    )


def _machine(steps, states, first) -> list[str]:
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {first} : reader"]
    for (one, other), actors in steps.items():
        said = ", ".join(SAID[actor] for actor in Actor if actor in actors)
        lines.append(f"    {one} --> {other} : {said}")
    lines += ["```", "", "| state | in Vietnamese | meaning |", "|---|---|---|"]
    for state in states:
        with translation.override("vi"):
            vietnamese = str(state.label)
        with translation.override("en"):
            lines.append(f"| `{state}` | {vietnamese} | {state.label} |")
    return lines
