"""`vinculo import`: says what became of each form, creates nothing twice, and stops for no bad file."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from vinculo.accounts.models import AuditEntry
from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.models import Case
from vinculo.cases.states import State
from vinculo.cli import exit_codes
from vinculo.cli.import_report import ImportReport
from vinculo.cli.main import main
from vinculo.intake.actions.settle_reading import discard_reading
from vinculo.intake.models import Fate, FileState, FormReading, ImportedFile
from vinculo.intake.tests.form_files import NOW, another_dentist, certain_form, file_of, one_reading
from vinculo.paper.editions import Edition
from vinculo.paper.reading import Reading, read_text


@pytest.fixture(autouse=True)
def files_apart(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "kept"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Good and bad files, one with two forms, one beside the point."""
    folder = tmp_path / "entrada"
    (folder / "sub").mkdir(parents=True)
    (folder / "a-bom.txt").write_bytes(file_of(certain_form()))
    (folder / "b-vazio.txt").write_bytes(b"")
    (folder / "c-binario.md").write_bytes(bytes(range(256)) * 8)
    (folder / "sub" / "dois.md").write_bytes(
        file_of(another_dentist(1), another_dentist(2, cpf="11111111111"))
    )
    (folder / "sub" / "planilha.xlsx").write_bytes(b"PK\x05\x06")
    for left in (".DS_Store", "Thumbs.db", "~$dois.docx"):
        (folder / "sub" / left).write_bytes(b"\0\1")
    return folder


def run(*words: object) -> int:
    return main(["import", *map(str, words)])


def test_each_form_is_told_and_the_batch_goes_on(cast: Cast, folder: Path, capsys):
    assert run(folder, "--operator", "odl") == exit_codes.FAILED
    told = capsys.readouterr()
    drafts = list(Case.objects.order_by("pk"))
    assert [case.state for case in drafts] == [State.DRAFT] * 3
    assert f"a-bom.txt: criado: rascunho {drafts[0].pk}\n" in told.out
    assert f"dois.md, 1º formulário: criado: rascunho {drafts[1].pk}\n" in told.out
    assert f"dois.md, 2º formulário: criado: rascunho {drafts[2].pk}; com dúvidas: " in told.out
    assert "b-vazio.txt: recusado: O arquivo está vazio." in told.err
    assert "c-binario.md: recusado: O arquivo não é um texto" in told.err
    # Whatever a file is called, its content is looked at; what a system left for itself is none.
    assert "planilha.xlsx: recusado: " in told.err
    assert not any(left in told.out + told.err for left in (".DS_Store", "Thumbs.db", "~$"))
    assert "3 criados (1 com dúvidas), 0 repetidos, 0 a conferir, 3 recusados" in told.out
    assert "111.111" not in told.out
    assert "11111111111" not in told.out


def test_running_it_twice_creates_nothing_twice(cast: Cast, folder: Path, capsys):
    run(folder, "--operator", "ODL")
    before = set(Case.objects.values_list("pk", flat=True))
    capsys.readouterr()
    run(folder, "--operator", "ODL")
    assert set(Case.objects.values_list("pk", flat=True)) == before
    told = capsys.readouterr().out
    assert "0 criados, 3 repetidos, 0 a conferir" in told
    assert f"a-bom.txt: repetido: já é rascunho {min(before)}." in told


def test_history_becomes_closed_cases(cast: Cast, folder: Path, capsys):
    assert run(folder / "sub" / "dois.md", "--operator", "ODL", "--history") == exit_codes.OK
    assert [case.state for case in Case.objects.all()] == [State.CLOSED] * 2
    assert "1º formulário: criado: ODL-" in capsys.readouterr().out
    assert run(folder / "sub" / "dois.md", "--operator", "ODL", "--history") == exit_codes.OK
    assert Case.objects.count() == 2


def test_what_seems_to_be_an_open_case_waits_for_a_person(cast: Cast, tmp_path: Path, capsys):
    first, second = tmp_path / "1.txt", tmp_path / "2.txt"
    first.write_bytes(file_of(certain_form()))
    second.write_bytes(file_of(certain_form(general_note="Escrito de novo.")))
    assert run(first, second, "--operator", "ODL") == exit_codes.OK
    told = capsys.readouterr().out
    assert f"2.txt: a conferir: parece ser o mesmo processo que rascunho {Case.objects.get().pk}." in told
    assert FormReading.objects.filter(fate=Fate.WAITING).count() == 1
    run(second, "--operator", "ODL")
    assert "2.txt: repetido: já espera conferência na importação" in capsys.readouterr().out
    assert Case.objects.count() == 1


def test_what_was_discarded_before_waits_for_a_person(cast: Cast, tmp_path: Path, capsys):
    file = tmp_path / "1.txt"
    file.write_bytes(file_of(certain_form()))
    discard_reading(reading=one_reading(cast.alice), actor=actor_of(cast.alice), now=NOW)
    assert run(file, "--operator", "ODL") == exit_codes.OK
    assert "já foi descartado antes" in capsys.readouterr().out
    assert not Case.objects.exists()


def test_what_was_mostly_read_unsurely_waits_for_a_person(cast: Cast, tmp_path: Path, monkeypatch, capsys):
    def unsurely(text: str, editions: Sequence[Edition]) -> Reading:
        reading = read_text(text, editions)
        return replace(reading, confidence=dict.fromkeys(reading.confidence, 0.5))

    monkeypatch.setattr("vinculo.paper.reading.read_text", unsurely)
    file = tmp_path / "1.txt"
    file.write_bytes(file_of(certain_form()))
    assert run(file, "--operator", "ODL", "--history") == exit_codes.OK
    assert "1.txt: a conferir: Quase tudo foi lido sem muita certeza" in capsys.readouterr().out
    assert not Case.objects.exists()


def test_it_is_done_in_somebodys_name(cast: Cast, folder: Path):
    assert run(folder / "a-bom.txt", "--user", "ALICE@odontolife.example") == exit_codes.OK
    assert Case.objects.get().consultant == cast.alice
    assert set(AuditEntry.objects.filter(action="case.created").values_list("actor_name", flat=True)) == {
        cast.alice.name
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "diga a operadora: --operator ODL, SRC"),
        (("--operator", "XXX"), "operadora desconhecida, ou sem permissão nela: XXX (há: ODL, SRC)"),
        (("--user", "ninguem@odontolife.example"), "não há pessoa ativa"),
        (("--user", "nina@odontolife.example"), "não há operadora para a qual se possa importar"),
        (("--user", "alice@odontolife.example", "--operator", "SRC"), "sem permissão nela: SRC (há: ODL)"),
    ],
)
def test_who_may_not_or_does_not_say_for_whom(
    cast: Cast, folder: Path, words: tuple[str, ...], said: str, capsys
):
    assert run(folder, *words) == exit_codes.USAGE
    assert said in capsys.readouterr().err
    assert not FormReading.objects.exists()


def test_files_that_are_not_there(cast: Cast, tmp_path: Path, capsys):
    (tmp_path / "nada").mkdir()
    words = [tmp_path / "sumiu.txt", tmp_path / "nada", "/dev/null", "a\0b"]
    assert run(*words, "--operator", "ODL") == exit_codes.FAILED
    told = capsys.readouterr()
    assert "sumiu.txt: recusado: Arquivo não encontrado." in told.err
    assert "nada: recusado: A pasta não tem arquivos." in told.err
    assert "/dev/null: recusado: Não é um arquivo comum." in told.err
    assert told.err.count("\n") == 4
    assert "4 recusados\n" in told.out


def test_what_is_in_a_zip_is_told_file_by_file(cast: Cast, folder: Path, tmp_path: Path, capsys):
    archive = tmp_path / "antigos.zip"
    with zipfile.ZipFile(archive, "w") as made:
        for path in (folder / "a-bom.txt", folder / "sub" / "dois.md", folder / "b-vazio.txt"):
            made.write(path, f"pasta/{path.name}")
    assert run(archive, "--operator", "ODL") == exit_codes.FAILED
    told = capsys.readouterr()
    assert f"{archive}: pasta/a-bom.txt: criado: rascunho" in told.out
    assert f"{archive}: pasta/b-vazio.txt: recusado: O arquivo está vazio." in told.err
    assert "3 criados (1 com dúvidas), 0 repetidos, 0 a conferir, 1 recusado" in told.out


def test_an_interrupted_run_is_gone_on_with(cast: Cast, tmp_path: Path, monkeypatch, capsys):
    for number in range(4):
        (tmp_path / f"{number}.txt").write_bytes(file_of(another_dentist(number)))
    told: list[int] = []

    def interrupt(report: ImportReport, *args: object) -> None:
        told.append(1)
        if len(told) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr("vinculo.cli.import_report.ImportReport._create", interrupt)
    assert run(tmp_path, "--operator", "ODL", "--jobs", "1") == exit_codes.INTERRUPTED
    assert "Interrompido. Rode o mesmo comando" in capsys.readouterr().err
    assert not ImportedFile.objects.filter(state=FileState.READING).exists()
    monkeypatch.undo()
    run(tmp_path, "--operator", "ODL")
    assert "a conferir" in capsys.readouterr().out
    assert Case.objects.count() + FormReading.objects.filter(fate=Fate.WAITING).count() == 4
    assert FormReading.objects.count() == 4
