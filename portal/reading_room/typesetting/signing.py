"""Signs PDF documents with the archive's certificate (ISO 32000-2, section 12.8; PAdES baseline B-B).

``pyhanko`` is imported where something is signed: that takes half a second, which every command would pay at its start.
"""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from django.conf import settings

if TYPE_CHECKING:
    from pyhanko.sign import signers
    from pyhanko.stamp import StaticStampStyle

FIELD = "XacThuc"


# where the mark stands on the first sheet, in points from its lower left corner
MARK = (478, 799, 563, 821)


class NoCertificate(Exception):
    """The operator has configured no certificate, so nothing can be signed."""


def sign(pdf: bytes, *, reason: str, place: str) -> bytes:
    """Sign a document, inside the mark on its first page. Raises ``NoCertificate``."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    signer = _signer()
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    fields.append_signature_field(writer, fields.SigFieldSpec(FIELD, on_page=0, box=MARK))
    about = signers.PdfSignatureMetadata(
        field_name=FIELD, reason=reason, location=place, md_algorithm="sha512", subfilter=fields.SigSeedSubFilter.PADES
    )
    out = io.BytesIO()
    signers.PdfSigner(about, signer=signer, stamp_style=_nothing_drawn()).sign_pdf(writer, output=out)
    return out.getvalue()


def has_certificate() -> bool:
    """Whether the operator has configured a certificate and its key."""
    paths = (settings.SIGNING_KEY, settings.SIGNING_CERTIFICATE)
    return all(path and Path(path).exists() for path in paths)


def _nothing_drawn() -> "StaticStampStyle":
    """The mark is printed on the sheet already: the signature lies over it and draws nothing of its own."""
    from pyhanko.pdf_utils.content import RawContent
    from pyhanko.pdf_utils.layout import BoxConstraints
    from pyhanko.stamp import StaticStampStyle

    return StaticStampStyle(background=RawContent(b"", box=BoxConstraints(width=1, height=1)), border_width=0)


def _signer() -> "signers.SimpleSigner":
    from pyhanko.sign import signers

    if not has_certificate():
        raise NoCertificate("No certificate is configured: docs/operator.md says how.")
    key, certificate = Path(settings.SIGNING_KEY), Path(settings.SIGNING_CERTIFICATE)
    password = settings.SIGNING_KEY_PASSWORD.encode() or None
    signer = signers.SimpleSigner.load(
        str(key), str(certificate), ca_chain_files=(str(certificate),), key_passphrase=password
    )
    if signer is None:
        raise NoCertificate("The certificate or its key cannot be read.")
    return signer


def make_test_certificate(key: Path, certificate: Path) -> None:
    """Make a key and a certificate that say of themselves that they prove nothing; for demonstrations."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Tang Thu (TEST)"),
            x509.NameAttribute(NameOID.COMMON_NAME, "TEST CERTIFICATE - NOT VALID"),
        ]
    )
    now = datetime.now(UTC)
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=3650))
        .add_extension(usage, critical=True)
        .sign(private, hashes.SHA256())
    )
    key.parent.mkdir(parents=True, exist_ok=True)
    key.write_bytes(
        private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    key.chmod(0o600)
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
