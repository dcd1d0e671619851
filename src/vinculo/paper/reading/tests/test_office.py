"""Documents that only LibreOffice opens: read through it, refused by a sentence without it."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest

from vinculo.paper.editions import packaged_edition
from vinculo.paper.reading import office
from vinculo.paper.reading.files import read_file
from vinculo.paper.reading.kinds import Kind
from vinculo.paper.reading.limits import Limits

EDITIONS = (packaged_edition(1), packaged_edition(2))
RTF = rb"{\rtf1\ansi\b Status reten\'e7\'e3o\b0\par}"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
needs_office = pytest.mark.skipif(office.office_program() is None, reason="LibreOffice is not installed")


def odt(kind: str = "application/vnd.oasis.opendocument.text", content: str = "<x/>") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
    return out.getvalue()


def code_of(data: bytes, limits: Limits | None = None) -> str:
    found = read_file(data, EDITIONS, limits=limits or Limits())
    assert found.kind is Kind.OFFICE
    (reading,) = found.readings
    assert reading.form is None
    assert reading.findings[0].message.endswith(".")
    return reading.findings[0].code


def test_without_libreoffice_the_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "office_program", lambda: None)
    assert code_of(RTF) == "office-missing"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (OLE, "kind-not-read"),
        (odt("application/vnd.oasis.opendocument.spreadsheet"), "kind-not-read"),
        (odt(content="0" * 3_000_000), "file-too-large"),
        (odt().replace(b"mimetype", b"mimetipo"), "zip"),
        (odt()[:38] + b"\xff" * 12 + odt()[50:], "damaged-document"),
    ],
    ids=["spreadsheet of old", "spreadsheet", "bomb", "no kind", "damaged within"],
)
def test_what_is_no_text_document_never_reaches_libreoffice(
    data: bytes, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("LibreOffice was started")

    monkeypatch.setattr(office, "_run", never)
    if code == "zip":
        assert read_file(data, EDITIONS).kind is not Kind.OFFICE
    else:
        assert code_of(data, Limits(unfolded_bytes=1_000_000)) == code


def test_a_document_that_never_opens_is_given_up_with_all_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = tmp_path / "started"
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\nsleep 60 &\necho $! > {started}\nwait\n")
    program.chmod(0o755)
    monkeypatch.setattr(office, "office_program", lambda: str(program))
    monkeypatch.setattr(office, "_SECONDS", 1)
    assert code_of(RTF) == "too-slow"
    child = Path(f"/proc/{started.read_text().strip()}/stat")
    # Killed is not yet gone.
    deadline = time.monotonic() + 10
    while _runs(child) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not _runs(child)


def _runs(process: Path) -> bool:
    try:
        return process.read_text().split()[2] != "Z"
    except OSError:
        return False


@needs_office
def test_a_form_of_another_program_is_read() -> None:
    lines = (
        r"Formul\'e1rio - Processo de Reten\'e7\'e3o", "Qtd CRO(s): 2", "Colaborador: Ana Prado",
        "Operadora: Odonto Vida", r"Status reten\'e7\'e3o", "( ) Desligamento", r"(X) Reten\'e7\'e3o efetiva",
        "Motivo desligamento", "(X) Glosas", "( ) Valores",
    )  # fmt: skip
    found = read_file(rb"{\rtf1\ansi " + "\\par ".join(lines).encode() + rb"\par}", EDITIONS)
    assert found.kind is Kind.OFFICE
    form = found.readings[0].form
    assert form is not None
    assert (form.cro_count, form.staff_name, form.outcome) == (2, "Ana Prado", "retained")
    assert form.termination_reasons == ("claim_denials",)


@needs_office
def test_a_damaged_document_is_refused() -> None:
    assert code_of(odt()) in {"damaged-document", "no-text", "not-a-form"}
