"""A document signed with its operator's certificate, or kept unsigned with the reason."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from ..models import IssuedDocument
from .certificate_file import certificate_of
from .failures import SigningFailed
from .loading import opened_signer
from .sealing import certificate_facts, roots_in, seal

State = IssuedDocument.Signature
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SigningOutcome:
    """The bytes to keep. Where the signature failed, `facts` have the code and the sentence."""

    pdf: bytes
    state: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CertificateState:
    """How an operator's certificate stands today; `facts` are there where it would sign."""

    path: str
    is_wanted: bool
    facts: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[str, ...] = ()

    @property
    def until(self) -> dt.date | None:
        told = self.facts.get("valid_until")
        return dt.datetime.fromisoformat(told).date() if told else None


def sign_for(code: str, pdf: bytes, *, number: str, now: dt.datetime) -> SigningOutcome:
    """Never fails: what cannot be signed is kept as it is, and says why."""
    connection = certificate_of(code, settings.CERTIFICATES_FOLDER)
    if not connection.is_wanted:
        return SigningOutcome(pdf, State.NONE)
    try:
        if connection.settings is None:
            raise SigningFailed("certificate-settings-wrong", _settings_wrong(connection.mistakes))
        signed, facts = seal(pdf, connection.settings, reason=f"Documento {number}", now=now)
    except SigningFailed as failure:
        return SigningOutcome(pdf, State.FAILED, {"code": failure.code, "message": failure.sentence})
    except Exception as problem:
        # Whatever a token's library or a damaged certificate comes up with, the document is issued.
        _log.exception("document %s could not be signed", number)
        return SigningOutcome(pdf, State.FAILED, _unexpected(problem))
    return SigningOutcome(signed, State.SIGNED, facts)


def certificate_state(code: str, now: dt.datetime) -> CertificateState:
    """What would happen if a document were signed now; nothing is."""
    connection = certificate_of(code, settings.CERTIFICATES_FOLDER)
    path = str(connection.path)
    if connection.settings is None:
        return CertificateState(path, connection.is_wanted, problems=connection.mistakes)
    try:
        roots_in(connection.settings.roots)
        with opened_signer(connection.settings, now) as signer:
            return CertificateState(path, True, certificate_facts(signer.signing_cert))
    except SigningFailed as failure:
        return CertificateState(path, True, problems=(failure.sentence,))
    except Exception as problem:
        _log.exception("the certificate of %s could not be opened", code)
        return CertificateState(path, True, problems=(_unexpected(problem)["message"],))


def _settings_wrong(mistakes: tuple[str, ...]) -> str:
    return "A configuração do certificado tem erros. " + " ".join(mistakes)


def _unexpected(problem: Exception) -> dict[str, str]:
    return {
        "code": "signing-failed",
        "message": f"O certificado não pôde ser usado ({type(problem).__name__}). "
        "Veja o registro do servidor e tente com o certificado exportado de novo.",
    }
