"""The services that a document about a restricted image names (Authorization Flow 2.0, section 2.1).

A record that is open to all names none; a closed one has no document at all.
"""

from catalog import access
from catalog.models import Record, Scan
from catalog.people import Person
from iiif import uris, visits

CONTEXT = "http://iiif.io/api/auth/2/context.json"
CONTEXT_1 = "http://iiif.io/api/auth/1/context.json"
PROFILE_1 = "http://iiif.io/api/auth/1/"
WORDS = {
    "label": {"vi": ["Đăng nhập vào kho lưu trữ"], "en": ["Sign in to the archive"]},
    "heading": {"vi": ["Trang này chỉ cho xem theo yêu cầu"], "en": ["This page is shown on request"]},
    "note": {
        "vi": ["Phòng đọc cấp quyền xem cho từng bạn đọc. Nếu đã được cấp, hãy đăng nhập để mở trang."],
        "en": ["The reading room gives access to single readers. If you have been given it, sign in to open the page."],
    },
    "confirmLabel": {"vi": ["Đăng nhập"], "en": ["Sign in"]},
    "logout": {"vi": ["Đóng quyền xem"], "en": ["End the visit"]},
    "errorHeading": {"vi": ["Chưa mở được trang này"], "en": ["This page is not open to you"]},
    "errorNote": {
        "vi": ["Hãy gửi yêu cầu xem tài liệu tại trang của hồ sơ trên cổng của kho lưu trữ."],
        "en": ["Ask to see it on the record's page at the archive's portal."],
    },
}


def with_services(root: str, record: Record, scan: uris.HasKey, document: dict) -> dict:
    """Return an image information document with the services that its access asks for."""
    if access.is_open_content(record):
        return document
    if isinstance(document["@context"], str) and "@id" in document:
        return {**document, "service": cookie_service_1(root)}
    return {
        **document,
        "@context": [CONTEXT, document["@context"]],
        "service": [probe(root, scan), cookie_service_1(root)],
    }


def probe(root: str, scan: uris.HasKey, *, in_manifest: bool = False) -> dict:
    """The probe with its access services, the one that needs no click first (section 3.3).

    The external one has no ``id`` (section 3.1), which the Presentation schema asks of every service, so manifests
    name the active one alone and the information document, which must name them, names both.
    """
    token = {
        "id": uris.auth(root, "token"),
        "type": "AuthAccessTokenService2",
        "errorHeading": WORDS["errorHeading"],
        "errorNote": WORDS["errorNote"],
    }
    logout = {
        "id": uris.auth(root, "logout"),
        "type": "AuthLogoutService2",
        "label": WORDS["logout"],
    }
    external = {
        "type": "AuthAccessService2",
        "profile": "external",
        "label": WORDS["label"],
        "service": [token],
    }
    active = {
        "id": uris.auth(root, "access"),
        "type": "AuthAccessService2",
        "profile": "active",
        "label": WORDS["label"],
        "heading": WORDS["heading"],
        "note": WORDS["note"],
        "confirmLabel": WORDS["confirmLabel"],
        "service": [token, logout],
    }
    return {
        "id": uris.auth(root, f"probe/{scan.key}"),
        "type": "AuthProbeService2",
        "errorHeading": WORDS["errorHeading"],
        "errorNote": WORDS["errorNote"],
        "service": [active] if in_manifest else [external, active],
    }


def cookie_service_1(root: str) -> dict:
    """The same door for viewers that know Authentication 1.0 only (its section 2.1)."""

    def said(name: str) -> str:
        return WORDS[name]["vi"][0]

    return {
        "@context": CONTEXT_1,
        "@id": uris.auth(root, "access"),
        "@type": "AuthCookieService1",
        "profile": f"{PROFILE_1}login",
        "label": said("label"),
        "header": said("heading"),
        "description": said("note"),
        "confirmLabel": said("confirmLabel"),
        "failureHeader": said("errorHeading"),
        "failureDescription": said("errorNote"),
        "service": [
            {
                "@id": uris.auth(root, "1/token"),
                "@type": "AuthTokenService1",
                "profile": f"{PROFILE_1}token",
            },
            {
                "@id": uris.auth(root, "logout"),
                "@type": "AuthLogoutService1",
                "profile": f"{PROFILE_1}logout",
                "label": said("logout"),
            },
        ],
    }


def reader_of_token(request) -> Person | None:
    """The reader whose token a request brings in its ``Authorization`` header."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return None
    visit = visits.visit_of_token(token.strip())
    return visit.reader if visit else None


def token_allows(request, scan: Scan) -> bool:
    """Whether the token says that this reader's browser would get the image; it gets nothing by itself."""
    reader = reader_of_token(request)
    return reader is not None and access.may_see_content(reader, scan.record)
