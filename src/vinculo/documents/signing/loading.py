"""The signer behind a certificate's settings, opened for one seal; each way to fail has its sentence."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from vinculo.kernel.dates import format_date

from .certificate_file import PKCS12, CertificateSettings
from .failures import SigningFailed

_refused_pins: set[tuple[str, str, str]] = set()
"""What tokens refused is not said to them again by this process: after a few wrong PINs they lock."""
_WRONG_PIN = "O token recusou o PIN, que não é enviado de novo, para não travar o token. Corrija-o."

# pyHanko and what it needs take a while to import: whoever signs nothing does not wait for them.


@contextmanager
def opened_signer(settings: CertificateSettings, now: dt.datetime) -> Iterator[Any]:
    """A pyHanko signer whose certificate is valid at `now`.

    Raises:
        SigningFailed: see the sentences.
    """
    if settings.kind == PKCS12:
        signer = _from_file(settings)
        _refuse_out_of_time(signer.signing_cert, now)
        yield signer
        return
    with _on_token(settings) as signer:
        _refuse_out_of_time(signer.signing_cert, now)
        yield signer


def _from_file(settings: CertificateSettings) -> Any:
    from cryptography.hazmat.primitives.serialization import pkcs12  # noqa: PLC0415
    from pyhanko.keys.internal import (  # noqa: PLC0415
        translate_pyca_cryptography_cert_to_asn1,
        translate_pyca_cryptography_key_to_asn1,
    )
    from pyhanko.sign import signers  # noqa: PLC0415
    from pyhanko_certvalidator.registry import SimpleCertificateStore  # noqa: PLC0415

    password = settings.secret.read().encode()
    try:
        content = Path(settings.file).read_bytes()
    except OSError as problem:
        raise SigningFailed(
            "certificate-not-there",
            f"O arquivo do certificado ({settings.file}) não pode ser lido. Confira o caminho e a permissão.",
        ) from problem
    if not _is_pkcs12(content):
        raise SigningFailed(
            "certificate-not-readable",
            f"{Path(settings.file).name} não é um certificado .p12 ou .pfx. Exporte-o de novo, com a chave.",
        )
    try:
        key, certificate, chain = pkcs12.load_key_and_certificates(content, password or None)
    except ValueError as problem:
        raise SigningFailed(
            "certificate-password-wrong",
            "A senha do certificado não confere. Corrija a variável ou o arquivo da senha.",
        ) from problem
    if key is None or certificate is None:
        raise SigningFailed(
            "certificate-without-key",
            "O arquivo do certificado não tem a chave privada. Exporte-o de novo, com a chave.",
        )
    # Made of what is open already: opening such a file is slow by design.
    return signers.SimpleSigner(
        signing_cert=translate_pyca_cryptography_cert_to_asn1(certificate),
        signing_key=translate_pyca_cryptography_key_to_asn1(key),
        cert_registry=SimpleCertificateStore.from_certs(  # type: ignore[no-untyped-call]
            translate_pyca_cryptography_cert_to_asn1(one) for one in chain
        ),
    )


def _is_pkcs12(content: bytes) -> bool:
    from asn1crypto import pkcs12  # noqa: PLC0415

    try:
        return bool(pkcs12.Pfx.load(content)["version"].native == "v3")
    except (ValueError, TypeError, KeyError):
        return False


@contextmanager
def _on_token(settings: CertificateSettings) -> Iterator[Any]:
    from pkcs11.exceptions import PinIncorrect, PKCS11Error  # noqa: PLC0415
    from pyhanko.config.pkcs11 import TokenCriteria  # noqa: PLC0415
    from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session  # noqa: PLC0415

    pin = settings.secret.read()
    if not Path(settings.module).is_file():
        raise SigningFailed(
            "token-module-not-there",
            f"A biblioteca do token ({settings.module}) não está neste servidor. "
            "Instale-a ou corrija o caminho.",
        )
    said = (settings.module, settings.token_label, hashlib.sha256(pin.encode()).hexdigest())
    if said in _refused_pins:
        raise SigningFailed("certificate-password-wrong", _WRONG_PIN)
    criteria = TokenCriteria(label=settings.token_label) if settings.token_label else None
    try:
        with open_pkcs11_session(settings.module, token_criteria=criteria, user_pin=pin or None) as session:
            signer = PKCS11Signer(
                session,
                cert_label=settings.certificate_label,
                key_label=settings.key_label or settings.certificate_label,
            )
            _ = signer.signing_cert
            yield signer
    except PinIncorrect as problem:
        _refused_pins.add(said)
        raise SigningFailed("certificate-password-wrong", _WRONG_PIN) from problem
    except PKCS11Error as problem:
        raise SigningFailed(
            "token-not-answering",
            f"O token não respondeu como se espera ({type(problem).__name__}). "
            "Veja se está ligado ao servidor e se os nomes do token e do certificado conferem.",
        ) from problem


def _refuse_out_of_time(certificate: Any, now: dt.datetime) -> None:
    if certificate is None:
        raise SigningFailed(
            "certificate-not-there", "O certificado não foi encontrado no token. Confira certificate_label."
        )
    if now > certificate.not_valid_after:
        raise SigningFailed(
            "certificate-expired",
            f"O certificado venceu em {format_date(certificate.not_valid_after.date())}. "
            "Renove-o e troque o arquivo.",
        )
    if now < certificate.not_valid_before:
        raise SigningFailed(
            "certificate-not-yet-valid",
            f"O certificado só vale a partir de {format_date(certificate.not_valid_before.date())}. "
            "Confira também o relógio do servidor.",
        )
