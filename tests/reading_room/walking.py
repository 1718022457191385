"""A request from asking to its end, by nothing but the forms that the desk shows and the link that its reader gets."""

from bs4 import BeautifulSoup, Tag

from portal.reading_room.desk.steps import DESK_STEPS

# what officers type wherever a form wants words: whoever looks for it afterwards finds all that was kept of them
TYPED = "Chim lạc bay trên mặt trống đồng"
LONGEST = 12  # steps, more than any request takes


class Stuck(AssertionError):
    """No button and no link leads on; the message says what the page told."""


def walk(client, access_request, *, reader, officers, until=()) -> list[str]:
    """Take step after step until one of the states ``until`` or until nobody has anything to do; the states it came to.

    Raises ``Stuck`` where a request that is not at its end cannot be brought further.
    """
    states, taken = [access_request.state], set()
    for _step in range(LONGEST):
        if states[-1] in (*until, "closed", "approved"):
            return states
        done = _act_at_the_desk(client, access_request, officers, taken) or _fetch(client, access_request, reader)
        if not done:
            raise Stuck(f"{access_request.use} stands still in {states[-1]}: {_reasons(client, access_request)}")
        taken.add((states[-1], done))
        access_request.refresh_from_db()
        if access_request.state != states[-1]:
            states.append(access_request.state)
    raise Stuck(f"{access_request.use} goes round and round: {states}")


def _act_at_the_desk(client, access_request, officers, taken) -> str:
    """Send the first form that leads on, as the first officer who is offered one; its address, or nothing."""
    for officer in officers:
        client.force_login(officer)
        for address, form in _forms(client, f"/desk/requests/{access_request.pk}/"):
            name = address.rstrip("/").rsplit("/", 1)[-1]
            step = DESK_STEPS.get(name)
            leads_on = step is None or (step.is_main and not step.is_dangerous)
            if leads_on and (access_request.state, address) not in taken:
                client.post(address, _filled(form))
                return address
        if box := access_request.retrieval:
            for address, form in _forms(client, f"/desk/loans/{box.ref}/"):
                if address.endswith("/fetch/") and (access_request.state, address) not in taken:
                    client.post(address, _filled(form))
                    return address
    return ""


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
            values[name] = TYPED
    return values


def _reasons(client, access_request) -> list[str]:
    page = _page(client, f"/reading-room/requests/{access_request.pk}/").select(".timeline .now")
    return [" ".join(each.get_text().split()) for each in page]
