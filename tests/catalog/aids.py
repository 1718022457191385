"""Small finding aids with a statement of access."""

from tests.catalog.test_finding_aids import ead


def part(statement: str, *, code: str = "T.1", more: str = "") -> str:
    return f'<dsc><c level="file" {more}><did><unitid>{code}</unitid><unittitle>Hồ sơ</unittitle></did>{statement}</c></dsc>'


def note(words: str, **attributes: str) -> str:
    told = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<accessrestrict{told}><p>{words}</p></accessrestrict>"


def aid_of_files(identifier: str, words: str, *, files: int) -> str:
    """A finding aid of a fonds with so many files, each of which says so much of access."""
    did = "<did><unitid>{0}</unitid><unittitle>Hồ sơ {0}</unittitle></did>"
    parts = "".join(
        f'<c id="f{number}" level="file">{did.format(f"{identifier}.{number}")}{note(words)}</c>'
        for number in range(files)
    )
    return ead(f"<dsc>{parts}</dsc>").replace("<eadid>thu<", f"<eadid>{identifier}<")
