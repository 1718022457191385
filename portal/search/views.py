"""The search page: a catalogue drawer."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.search import queries
from catalog.search.generations import SearchUnavailable
from catalog.search.whoosh_engine import FACETS, TooCostly
from portal.search.find import ORDERS, find

RETRY_SECONDS = 30
KEPT = (*FACETS, "under", "from", "to")


@require_safe
def search(request) -> HttpResponse:
    """Find records by words, phrases in quotation marks, document numbers, and the filters in the margin."""
    text = request.GET.get("q", "")[:300]
    typed = queries.parse(text)
    filters = {name: request.GET.get(name, "")[:64] for name in KEPT}
    for year in ("from", "to"):
        filters[year] = (
            filters[year] if filters[year].isascii() and filters[year].isdigit() and len(filters[year]) == 4 else ""
        )
    order = request.GET.get("order", "")
    order = order if order in ORDERS else ""
    asked = request.GET.get("page", "1")
    page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    context = {
        "q": text,
        "typed": typed,
        "filters": filters,
        "order": order,
        "active": _active(request, filters),
        "orders": [
            ("", _("Best match")),
            ("oldest", _("Oldest first")),
            ("newest", _("Newest first")),
            ("catalogue", _("Catalogue order")),
        ],
    }
    try:
        context["found"] = find(typed, reader=request.user, filters=filters, order=order, page=page)
    except SearchUnavailable:
        response = render(request, "search/unavailable.html", context, status=503)
        response["Retry-After"] = str(RETRY_SECONDS)
        return response
    except TooCostly:
        return render(request, "search/too_costly.html", context, status=400)
    context["groups"] = _groups(request, context["found"], filters)
    context["decades"] = _decades(request, context["found"])
    response = render(request, "search/search.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _link(request, **changes) -> str:
    """The same search with some parameters changed; an empty value drops one."""
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return "?" + query.urlencode()


def _groups(request, found, filters) -> list[dict]:
    titles = {
        "level": _("Level"),
        "fonds": _("Fonds"),
        "has_scans": _("Digitised"),
        "access": _("Access"),
    }
    words = {"yes": _("With scans online"), "no": _("Without scans online")}
    groups = []
    for name, title in titles.items():
        values = [
            {
                "label": words.get(label, label),
                "count": count,
                "link": _link(request, **{name: value}),
            }
            for value, label, count in found.facets.get(name, [])[:12]
        ]
        if values and not filters.get(name):
            groups.append({"title": title, "values": values})
    return groups


def _decades(request, found) -> list[dict]:
    rows = found.facets.get("decade", [])
    most = max((count for _value, _label, count in rows), default=1)
    return [
        {
            "label": value,
            "count": count,
            "share": share,
            "rest": 100 - share,
            "link": _link(request, decade=value),
        }
        for value, _label, count in rows
        if (share := max(4, round(100 * count / most)))
    ]


def _active(request, filters) -> list[dict]:
    from catalog.models import Record
    from catalog.vocabulary import Access, Level

    words = {
        **dict(Level.choices),
        **dict(Access.choices),
        "yes": _("With scans online"),
        "no": _("Without scans online"),
    }
    active = []
    for name, value in filters.items():
        if not value:
            continue
        label = words.get(value, value)
        if name in ("fonds", "under"):
            record = Record.objects.visible_to(request.user).filter(key=value).first()
            label = record.listed_title if record else value
        elif name == "decade":
            label = _("The %(year)ss") % {"year": value}
        elif name in ("from", "to"):
            label = f"{_('From') if name == 'from' else _('To')} {value}"
        active.append({"label": label, "link": _link(request, **{name: ""})})
    return active
