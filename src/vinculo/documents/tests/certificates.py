"""A test authority: certificates for signing documents, as PKCS#12 files and the TOML that names them."""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pkcs11
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID, ObjectIdentifier
from pkcs11 import Attribute
from pkcs11.util.rsa import decode_rsa_private_key
from pkcs11.util.x509 import decode_x509_certificate

PASSWORD = "só para testes"
VARIABLE = "VINCULO_TEST_CERT_PASSWORD"
SOFT_TOKEN = Path("/usr/lib/softhsm/libsofthsm2.so")
PIN, LABEL = "1234", "odontolife"
_ICP_BRASIL_A1 = ObjectIdentifier("2.16.76.1.2.1.99")
_YEARS = dt.timedelta(days=3650)


@dataclass(frozen=True)
class Authority:
    """A root, and the key of all that it gives out: keys take long to make."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate


@cache
def authority(name: str = "AC Raiz de Teste") -> Authority:
    key = _key()
    subject = _name(name)
    usage = x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )
    builder = _builder(subject, subject, key.public_key(), dt.datetime(2020, 1, 1, tzinfo=dt.UTC), _YEARS * 2)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    builder = builder.add_extension(usage, critical=True)
    builder = builder.add_extension(
        x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
    )
    return Authority(key, builder.sign(key, hashes.SHA256()))


def signing_certificate(
    given_by: Authority,
    *,
    begins: dt.datetime = dt.datetime(2025, 1, 1, tzinfo=dt.UTC),
    lasts: dt.timedelta = _YEARS,
) -> x509.Certificate:
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
    issuer = given_by.certificate.subject
    builder = _builder(_name("ODONTOLIFE TESTE LTDA"), issuer, _key().public_key(), begins, lasts)
    policy = x509.PolicyInformation(_ICP_BRASIL_A1, None)
    builder = builder.add_extension(usage, critical=True)
    builder = builder.add_extension(x509.CertificatePolicies([policy]), critical=False)
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(given_by.key.public_key()), critical=False
    )
    return builder.sign(given_by.key, hashes.SHA256())


def pkcs12_of(certificate: x509.Certificate, given_by: Authority, password: str = PASSWORD) -> bytes:
    return pkcs12.serialize_key_and_certificates(
        b"odontolife",
        _key(),
        certificate,
        [given_by.certificate],
        BestAvailableEncryption(password.encode()),
    )


def install(folder: Path, code: str, *, file: bytes | None = None, **more: str) -> Path:
    """The TOML of an operator, its certificate beside it; `more` are further keys of the table."""
    folder.mkdir(parents=True, exist_ok=True)
    if file is not None:
        (folder / f"{code}.p12").write_bytes(file)
    return write_settings(folder, code, {"file": str(folder / f"{code}.p12")} | more)


def write_settings(folder: Path, code: str, keys: Mapping[str, str]) -> Path:
    """The TOML alone; the password stands in a variable unless `keys` say otherwise."""
    folder.mkdir(parents=True, exist_ok=True)
    keys = {"password_variable": VARIABLE} | dict(keys)
    lines = [f'{key} = "{value}"' for key, value in keys.items()]
    path = folder / f"{code}.toml"
    path.write_text("\n".join(["[certificate]", *lines]), encoding="utf-8")
    return path


def root_file(folder: Path, given_by: Authority) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "raiz.pem"
    path.write_bytes(given_by.certificate.public_bytes(Encoding.PEM))
    return str(path)


@cache
def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _name(text: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "BR"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "ICP-Teste"),
            x509.NameAttribute(NameOID.COMMON_NAME, text),
        ]
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPublicKey, begins: dt.datetime, lasts: dt.timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + lasts)
    )


def soft_token(
    folder: Path, certificate: x509.Certificate, environment: pytest.MonkeyPatch
) -> dict[str, str]:
    """A token of software that holds the certificate and its key; what names it in the TOML."""
    (folder / "tokens").mkdir()
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\n")
    environment.setenv("SOFTHSM2_CONF", str(settings))
    initialise = ["softhsm2-util", "--init-token", "--free", "--label", LABEL, "--so-pin", PIN, "--pin", PIN]
    subprocess.run(initialise, check=True, capture_output=True)
    library = pkcs11.lib(str(SOFT_TOKEN))
    with library.get_token(token_label=LABEL).open(rw=True, user_pin=PIN) as session:
        key = _key().private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
        private = decode_rsa_private_key(key)
        session.create_object(private | {Attribute.LABEL: LABEL, Attribute.TOKEN: True, Attribute.ID: b"1"})
        public = decode_x509_certificate(certificate.public_bytes(Encoding.DER))
        session.create_object(public | {Attribute.LABEL: LABEL, Attribute.TOKEN: True, Attribute.ID: b"1"})
    return {
        "kind": "pkcs11",
        "module": str(SOFT_TOKEN),
        "token_label": LABEL,
        "certificate_label": LABEL,
    }
