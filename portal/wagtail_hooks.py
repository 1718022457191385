"""Takes what is not offered from the desk's menu, home and search."""

from wagtail import hooks
from wagtail.documents.wagtail_hooks import DocumentsSummaryItem
from wagtail.images.wagtail_hooks import ImagesSummaryItem

# of pictures and files that the server would decode itself (portal.desk)
NOT_OFFERED = (DocumentsSummaryItem, ImagesSummaryItem)
NAMES = frozenset({"images", "documents"})


@hooks.register("construct_main_menu")
def leave_out_of_menu(request, items) -> None:
    items[:] = [item for item in items if item.name not in NAMES]


@hooks.register("construct_homepage_summary_items")
def leave_out_of_home(request, items) -> None:
    items[:] = [item for item in items if not isinstance(item, NOT_OFFERED)]


@hooks.register("construct_search")
def leave_out_of_search(request, areas) -> None:
    areas[:] = [area for area in areas if area.name not in NAMES]
