"""Roles: which groups exist and what each may do; the table is the rule."""

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

ARCHIVISTS = "Archivists"
CURATORS = "Curators"
OFFICERS = "Reading-room officers"

_DESK = ("wagtailadmin.access_admin",)
_PICTURES = ("wagtailimages.add_image", "wagtailimages.change_image", "wagtailimages.choose_image")

MAY: dict[str, tuple[str, ...]] = {
    ARCHIVISTS: (
        *_DESK,
        "catalog.see_closed_records", "catalog.change_access",
        "catalog.add_record", "catalog.change_record", "catalog.view_record",
        "catalog.add_agent", "catalog.change_agent", "catalog.view_agent",
        "catalog.add_place", "catalog.change_place", "catalog.view_place",
        "catalog.add_importrun", "catalog.view_importrun", "catalog.add_scan", "catalog.view_scan",
    ),
    CURATORS: (*_DESK, *_PICTURES, "catalog.see_closed_records", "catalog.view_record"),
    OFFICERS: (
        *_DESK,
        "catalog.see_closed_records", "catalog.view_record",
        "reading_room.decide_accessrequest", "reading_room.view_accessrequest",
    ),
}  # fmt: skip


def ensure() -> None:
    """Create the groups where they are missing and give each what its role may do."""
    for name, wanted in MAY.items():
        group, _ = Group.objects.get_or_create(name=name)
        condition = Q(pk__in=())
        for permission in wanted:
            app, codename = permission.split(".")
            condition |= Q(content_type__app_label=app, codename=codename)
        group.permissions.add(*Permission.objects.filter(condition))
