"""Authorization Flow 2.0, duty by duty, with Authentication 1.0 beside it. The number is the section of the text."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.models import Record
from catalog.records.actions import access as opening
from iiif import visits
from iiif.models import ViewerVisit
from tests.iiif.test_image_service import TILE, tile_route

ELSEWHERE = "https://viewer.example.org"
AUTH = "http://iiif.io/api/auth/2/context.json"


@pytest.fixture
def reader(client, restricted, grant, researcher):
    """A reader with a grant, signed in at the portal."""
    grant(restricted[0], researcher)
    client.force_login(researcher)
    return researcher


def info_of(client, scan, version=3):
    return client.get(f"/iiif/{version}/{scan.key}/info.json")


def agree(client, origin=ELSEWHERE):
    """Open the window of the access service and press its button."""
    return client.post(f"/iiif/auth/access?origin={origin}")


def ask_token(client, origin=ELSEWHERE, message="m1", version=""):
    """Load the token frame; return the answer, the message it posts and the origin that it posts it to."""
    response = client.get(f"/iiif/auth/{version}token", {"messageId": message, "origin": origin})
    match = re.search(r"parent\.postMessage\((\{.*\}), (\".*?\")\);</script>", response.content.decode())
    return (
        response,
        json.loads(match[1]) if match else None,
        json.loads(match[2]) if match else None,
    )


def probe(client, scan, token=""):
    headers = {"authorization": f"Bearer {token}"} if token else {}
    return client.get(f"/iiif/auth/probe/{scan.key}", headers=headers)


def elsewhere(client):
    """The same browser on another institution's page: the portal's own session does not travel, the visit does."""
    client.cookies.pop("sessionid", None)
    return client


# -- 2.1 and 3.1: what documents declare -------------------------------------------------------------


def test_2_1_the_information_document_declares_probe_access_token_and_logout(client, restricted):
    document = info_of(client, restricted[1]).json()

    assert document["@context"] == [AUTH, "http://iiif.io/api/image/3/context.json"]
    described = document["service"][0]
    assert described["type"] == "AuthProbeService2"
    external, active = described["service"]
    assert (external["profile"], "id" in external) == ("external", False)
    assert (active["profile"], active["type"]) == ("active", "AuthAccessService2")
    assert {"label", "heading", "note", "confirmLabel"} <= set(active)
    for each in (external, active):
        kinds = [inner["type"] for inner in each["service"]]
        assert kinds.count("AuthAccessTokenService2") == 1
        assert kinds.count("AuthLogoutService2") <= 1


def test_an_open_record_declares_nothing_and_a_closed_one_is_not_there(client, scanned, archivist):
    file, scan = scanned
    assert "service" not in info_of(client, scan).json()

    opening.withdraw(file, reason="x", by=archivist, at=timezone.now())

    never = client.get("/iiif/auth/probe/0000000000")
    closed = probe(client, scan)
    assert (closed.status_code, never.status_code) == (404, 404)
    assert info_of(client, scan).status_code == 404


# -- 3: the access service ---------------------------------------------------------------------------


def test_3_2_a_stranger_is_led_to_the_sign_in_and_back(client, restricted):
    response = client.get(f"/iiif/auth/access?origin={ELSEWHERE}")

    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/?next=/iiif/auth/access")


def test_3_3_the_window_waits_for_a_gesture_and_closes_itself(client, reader):
    asked = client.get(f"/iiif/auth/access?origin={ELSEWHERE}")
    assert ELSEWHERE in asked.content.decode()
    assert visits.COOKIE not in client.cookies

    done = agree(client)

    assert b">close();</script>" in done.content
    cookie = client.cookies[visits.COOKIE]
    assert (cookie["httponly"], cookie["path"]) == (True, "/iiif/")
    # the opener can see that the window was closed
    assert done["Cross-Origin-Opener-Policy"] == "unsafe-none"


def test_over_https_the_cookie_travels_to_other_sites_pages(client, reader, settings):
    settings.SESSION_COOKIE_SECURE = True

    agree(client)

    cookie = client.cookies[visits.COOKIE]
    assert (cookie["samesite"], cookie["secure"]) == ("None", True)


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "*",
        "null",
        "javascript:alert(1)",
        "https://a.example/path",
        "https://a.example@b.example",
        "//x",
        "https://x:999999",
        "https://A.example",
        "http://a<b",
        "http://a b",
        "https://",
    ],
)
def test_3_2_without_an_origin_nothing_is_opened(client, reader, origin):
    assert agree(client, origin).status_code == 400
    assert ViewerVisit.objects.count() == 0


def test_a_form_on_another_site_cannot_press_the_button(restricted, grant, researcher):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(researcher)

    assert strict.post(f"/iiif/auth/access?origin={ELSEWHERE}").status_code == 403


# -- 4: the token service ----------------------------------------------------------------------------


def test_4_3_the_token_comes_as_html_with_200_to_exactly_the_origin(client, reader):
    agree(client)

    response, message, to = ask_token(elsewhere(client), message="ae3415")

    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/html")
    assert to == ELSEWHERE
    assert message["@context"] == AUTH
    assert (message["type"], message["messageId"]) == ("AuthAccessToken2", "ae3415")
    assert 0 < message["expiresIn"] <= 3600
    # any site may put it into a frame, no cache keeps it
    assert "X-Frame-Options" not in response
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-store"


def test_4_4_the_token_is_not_the_cookie_and_opens_nothing(client, restricted, reader):
    agree(client)
    token = ask_token(client)[1]["accessToken"]
    cookie = client.cookies[visits.COOKIE].value
    client.cookies.clear()

    assert cookie not in token
    path = f"/iiif/3/{restricted[1].key}/{TILE}"
    assert client.get(path, headers={"authorization": f"Bearer {token}"}).status_code == 401
    client.cookies[visits.COOKIE] = token
    assert client.get(path).status_code == 401


@pytest.mark.parametrize(
    ("message", "origin", "profile"),
    [("", ELSEWHERE, "invalidRequest"), ("m", ELSEWHERE, "missingAspect")],
)
def test_4_5_a_stranger_is_told_why(client, restricted, message, origin, profile):
    response, said, _ = ask_token(client, origin=origin, message=message)

    assert response.status_code == 200
    assert (said["type"], said["profile"]) == ("AuthAccessTokenError2", profile)
    assert {"heading", "note"} <= set(said)


def test_4_5_a_cookie_that_is_none_or_has_ended_is_told_apart(client, reader):
    client.cookies[visits.COOKIE] = "made-up"
    assert ask_token(elsewhere(client))[1]["profile"] == "invalidAspect"
    client.force_login(reader)
    agree(client)
    ViewerVisit.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert ask_token(elsewhere(client))[1]["profile"] == "expiredAspect"


def test_4_5_a_site_that_the_reader_never_agreed_to_gets_no_token(client, reader):
    agree(client)

    response, said, to = ask_token(elsewhere(client), origin="https://evil.example")

    assert said["profile"] == "invalidOrigin"
    assert "accessToken" not in response.content.decode()
    assert to == "https://evil.example"


def test_4_3_the_message_is_never_posted_to_everyone(client, reader):
    agree(client)
    for origin in ("*", "", "null", "https://a.example/'"):
        response, message, _ = ask_token(client, origin=origin)
        assert response.status_code == 200
        assert message is None
        assert b"postMessage" not in response.content


def test_a_message_id_is_data_and_never_script(client, reader):
    agree(client)
    nasty = "</script><script>alert(1)</script>'\"\u2028"

    response, message, _ = ask_token(client, message=nasty)

    assert message["messageId"] == nasty
    assert response.content.count(b"</script>") == 1


# -- 5: the probe ------------------------------------------------------------------------------------


def test_5_2_the_probe_answers_what_the_image_would(client, restricted, reader, other_researcher):
    scan = restricted[1]
    agree(client)
    token = ask_token(client)[1]["accessToken"]

    open_to = probe(client, scan, token)
    assert open_to.status_code == 200
    assert open_to["Content-Type"].startswith("application/ld+json")
    assert open_to["Access-Control-Allow-Origin"] == "*"
    assert open_to["Cache-Control"] == "private, no-store"
    result = open_to.json()
    assert (result["@context"], result["type"], result["status"]) == (AUTH, "AuthProbeResult2", 200)
    assert "substitute" not in result
    for wrong in ("", "nonsense", token[:-2] + "xx"):
        answer = probe(client, scan, wrong)
        assert answer.status_code == 200
        assert answer.json()["status"] == 401
        assert {"heading", "note"} <= set(answer.json())
    client.force_login(other_researcher)
    client.cookies.pop(visits.COOKIE, None)
    agree(client)
    assert probe(client, scan, ask_token(client)[1]["accessToken"]).json()["status"] == 403


def test_5_2_what_the_probe_promises_the_image_keeps_from_another_site(client, restricted, reader):
    scan = restricted[1]
    agree(client)
    there = elsewhere(client)

    answer = there.get(f"/iiif/3/{scan.key}/{TILE}")

    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    cookies = "; ".join(f"{name}={each.value}" for name, each in there.cookies.items())
    assert tile_route(f"/iiif/3/{scan.key}/{TILE}", HTTP_COOKIE=cookies)[0] == "200 OK"


def test_5_2_a_substitute_is_named_only_where_it_may_be_had(client, restricted, archivist, reader):
    file, scan = restricted
    assert "substitute" not in probe(client, scan).json()
    opening.reclassify(file, to="on_request", reason="x", by=archivist, at=timezone.now(), preview_open=True)

    offered = probe(client, scan).json()

    substitute = offered["substitute"][0]
    client.logout()
    got = client.get(substitute["id"].removeprefix("http://testserver"))
    assert (got.status_code, substitute["type"]) == (200, "Image")


def test_5_the_token_goes_stale(client, restricted, reader, monkeypatch):
    agree(client)
    token = ask_token(client)[1]["accessToken"]
    monkeypatch.setattr(visits, "TOKEN_SECONDS", -1)

    assert probe(client, restricted[1], token).json()["status"] == 401


@pytest.mark.parametrize("deed", ["revoke", "withdraw", "deactivate"])
def test_the_probe_follows_the_reading_room_at_once(client, restricted, reader, archivist, deed):
    file, scan = restricted
    agree(client)
    token = ask_token(client)[1]["accessToken"]
    assert probe(client, scan, token).json()["status"] == 200

    if deed == "revoke":
        opening.revoke(file.grants.get(), by=archivist, at=timezone.now())
        assert probe(client, scan, token).json()["status"] == 403
    elif deed == "withdraw":
        opening.withdraw(Record.objects.get(pk=file.pk), reason="x", by=archivist, at=timezone.now())
        assert probe(client, scan, token).status_code == 404
    else:
        reader.is_active = False
        reader.save()
        assert probe(client, scan, token).json()["status"] == 401
    assert elsewhere(client).get(f"/iiif/3/{scan.key}/{TILE}").status_code != 200


# -- 6: logout ---------------------------------------------------------------------------------------


def test_6_logout_ends_the_visit_and_its_tokens(client, restricted, reader):
    agree(client)
    token = ask_token(client)[1]["accessToken"]
    there = elsewhere(client)

    response = there.get("/iiif/auth/logout")

    assert response.status_code == 200
    assert there.cookies[visits.COOKIE].value == ""
    assert probe(client, restricted[1], token).json()["status"] == 401
    assert there.get(f"/iiif/3/{restricted[1].key}/{TILE}").status_code == 401


def test_signing_out_of_the_portal_ends_visits_everywhere(client, restricted, reader):
    agree(client)
    token = ask_token(client)[1]["accessToken"]

    client.post("/account/logout/")

    assert probe(client, restricted[1], token).json()["status"] == 401


# -- the portal's own viewer, and Authentication 1.0 --------------------------------------------------


def test_a_signed_in_reader_needs_no_window_on_the_portal_itself(client, restricted, reader):
    message = ask_token(client, origin="http://testserver")[1]

    assert probe(client, restricted[1], message["accessToken"]).json()["status"] == 200


def test_viewers_of_version_1_are_answered_401_with_the_service(client, restricted, reader):
    scan = restricted[1]
    agree(client)
    token = ask_token(client, version="1/")[1]
    assert set(token) == {"accessToken", "expiresIn", "messageId"}
    client.cookies.clear()

    refused = info_of(client, scan, version=2)

    assert refused.status_code == 401
    service = refused.json()["service"]
    assert service["profile"] == "http://iiif.io/api/auth/1/login"
    assert [each["profile"].rpartition("/")[2] for each in service["service"]] == [
        "token",
        "logout",
    ]
    allowed = client.get(f"/iiif/2/{scan.key}/info.json", headers={"authorization": f"Bearer {token['accessToken']}"})
    assert allowed.status_code == 200
    assert (
        client.get(
            f"/iiif/2/{scan.key}/full/full/0/default.jpg", headers={"authorization": f"Bearer {token['accessToken']}"}
        ).status_code
        == 401
    )


def test_version_1_tells_errors_and_answers_clients_that_are_no_browser(client, restricted, grant, researcher):
    assert ask_token(client, version="1/")[1]["error"] == "missingCredentials"
    plain = client.get("/iiif/auth/1/token")
    assert (plain.status_code, plain.json()["error"]) == (401, "missingCredentials")
    grant(restricted[0], researcher)
    client.force_login(researcher)
    agree(client)

    plain = client.get("/iiif/auth/1/token")

    assert plain.status_code == 200
    assert probe(client, restricted[1], plain.json()["accessToken"]).json()["status"] == 200


def test_a_new_password_ends_every_visit(client, restricted, reader):
    agree(client)
    token = ask_token(client)[1]["accessToken"]
    reader.set_password("một mật khẩu mới")
    reader.save()

    assert probe(client, restricted[1], token).json()["status"] == 401
    client.cookies.pop("sessionid")
    client.cookies.pop("iiif_pages", None)
    assert client.get(f"/iiif/3/{restricted[1].key}/{TILE}").status_code == 401


def test_a_token_says_nothing_to_a_person(client, reader):
    import base64

    agree(client)
    token = ask_token(client)[1]["accessToken"]

    said = base64.urlsafe_b64decode(token.split(":")[0] + "==")
    assert ELSEWHERE.encode() not in said
    assert str(reader.pk).encode() != said.strip(b'"')
    assert ViewerVisit.objects.get().secret_hash.encode() not in said


def test_the_new_context_stays_on_for_pages_that_are_no_sign_in(client, db):
    for address in ("/search/?q=a&next=/iiif/auth/", "/fonds/?next=/iiif/auth/"):
        assert client.get(address)["Cross-Origin-Opener-Policy"] == "same-origin"
    assert client.get("/account/login/?next=/iiif/auth/access")["Cross-Origin-Opener-Policy"] == "unsafe-none"
