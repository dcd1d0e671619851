"""Signing a PDF (PAdES, baseline B) and checking the signature that came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from .certificate_file import CertificateSettings
from .failures import SigningFailed
from .loading import opened_signer

FIELD = "AssinaturaDaOperadora"
_ICP_BRASIL = "2.16.76.1."
"""Certificates of ICP-Brasil have a policy under this number."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a signature in a PDF is worth. `trusted` is None where no roots are known to judge by."""

    intact: bool
    valid: bool
    covers_all: bool
    trusted: bool | None

    @property
    def holds(self) -> bool:
        return self.intact and self.valid and self.covers_all and self.trusted is not False


def seal(
    pdf: bytes, settings: CertificateSettings, *, reason: str, now: dt.datetime
) -> tuple[bytes, Mapping[str, Any]]:
    """The signed PDF, which was checked, and what it was signed with.

    Raises:
        SigningFailed: it was not signed, or its signature does not hold.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415
    from pyhanko.sign import fields, signers  # noqa: PLC0415

    roots = roots_in(settings.roots)
    with opened_signer(settings, now) as signer:
        certificate = signer.signing_cert
        meta = signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            reason=reason,
            location=settings.place or None,
        )
        sealed = BytesIO()
        signers.PdfSigner(meta, signer).sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), output=sealed)
    signed = sealed.getvalue()
    checked = check_seal(signed, roots=roots, now=now)
    if checked is None or not (checked.intact and checked.valid and checked.covers_all):
        raise SigningFailed(
            "signature-not-valid", "A assinatura feita não confere com o documento. Verifique o certificado."
        )
    if checked.trusted is False:
        raise SigningFailed(
            "certificate-not-trusted",
            "O certificado não pertence à cadeia em roots, ou não serve para assinar documentos. "
            "Use um certificado de assinatura da ICP-Brasil.",
        )
    return signed, _facts(certificate, settings, checked)


def check_seal(pdf: bytes, *, roots: list[Any] | None, now: dt.datetime) -> Checked | None:
    """The last signature of a PDF, judged as of `now`; None where it has none."""
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415
    from pyhanko.sign.validation import validate_pdf_signature  # noqa: PLC0415
    from pyhanko.sign.validation.status import SignatureCoverageLevel  # noqa: PLC0415
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415

    found = PdfFileReader(BytesIO(pdf)).embedded_signatures
    if not found:
        return None
    context = ValidationContext(trust_roots=roots or [], moment=now, allow_fetching=False)
    status = validate_pdf_signature(found[-1], context)
    return Checked(
        intact=bool(status.intact),
        valid=bool(status.valid),
        covers_all=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        trusted=bool(status.trusted) if roots else None,
    )


def roots_in(place: str) -> list[Any] | None:
    """The certificates of a file or folder; None where no place is named.

    Raises:
        SigningFailed: there are none.
    """
    from asn1crypto import pem, x509  # noqa: PLC0415

    if not place:
        return None
    path = Path(place)
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    found: list[Any] = []
    for file in files:
        with suppress(OSError, ValueError):
            content = file.read_bytes()
            blocks = (
                [block for _, _, block in pem.unarmor(content, multiple=True)]
                if pem.detect(content)
                else [content]
            )
            found += [x509.Certificate.load(block) for block in blocks]
    if not found:
        raise SigningFailed(
            "roots-not-there",
            f"Não há certificados em {place}. Ponha ali os certificados raiz da ICP-Brasil (.pem, .crt).",
        )
    return found


def certificate_facts(certificate: Any) -> dict[str, Any]:
    """Whose certificate it is, who gave it, and until when it is valid."""
    return {
        "serial": f"{certificate.serial_number:x}",
        "subject": _common_name(certificate.subject),
        "issuer": _common_name(certificate.issuer),
        "valid_until": certificate.not_valid_after.isoformat(),
        "icp_brasil": any(policy.startswith(_ICP_BRASIL) for policy in _policies(certificate)),
    }


def _facts(certificate: Any, settings: CertificateSettings, checked: Checked) -> dict[str, Any]:
    return {
        **certificate_facts(certificate),
        "kind": settings.kind,
        "profile": "PAdES-B-B",
        "field": FIELD,
        "trusted": checked.trusted,
    }


def _common_name(name: Any) -> str:
    found = name.native.get("common_name") or name.human_friendly
    return str(found if isinstance(found, str) else found[0])[:200]


def _policies(certificate: Any) -> list[str]:
    value = certificate.certificate_policies_value
    return [item["policy_identifier"].dotted for item in value] if value else []
