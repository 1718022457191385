"""A bank transfer as a VietQR code: EMVCo QR Code Specification 1.1, merchant-presented, with Napas' template."""

import binascii

NAPAS, TO_ACCOUNT, DONG, VIETNAM = "A000000727", "QRIBFTTA", "704", "VN"


def payload(*, bank_bin: str, account: str, amount: int, words: str) -> str:
    """The text of the code. ``amount`` is whole đồng; ``words`` are ASCII letters, digits and blanks, at most 25.

    Each object is two digits of name, two of length, and its value (EMVCo 3.3); the last one is a checksum,
    CRC-16/CCITT-FALSE over all that stands before it (4.7.3).
    """
    receiver = _tlv("00", bank_bin) + _tlv("01", account)
    body = (
        _tlv("00", "01")
        + _tlv("01", "12")  # for one payment
        + _tlv("38", _tlv("00", NAPAS) + _tlv("01", receiver) + _tlv("02", TO_ACCOUNT))
        + _tlv("53", DONG)
        + _tlv("54", str(amount))
        + _tlv("58", VIETNAM)
        + _tlv("62", _tlv("08", words[:25]))
        + "6304"
    )
    return body + f"{binascii.crc_hqx(body.encode(), 0xFFFF):04X}"


def _tlv(name: str, value: str) -> str:
    return f"{name}{len(value):02}{value}"
