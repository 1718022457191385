"""Sentences for people, said by code that knows no Django: a template to translate, and the values to fill in."""

from typing import Any


def gettext_noop(template: str) -> str:
    """Mark a sentence for the message catalogues; it is translated where it is shown."""
    return template


class Said(Exception):
    """A refusal in a whole sentence; ``template`` is translated where it is shown and filled with ``values``."""

    def __init__(self, template: str, **values: Any) -> None:
        self.template, self.values = template, values
        super().__init__(template.format(**values))

    def __reduce__(self) -> tuple:
        # a child process hands it to its parent
        return _again, (type(self), self.template, self.values)


def _again(kind: type[Said], template: str, values: dict) -> Said:
    return kind(template, **values)
