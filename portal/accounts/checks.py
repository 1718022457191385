"""Says at the start what is missing, rather than to the first reader."""

import base64
import binascii
import ipaddress

from django.conf import settings
from django.core.checks import Error, register


@register()
def keys_of_readers(app_configs, **kwargs) -> list[Error]:
    """The keys under which readers' data are sealed: numbered, of 32 bytes, and one for the index."""
    found = []
    try:
        pairs = [each.partition(":") for each in settings.READER_KEYS.split(",")]
        are_whole = all(
            1 <= int(number) <= 255 and len(base64.b64decode(key, validate=True)) == 32 for number, _colon, key in pairs
        )
    except (ValueError, binascii.Error):
        are_whole = False
    if not are_whole:
        found.append(Error("READER_KEYS is not like 1:<32 bytes as base64>,2:…", id="accounts.E001"))
    if len(settings.READER_INDEX_KEY) < 16:
        found.append(Error("READER_INDEX_KEY is missing or too short.", id="accounts.E002"))
    return found


@register()
def proxies(app_configs, **kwargs) -> list[Error]:
    """What is believed of where requests come from depends on these."""
    wrong = []
    for each in settings.TRUSTED_PROXIES:
        try:
            if each != "unix":
                ipaddress.ip_network(each)
        except ValueError:
            wrong.append(Error(f"TRUSTED_PROXIES: {each} is no network.", id="accounts.E003"))
    return wrong
