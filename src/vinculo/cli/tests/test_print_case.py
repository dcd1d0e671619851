"""`vinculo print`: a case by its number or a draft by its own, and blank forms."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.change_state import change_state
from vinculo.cases.states import CaseAction
from vinculo.cases.tests.case_files import NOW, make_decidable
from vinculo.cli import exit_codes
from vinculo.cli.main import main


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)


def text_of(path: str) -> str:
    document = pdfium.PdfDocument(path)
    return " ".join(page.get_textpage().get_text_range() for page in document)


def test_a_draft_is_printed_by_its_own_number(cast: Cast, capsys):
    case = make_decidable(cast.operator, cast.alice)
    assert main(["print", str(case.pk)]) == exit_codes.OK
    assert capsys.readouterr().out == f"rascunho-{case.pk}.pdf\n"
    text = text_of(f"rascunho-{case.pk}.pdf")
    assert "Renata Queiroz Lima" in text
    assert "RASCUNHO" in text


def test_a_case_is_printed_by_its_number(cast: Cast):
    case = make_decidable(cast.operator, cast.alice)
    change_state(case=case, action=CaseAction.OPEN, actor=actor_of(cast.alice), now=NOW)
    assert main(["print", "odl-2026-000001", "-o", "a.pdf"]) == exit_codes.OK
    assert "ODL-2026-000001" in text_of("a.pdf")


@pytest.mark.parametrize("name", ["ODL-2026-000009", "0", "99999999999999999999", "; drop table", "²"])
def test_what_is_not_there_is_one_line(cast: Cast, name: str, capsys):
    assert main(["print", name]) == exit_codes.FAILED
    assert capsys.readouterr().err == f"vinculo print: não há processo {name}\n"


@pytest.mark.parametrize("words", [[], ["1", "--blank", "2"], ["--blank", "3"]])
def test_wrong_arguments(words: list[str], capsys):
    assert main(["print", *words]) == exit_codes.USAGE
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("edition", [1, 2])
def test_a_blank_form_needs_no_database(edition: int, tmp_path: Path):
    code = (
        "import sys; from vinculo.cli.main import main; code = main(sys.argv[1:]); "
        "sys.exit(code or 'django' in sys.modules)"
    )
    subprocess.run(
        [sys.executable, "-c", code, "print", "--blank", str(edition)],
        check=True,
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "DATABASE_URL": "postgresql://nowhere.invalid/x"},
    )
    assert f"Edição {edition}" in text_of(f"formulario-edicao-{edition}.pdf")
