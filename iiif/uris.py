"""Every IIIF identifier of the portal is minted here and nowhere else."""

from django.conf import settings

from catalog.models import Record, Scan

IMAGE_PREFIX = "/iiif/3/"
IMAGE_2_PREFIX = "/iiif/2/"


def base(request) -> str:
    """The address of this installation: from settings where the operator set one, else the one that was asked."""
    return getattr(settings, "BASE_URL", "") or request.build_absolute_uri("/").rstrip("/")


def image_service_path(scan: Scan) -> str:
    return f"{IMAGE_PREFIX}{scan.key}"


def image_service(root: str, scan: Scan, *, version: int = 3) -> str:
    return f"{root}{IMAGE_PREFIX if version == 3 else IMAGE_2_PREFIX}{scan.key}"  # noqa: PLR2004


def reduced_path(scan: Scan) -> str:
    return f"/iiif/reduced/{scan.key}.jpg"


def reduced(root: str, scan: Scan) -> str:
    return f"{root}{reduced_path(scan)}"


def auth(root: str, name: str) -> str:
    return f"{root}/iiif/auth/{name}"


def manifest_path(record: Record) -> str:
    return f"/iiif/presentation/3/{record.key}/manifest"


def manifest(root: str, record: Record) -> str:
    return f"{root}{manifest_path(record)}"


def canvas(root: str, record: Record, scan: Scan) -> str:
    return f"{root}/iiif/presentation/3/{record.key}/canvas/{scan.key}"


def thumbnail_path(scan: Scan, longest: int) -> str:
    """The address of a ready-made thumbnail whose longest side is ``longest`` pixels, or of the whole if smaller."""
    from iiif.image.sizes import fitted

    width, height = fitted(scan.width, scan.height, longest)
    return f"{image_service_path(scan)}/full/{width},{height}/0/default.jpg"
