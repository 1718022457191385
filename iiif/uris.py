"""Every IIIF identifier of the portal is minted here and nowhere else."""

from typing import Protocol
from urllib.parse import urlencode

from django.conf import settings

from catalog.models import Record


class HasKey(Protocol):
    """A scan as far as its identifiers depend on it: the model itself, or a plain row of it."""

    @property
    def key(self) -> str: ...


class Sized(HasKey, Protocol):
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...


IMAGE_PREFIX = "/iiif/3/"
IMAGE_2_PREFIX = "/iiif/2/"
PRESENTATION = "/iiif/presentation/3"


def base(request) -> str:
    """The address of this installation: from settings where the operator set one, else the one that was asked."""
    return getattr(settings, "BASE_URL", "") or request.build_absolute_uri("/").rstrip("/")


# -- images -----------------------------------------------------------------------------------------


def image_service_path(scan: HasKey) -> str:
    return f"{IMAGE_PREFIX}{scan.key}"


def image_service(root: str, scan: HasKey, *, version: int = 3) -> str:
    return f"{root}{IMAGE_PREFIX if version == 3 else IMAGE_2_PREFIX}{scan.key}"


def thumbnail_path(scan: Sized, longest: int) -> str:
    """The address of a ready-made thumbnail whose longest side is ``longest`` pixels, or of the whole if smaller."""
    from iiif.image.sizes import fitted

    width, height = fitted(scan.width, scan.height, longest)
    return f"{image_service_path(scan)}/full/{width},{height}/0/default.jpg"


def reduced_path(scan: HasKey) -> str:
    return f"/iiif/reduced/{scan.key}.jpg"


def reduced(root: str, scan: HasKey) -> str:
    return f"{root}{reduced_path(scan)}"


def auth(root: str, name: str) -> str:
    return f"{root}/iiif/auth/{name}"


# -- presentation -----------------------------------------------------------------------------------


def manifest_path(record: Record) -> str:
    return manifest_path_of(record.key)


def manifest_path_of(key: str, *, version: int = 3) -> str:
    return f"/iiif/presentation/{version}/{key}/manifest"


def manifest(root: str, record: Record) -> str:
    return f"{root}{manifest_path(record)}"


def collection_of(root: str, key: str, *, page: int = 0) -> str:
    """The collection of what lies below a record; ``page`` counts from 1 where it is cut into parts."""
    return f"{root}{PRESENTATION}/{key}/collection{f'/{page}' if page else ''}"


def collection(root: str, record: Record, *, page: int = 0) -> str:
    return collection_of(root, record.key, page=page)


def top_collection(root: str, *, page: int = 0) -> str:
    """The collection of all fonds."""
    return f"{root}{PRESENTATION}/collection{f'/{page}' if page else ''}"


def canvas(root: str, record: Record, scan: HasKey) -> str:
    """A page belongs to its record, and keeps this identifier in every manifest that shows it."""
    return f"{root}{PRESENTATION}/{record.key}/canvas/{scan.key}"


def range_of(root: str, record: Record) -> str:
    return f"{root}{PRESENTATION}/{record.key}/range"


def story(root: str, key: str, kind: str) -> str:
    """A story told with pages of several records: its ``manifest``, its ``collection``."""
    return f"{root}/iiif/stories/{key}/{kind}"


def remarks_page(root: str, key: str, scan: HasKey) -> str:
    """What a story says of one page."""
    return f"{root}/iiif/stories/{key}/remarks/{scan.key}"


# -- text, annotations, discovery -------------------------------------------------------------------


def search(root: str, key: str, **query: str | int) -> str:
    return f"{root}/iiif/search/2/{key}/search{_query(query)}"


def autocomplete(root: str, key: str, **query: str | int) -> str:
    return f"{root}/iiif/search/2/{key}/autocomplete{_query(query)}"


def _query(values: dict) -> str:
    return f"?{urlencode(values)}" if values else ""


def text_page(root: str, scan: HasKey) -> str:
    """The lines of a page as annotations."""
    return f"{root}/iiif/annotations/{scan.key}/text"


def notes_page(root: str, scan: HasKey) -> str:
    """The archivists' annotations on a page."""
    return f"{root}/iiif/annotations/{scan.key}/notes"


def note(root: str, key: str) -> str:
    return f"{root}/iiif/annotations/note/{key}"


def rendering(root: str, record: Record, ending: str) -> str:
    """The whole document as a file: ``pdf`` or ``txt``."""
    return f"{root}/iiif/rendering/{record.key}.{ending}"


def discovery(root: str, name: str) -> str:
    return f"{root}/iiif/discovery/{name}"
