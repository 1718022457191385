"""The desk's forms as a browser fills them in: what stands in a form is sent back with it."""

from html.parser import HTMLParser


class _Form(HTMLParser):
    """The values of a page's controls by their names."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.inside = ""

    def handle_starttag(self, tag, attributes):
        attrs = dict(attributes)
        name = attrs.get("name") or ""
        if tag == "input":
            kind = attrs.get("type") or "text"
            if kind in ("submit", "file") or (kind in ("radio", "checkbox") and "checked" not in attrs):
                return
            self.values[name] = attrs.get("value") or ""
        elif tag == "textarea":
            self.values[name], self.inside = "", name
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in attrs:
            self.values[self.select] = attrs.get("value") or ""

    def handle_data(self, data):
        if self.inside:
            # a browser leaves out the line break that a textarea begins with
            self.values[self.inside] += data.removeprefix("\n")

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.inside = ""


def filled_form(client, url: str, **changes: str) -> dict[str, str]:
    """What a browser would send of the form at an address, with some fields changed."""
    page = client.get(url)
    assert page.status_code == 200, page
    form = _Form()
    form.feed(page.content.decode())
    values = {name: value for name, value in form.values.items() if name}
    return {**values, **changes}
