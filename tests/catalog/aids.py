"""Small finding aids with a statement of access."""


def part(statement: str, *, code: str = "T.1", more: str = "") -> str:
    return f'<dsc><c level="file" {more}><did><unitid>{code}</unitid><unittitle>Hồ sơ</unittitle></did>{statement}</c></dsc>'


def note(words: str, **attributes: str) -> str:
    told = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<accessrestrict{told}><p>{words}</p></accessrestrict>"
