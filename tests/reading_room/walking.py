"""A request from asking to its end, by nothing but the forms that the desk shows and the link that its reader gets."""

from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag

from portal.reading_room.desk.steps.desk_steps import DESK_STEPS
from portal.reading_room.desk.steps.step import DeskStep

# what officers type wherever a form wants words, with the name of the field behind it: whoever looks for it afterwards finds all that was kept of them
TYPED = "Chim lạc bay"
LONGEST = 12  # steps, more than any request takes


@dataclass
class Walk:
    """Through which states it went, and what was typed in which of them."""

    states: list[str]
    typed: set[tuple[str, str]] = field(default_factory=set)


class Stuck(AssertionError):
    """No button and no link leads on; the message says what the page told."""


def walk(client, access_request, *, reader, officers, until=()) -> Walk:
    """Take step after step until one of the states ``until`` or until nobody has anything to do.

    Raises ``Stuck`` where a request that is not at its end cannot be brought further, or can be brought further while
    something is still to be written down for it.
    """
    walked, taken = Walk([access_request.state]), set()
    for _step in range(LONGEST):
        state = walked.states[-1]
        if state in (*until, "closed", "approved"):
            return walked
        done, words = _act_at_the_desk(client, access_request, officers, taken)
        done = done or _fetch(client, access_request, reader)
        if not done:
            raise Stuck(f"{access_request.use} stands still in {state}: {_reasons(client, access_request)}")
        taken.add((state, done))
        walked.typed.update({(state, each) for each in words if TYPED in each})
        access_request.refresh_from_db()
        if access_request.state != state:
            walked.states.append(access_request.state)
    raise Stuck(f"{access_request.use} goes round and round: {walked.states}")


def _act_at_the_desk(client, access_request, officers, taken) -> tuple[str, tuple[str, ...]]:
    """Send the first form that leads on, as the first officer who is offered one: its address, and what was filled in."""
    for officer in officers:
        client.force_login(officer)
        forms = [
            (address, form)
            for address, form in _forms(client, f"/desk/requests/{access_request.pk}/")
            if _leads_on(address, form) and (access_request.state, address) not in taken
        ]
        stays = [address for address, _form in forms if _stays(address)]
        if stays and len(stays) < len(forms):
            raise Stuck(f"{access_request.use} goes on from {access_request.state} without {stays}")
        for address, form in forms:
            filled = _filled(form)
            client.post(address, filled)
            return address, tuple(filled.values())
        if box := access_request.retrieval:
            for address, form in _forms(client, f"/desk/loans/{box.ref}/"):
                if address.endswith("/fetch/") and (access_request.state, address) not in taken:
                    client.post(address, _filled(form))
                    return address, ()
    return "", ()


def _step_at(address: str) -> DeskStep | None:
    """The step that a form takes; none where it is the decision itself."""
    return DESK_STEPS.get(address.rstrip("/").rsplit("/", 1)[-1])


def _leads_on(address: str, form: Tag) -> bool:
    """Whether a form brings the request further; a decision that can only be a refusal does not."""
    step = _step_at(address)
    if step is None:
        return form.select_one('[name="decision"][value="approve"]') is not None
    return step.is_main and not step.is_dangerous


def _stays(address: str) -> bool:
    """Whether it only writes something down, and the request stands where it stood."""
    step = _step_at(address)
    return step is not None and not step.moves


def _fetch(client, access_request, reader) -> str:
    client.force_login(reader)
    page = _page(client, f"/reading-room/requests/{access_request.pk}/")
    link = page.select_one('a[href*="/reading-room/copies/"]')
    if link is None:
        return ""
    assert b"".join(client.get(str(link["href"])).streaming_content)
    return str(link["href"])


def _page(client, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return BeautifulSoup(answer.content, "html.parser")


def _forms(client, address: str) -> list[tuple[str, Tag]]:
    """The forms of a page that change something about it, with their addresses."""
    forms = _page(client, address).select('form[method="post"]')
    return [(str(form.get("action") or address), form) for form in forms if _is_about(form, address)]


def _is_about(form: Tag, address: str) -> bool:
    return str(form.get("action") or address).startswith(address)


def _filled(form: Tag) -> dict[str, str]:
    """What a person fills in: what must be filled in, and of choices the first."""
    values = {}
    for control in form.select("input[name], textarea[name], select[name]"):
        name, kind = str(control["name"]), control.get("type", control.name)
        if kind == "radio":
            values.setdefault(name, str(control["value"]))
        elif kind == "select":
            chosen = control.select_one("option[selected]")
            values[name] = str(chosen["value"]) if chosen else ""
        elif kind in ("hidden", "date"):
            values[name] = str(control.get("value", ""))
        elif kind != "checkbox" and control.has_attr("required"):
            values[name] = f"{TYPED} {name}"
    return values


def _reasons(client, access_request) -> list[str]:
    page = _page(client, f"/reading-room/requests/{access_request.pk}/").select(".timeline .now")
    return [" ".join(each.get_text().split()) for each in page]
