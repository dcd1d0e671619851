"""The operator's digital signature: made, checked, and never claimed where it is not."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from vinculo.accounts.tests.cast import Cast
from vinculo.cases.tests.case_files import NOW
from vinculo.documents.models import IssuedDocument
from vinculo.documents.queries.documents import stored_bytes
from vinculo.documents.signing import loading
from vinculo.documents.signing.certificate_file import certificate_of
from vinculo.documents.signing.of_operator import certificate_state, sign_for
from vinculo.documents.signing.sealing import check_seal, roots_in

from .certificates import (
    PASSWORD,
    PIN,
    SOFT_TOKEN,
    VARIABLE,
    authority,
    install,
    pkcs12_of,
    root_file,
    signing_certificate,
    soft_token,
    write_settings,
)
from .issued_cases import freeze, signed_case, words_of

State = IssuedDocument.Signature
A_YEAR = dt.timedelta(days=365)


@pytest.fixture
def folder(settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.CERTIFICATES_FOLDER = folder = tmp_path / "certificates"
    monkeypatch.setenv(VARIABLE, PASSWORD)
    return folder


def a_good_file() -> bytes:
    return pkcs12_of(signing_certificate(authority()), authority())


def test_a_signed_document_is_signed_and_the_signature_holds(cast: Cast, folder: Path):
    roots = root_file(folder, authority())
    install(folder, "ODL", file=a_good_file(), roots=roots)
    document = freeze(signed_case(cast))
    assert document.signature_state == State.SIGNED
    assert document.signature["subject"] == "ODONTOLIFE TESTE LTDA"
    assert document.signature["issuer"] == "AC Raiz de Teste"
    assert (document.signature["icp_brasil"], document.signature["trusted"]) == (True, True)
    assert PASSWORD not in str(document.signature)
    pdf = stored_bytes(document)
    checked = check_seal(pdf, roots=roots_in(roots), now=NOW)
    assert checked is not None
    assert checked.holds
    assert document.number in words_of(pdf)
    # Anything that is changed afterwards breaks it, and another authority is not believed.
    broken = pdf.replace(b"/Type/Page", b"/Type/Pagf", 1)
    checked = check_seal(broken, roots=roots_in(roots), now=NOW)
    assert checked is not None
    assert not checked.holds
    others = roots_in(root_file(folder / "others", authority("AC de Outros")))
    checked = check_seal(pdf, roots=others, now=NOW)
    assert checked is not None
    assert (checked.intact, checked.trusted) == (True, False)


@pytest.mark.skipif(
    shutil.which("pdfsig") is None,
    reason="pdfsig is not on this machine (poppler-utils, see system-packages.txt); pyHanko checks it above",
)
def test_pdfsig_finds_the_signature_valid_and_of_the_whole_document(cast: Cast, folder: Path, tmp_path: Path):
    install(folder, "ODL", file=a_good_file())
    file = tmp_path / "signed.pdf"
    file.write_bytes(stored_bytes(freeze(signed_case(cast))))
    said = subprocess.run(
        ["pdfsig", "-nocert", str(file)], capture_output=True, text=True, check=False, env={"LC_ALL": "C"}
    ).stdout
    assert "Signature Validation: Signature is Valid." in said
    assert "Total document signed" in said
    assert "Signature Type: ETSI.CAdES.detached" in said


def an_expired_file(password: str = PASSWORD) -> bytes:
    begins = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    return pkcs12_of(signing_certificate(authority(), begins=begins, lasts=A_YEAR), authority(), password)


FAILURES = [
    ("certificate-expired", {"file": an_expired_file}, "venceu em 31/12/2024"),
    ("certificate-password-wrong", {"file": lambda: an_expired_file("outra")}, "A senha"),
    ("certificate-not-there", {}, "não pode ser lido"),
    ("certificate-not-readable", {"file": lambda: b"%PDF-1.7"}, "não é um certificado"),
    ("password-not-there", {"password_variable": "VINCULO_NOT_SET"}, "não está definida"),
    ("roots-not-there", {"roots": "/nowhere/at/all"}, "Não há certificados"),
    (
        "token-module-not-there",
        {"kind": "pkcs11", "module": "/no/lib.so", "certificate_label": "x"},
        "biblio",
    ),
    ("certificate-settings-wrong", {"passwort": "x"}, "A chave passwort não existe"),
]


@pytest.mark.parametrize(("code", "setting", "said"), FAILURES, ids=[row[0] for row in FAILURES])
def test_what_goes_wrong_leaves_the_document_unsigned_and_says_why(
    folder: Path, code: str, setting: dict[str, Any], said: str
):
    install(folder, "ODL", **{name: value() if callable(value) else value for name, value in setting.items()})
    state = certificate_state("ODL", NOW)
    assert (state.is_wanted, state.facts) == (True, {})
    assert said in " ".join(state.problems)
    outcome = sign_for("ODL", b"%PDF", number="ODL-DOC-2026-000001", now=NOW)
    assert (outcome.pdf, outcome.state) == (b"%PDF", State.FAILED)
    assert outcome.facts["code"] == code
    assert said in outcome.facts["message"]


def test_a_document_that_could_not_be_signed_is_issued_and_says_so(cast: Cast, folder: Path):
    install(folder, "ODL", file=an_expired_file())
    document = freeze(signed_case(cast))
    assert document.signature_state == State.FAILED
    assert document.signature["code"] == "certificate-expired"
    assert check_seal(stored_bytes(document), roots=None, now=NOW) is None


def test_a_certificate_of_another_chain_does_not_sign(cast: Cast, folder: Path):
    stranger = authority("AC de Outros")
    file = pkcs12_of(signing_certificate(stranger), stranger)
    install(folder, "ODL", file=file, roots=root_file(folder, authority()))
    document = freeze(signed_case(cast))
    assert (document.signature_state, document.signature["code"]) == (
        State.FAILED,
        "certificate-not-trusted",
    )
    assert b"/ByteRange" not in stored_bytes(document)


def test_without_a_file_nothing_is_wanted_and_a_bad_one_tells_its_mistakes(folder: Path):
    assert not certificate_state("ODL", NOW).is_wanted
    path = install(folder, "ODL")
    path.write_text("[certificate", encoding="utf-8")
    assert "não é um TOML" in certificate_of("ODL", folder).mistakes[0]
    path.write_text('[certificate]\nkind = "pkcs11"\nfile = 3', encoding="utf-8")
    assert len(certificate_of("ODL", folder).mistakes) == 3


@pytest.mark.skipif(
    not SOFT_TOKEN.exists() or shutil.which("softhsm2-util") is None,
    reason="there is no token of software on this machine (softhsm2, see system-packages.txt)",
)
def test_a_token_signs_as_a_file_does_and_refuses_a_wrong_pin(
    cast: Cast, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    certificate = signing_certificate(authority())
    token = soft_token(tmp_path, certificate, monkeypatch)
    write_settings(folder, "ODL", token | {"roots": root_file(folder, authority())})
    monkeypatch.setenv(VARIABLE, PIN)
    assert certificate_state("ODL", NOW).facts["subject"] == "ODONTOLIFE TESTE LTDA"
    document = freeze(signed_case(cast))
    assert (document.signature_state, document.signature["kind"]) == (State.SIGNED, "pkcs11")
    monkeypatch.setenv(VARIABLE, "0000")
    for _ in range(2):
        assert "recusou o PIN" in certificate_state("ODL", NOW).problems[0]
    assert len(loading._refused_pins) == 1
    write_settings(folder, "ODL", token | {"certificate_label": "outro"})
    monkeypatch.setenv(VARIABLE, PIN)
    assert "Veja se está ligado" in certificate_state("ODL", NOW).problems[0]
