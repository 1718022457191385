"""What an import would do, as rows for a person to read before it is confirmed."""

from collections import defaultdict
from dataclasses import asdict

from catalog.finding_aids import FindingAid
from catalog.imports.actions.plan import Plan


def verdicts(plan: Plan) -> list[dict]:
    """What would become of each description of the file, refused and changed ones first."""
    rows = [
        {
            "line": d.line,
            "code": d.fields.get("reference_code", ""),
            "title": d.fields["title"][:200],
            "level": d.level,
            "access": level,
            "verdict": state,
            "reason": "",
        }
        for d, state, level in zip(plan.aid.drafts, plan.states, plan.effective, strict=True)
    ]
    rows += [
        {
            "line": r.line,
            "code": r.code,
            "title": r.title[:200],
            "level": "",
            "verdict": "refused",
            "reason": r.reason,
            "values": r.values,
        }
        for r in plan.aid.refusals
    ]
    # what needs a person's eye first
    rank = {"refused": 0, "changed": 1, "new": 2, "unchanged": 3}
    return sorted(rows, key=lambda row: (rank[row["verdict"]], row["line"]))


def kept_rows(plan: Plan) -> list[dict]:
    """What the desk has written and the file says otherwise, row by row."""
    return [
        {"line": draft.line, "code": draft.fields.get("reference_code", ""), **asdict(each)}
        for draft, kept in zip(plan.aid.drafts, plan.kept, strict=True)
        for each in kept
    ]


def closing_rows(plan: Plan) -> list[dict]:
    """What keeps new descriptions closed: words of the file, and codes that are closed here."""
    rows = [{**asdict(each), "is_code": False} for each in plan.aid.closing]
    rows += [
        {"line": draft.line, "words": code, "opens_on": "", "is_code": True}
        for draft, state in zip(plan.aid.drafts, plan.states, strict=True)
        if state == "new" and (code := draft.fields.get("reference_code")) in plan.closed_codes
    ]
    return sorted(rows, key=lambda row: row["line"])


def grouped_unknowns(aid: FindingAid) -> list[dict]:
    """What was not understood, one row an element name: how often, the first lines, an example."""
    groups: dict[str, list] = defaultdict(list)
    for unknown in aid.not_understood:
        groups[unknown.element].append(unknown)
    return [
        {
            "element": element,
            "count": len(found),
            "lines": [u.line for u in found[:10]],
            "text": found[0].text,
        }
        for element, found in groups.items()
    ]
