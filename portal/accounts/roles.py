"""Roles: which groups exist and what each may do; the table is the rule."""

from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from wagtail.models import GroupPagePermission, Page

ARCHIVISTS = "Archivists"
CURATORS = "Curators"
OFFICERS = "Reading-room officers"

_DESK = ("wagtailadmin.access_admin",)
_DAYS_OFF = (
    "catalog.add_declaredday",
    "catalog.change_declaredday",
    "catalog.delete_declaredday",
    "catalog.view_declaredday",
)


def _tables(*names: str) -> tuple[str, ...]:
    """Tables that the reading room keeps itself: rows are added, changed, taken away."""
    return tuple(f"reading_room.{deed}_{name}" for name in names for deed in ("add", "change", "delete", "view"))


MAY: dict[str, tuple[str, ...]] = {
    ARCHIVISTS: (
        *_DESK,
        *_DAYS_OFF,
        "catalog.see_closed_records",
        "catalog.change_access",
        "catalog.add_record",
        "catalog.change_record",
        "catalog.view_record",
        "catalog.add_agent",
        "catalog.change_agent",
        "catalog.view_agent",
        "catalog.add_place",
        "catalog.change_place",
        "catalog.view_place",
        "catalog.add_importrun",
        "catalog.view_importrun",
        "catalog.add_scan",
        "catalog.view_scan",
    ),
    CURATORS: (
        *_DESK,
        *_DAYS_OFF,
        "catalog.see_closed_records",
        "catalog.view_record",
        "exhibitions.add_day",
        "exhibitions.change_day",
        "exhibitions.delete_day",
        "exhibitions.view_day",
        "exhibitions.add_recording",
        "exhibitions.change_recording",
        "exhibitions.view_recording",
        "exhibitions.add_season",
        "exhibitions.change_season",
        "exhibitions.delete_season",
        "exhibitions.view_season",
        "simple_translation.submit_translation",
    ),
    OFFICERS: (
        *_DESK,
        *_DAYS_OFF,
        "catalog.see_closed_records",
        "catalog.view_record",
        "reading_room.decide_accessrequest",
        "reading_room.view_accessrequest",
        *_tables("absence", "seat", "openinghours", "serviceterm", "refusalground", "keepingterm"),
        "reading_room.change_roomrules",
        "reading_room.view_roomrules",
    ),
}

ON_PAGES = ("add_page", "change_page", "publish_page", "bulk_delete_page")


def ensure() -> None:
    """Create the groups where they are missing and give each what its role may do."""
    for name, wanted in MAY.items():
        group, _ = Group.objects.get_or_create(name=name)
        condition = Q(pk__in=())
        for permission in wanted:
            app, codename = permission.split(".")
            condition |= Q(content_type__app_label=app, codename=codename)
        group.permissions.add(*Permission.objects.filter(condition))
    _let_curators_edit_pages()


def _let_curators_edit_pages() -> None:
    """Wagtail keeps permissions on pages apart, as rows of its tree: curators hold theirs from the root down."""
    root = Page.get_first_root_node()
    if root is None:
        return
    curators = Group.objects.get(name=CURATORS)
    for codename in ON_PAGES:
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.get_or_create(group=curators, page=root, permission=permission)
