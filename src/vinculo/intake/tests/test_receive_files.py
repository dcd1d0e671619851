"""Files come in: what is read waits, what cannot be read says so, and the rest goes on."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from vinculo.accounts.models import AuditEntry
from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.intake import queries
from vinculo.intake.actions.receive_files import open_batch, receive_file, receive_files
from vinculo.intake.doubts import findings_of
from vinculo.intake.models import Fate, FileState, FormReading, ImportBatch, ImportedFile
from vinculo.intake.reading_loop import read_due
from vinculo.intake.refusals import UnableToReceiveFiles
from vinculo.intake.stray_files import STRAY_AFTER, sweep_stray_files
from vinculo.kernel.refusal import NotPermitted
from vinculo.paper.editions import packaged_edition
from vinculo.paper.printing import print_form
from vinculo.paper.reading.tests.layouts import Layout

from .form_files import NOW, another_dentist, certain_form, file_of, one_reading, readings_in, receive
from .paper_readings import paper_reading


@pytest.fixture(autouse=True)
def files_apart(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def stored(file: ImportedFile) -> bytes:
    with file.content.open() as kept:
        content: bytes = kept.read()
    return content


def test_a_form_that_was_read_without_a_doubt_waits(cast: Cast):
    reading = one_reading(cast.alice)
    assert (reading.fate, reading.doubts) == (Fate.WAITING, 0)
    assert reading.form_as_read() == certain_form()
    assert "Renata Queiroz Lima" in reading.source_text
    assert stored(reading.file).rstrip() == file_of(certain_form())


def test_each_file_of_a_batch_goes_its_own_way(cast: Cast):
    batch = receive(
        cast.alice,
        ("bom.txt", file_of(certain_form())),
        ("vazio.txt", b""),
        ("binario.txt", bytes(range(256)) * 8),
        ("dois.md", file_of(another_dentist(1), another_dentist(2))),
        ("lista.txt", "Pão, leite e café.\n".encode() * 20),
        ("latim.txt", file_of(another_dentist(3)).decode().encode("cp1252", "replace")),
    )
    assert [len(file.readings.all()) for file in batch.files.all()] == [1, 0, 0, 2, 0, 1]
    problems = {file.name: file.problem for file in batch.files.all()}
    assert problems["vazio.txt"] == "O arquivo está vazio."
    assert problems["binario.txt"].startswith("O arquivo não é um texto")
    assert problems["lista.txt"] == "O conteúdo não parece um formulário de retenção."
    assert problems["bom.txt"] == problems["dois.md"] == problems["latim.txt"] == ""
    assert {reading.form["cro"] for reading in readings_in(batch)} == {"12345", "20001", "20002", "20003"}
    for file in batch.files.all():
        assert file.content.name
        assert default_storage.exists(file.content.name)


def test_a_file_beyond_the_limit_is_told_and_not_kept(cast: Cast, settings):
    settings.MAX_FORM_FILE_BYTES = 2 * 1024 * 1024
    batch = receive(
        cast.alice, ("enorme.txt", b"a" * (2 * 1024 * 1024 + 1)), ("bom.txt", file_of(certain_form()))
    )
    enormous, good = batch.files.all()
    assert "passa de 2 MB" in enormous.problem
    assert not enormous.content
    assert good.readings.count() == 1


def test_the_same_file_twice_in_a_batch_is_recognised(cast: Cast):
    content = file_of(certain_form())
    batch = receive(cast.alice, ("a.txt", content), ("b.txt", content), ("a.txt", content))
    first, second = batch.files.all()
    assert second.same_as == first
    assert "“a.txt”" in second.problem
    assert FormReading.objects.count() == 1


def test_the_same_form_in_another_layout_is_a_repetition(cast: Cast):
    batch = receive(
        cast.alice,
        ("a.txt", file_of(certain_form())),
        ("b.txt", file_of(certain_form(), layout=Layout().but(head="colon"))),
    )
    first, second = readings_in(batch)
    assert (second.fate, second.duplicate_of) == (Fate.DUPLICATE, first)


def test_the_same_submit_twice_is_one_batch(cast: Cast):
    token, files = uuid.uuid4(), [("a.txt", file_of(certain_form()))]
    for _ in range(2):
        receive_files(
            operator=cast.operator,
            files=files,
            as_history=False,
            actor=actor_of(cast.alice),
            now=NOW,
            token=token,
        )
    read_due(NOW)
    assert (ImportBatch.objects.count(), FormReading.objects.count()) == (1, 1)


def test_what_is_doubted_is_counted(cast: Cast):
    reading = one_reading(cast.alice, certain_form(operator="DENTAL NORTE", cpf="11111111111"))
    found = findings_of(queries.facts_of(reading, queries.form_edition_of(reading), NOW.date()))
    assert {"operator-differs", "cpf-check-digits"} <= {finding.code for finding in found}
    assert reading.doubts >= 2


def test_a_form_of_an_edition_that_the_operator_lacks_says_so(cast: Cast):
    cast.operator.editions.filter(number=1).delete()
    reading = one_reading(cast.alice, certain_form(edition=1))
    assert reading.form["edition"] == 1
    found = findings_of(queries.facts_of(reading, queries.form_edition_of(reading), NOW.date()))
    assert "O formulário é da edição 1, que esta operadora não tem." in " ".join(
        item.message for item in found
    )


def test_bytes_are_stored_once_however_often_they_come(cast: Cast, tmp_path: Path):
    for _ in range(2):
        receive(cast.alice, ("a.txt", file_of(certain_form())))
    assert ImportedFile.objects.count() == 2
    assert FormReading.objects.count() == 1
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_what_cannot_be_written_leaves_nothing_behind(cast: Cast, tmp_path: Path, monkeypatch):
    def fail(*args: object, **more: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("vinculo.intake.actions.receive_files.audit_batch", lambda *_, **__: None)
    batch = open_batch(operator=cast.operator, as_history=False, actor=actor_of(cast.alice), now=NOW)
    monkeypatch.setattr("vinculo.intake.actions.receive_files.audit_batch", fail)
    with pytest.raises(RuntimeError):
        receive_file(
            batch=batch,
            name="a.txt",
            content=file_of(certain_form()),
            actor=actor_of(cast.alice),
            now=NOW,
        )
    assert not ImportedFile.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_what_was_read_and_cannot_be_kept_is_told_and_the_rest_goes_on(cast: Cast, monkeypatch):
    def fail_once(reading: FormReading, now: object) -> None:
        if reading.file.name == "a.txt":
            raise RuntimeError("89841230992")

    monkeypatch.setattr("vinculo.intake.actions.settle_file.count_doubts", fail_once)
    batch = receive(cast.alice, ("a.txt", file_of(certain_form())), ("b.txt", file_of(another_dentist())))
    first, second = batch.files.all()
    assert first.state == FileState.FAILED
    assert first.problem.startswith("O que foi lido deste arquivo não pôde ser guardado (RuntimeError).")
    assert second.readings.count() == 1


def test_hostile_names_and_characters_are_kept_harmless(cast: Cast):
    text = file_of(certain_form(general_note="<script>alert(1)</script>")).replace(b"Mant", b"Mant\x00")
    batch = receive(cast.alice, ("../../etc/\x00<img src=x>\udcff.txt", text))
    (file,) = batch.files.all()
    assert "\x00" not in file.name
    assert re.fullmatch(r"imports/2[0-9]{3}/[0-9]{2}/[0-9a-f]{24}\w*\.txt", file.content.name or "")
    (reading,) = readings_in(batch)
    assert "<script>" in reading.source_text


def test_no_file_and_too_many_are_refused(cast: Cast):
    with pytest.raises(UnableToReceiveFiles):
        receive(cast.alice)
    with pytest.raises(UnableToReceiveFiles):
        receive(cast.alice, *[("a.txt", b"")] * 10_001)
    assert not ImportBatch.objects.exists()


def test_a_batch_takes_so_many_bytes_and_what_came_before_takes_none(cast: Cast, settings):
    settings.MAX_BATCH_BYTES = 1_000_000
    batch = open_batch(operator=cast.operator, as_history=False, actor=actor_of(cast.alice), now=NOW)

    def bring(name: str, content: bytes) -> ImportedFile:
        return receive_file(batch=batch, name=name, content=content, actor=actor_of(cast.alice), now=NOW)

    bring("a.txt", b"a" * 600_000)
    bring("copia.txt", b"a" * 300_000 + b"a" * 300_000)
    with pytest.raises(UnableToReceiveFiles, match="a importação passaria de 1 MB, o limite de uma só"):
        bring("b.txt", b"b" * 600_000)
    bring("c.txt", b"c" * 400_000)
    assert [file.name for file in batch.files.all()] == ["a.txt", "copia.txt", "c.txt"]


def test_what_a_killed_worker_left_is_swept_up(cast: Cast, tmp_path: Path):
    reading = paper_reading(cast.alice)
    kept = [str(sheet.picture) for sheet in reading.file.sheets.all()] + [str(reading.file.content)]
    now = timezone.now()
    left = [default_storage.save(f"{Path(name).parent}/sobra.jpg", ContentFile(b"x")) for name in kept[-2:]]
    assert sweep_stray_files(now=now) == 0
    assert sweep_stray_files(now=now + STRAY_AFTER + dt.timedelta(minutes=1)) == 2
    assert [default_storage.exists(name) for name in (*kept, *left)] == [True] * len(kept) + [False] * 2


def test_only_who_may_import_brings_files_in(cast: Cast):
    for user in (cast.nina, cast.davi, cast.adam, cast.sara, cast.charlie):
        with pytest.raises(NotPermitted):
            receive_files(
                operator=cast.operator,
                files=[("a.txt", b"x")],
                as_history=False,
                actor=actor_of(user),
                now=NOW,
            )
    batch = receive(cast.alice, ("a.txt", file_of(certain_form())))
    with pytest.raises(NotPermitted):
        receive_file(batch=batch, name="b.txt", content=b"x", actor=actor_of(cast.charlie), now=NOW)


def test_each_write_stands_in_the_audit_log_without_personal_data(cast: Cast):
    one_reading(cast.alice)
    lines = AuditEntry.objects.filter(action__startswith="import.").order_by("pk")
    assert [line.action for line in lines] == ["import.opened", "import.file_received"]
    assert "89841230992" not in str([line.detail for line in lines])


def test_our_own_print_comes_back_as_the_same_form(cast: Cast):
    pdf = print_form(certain_form(), edition=packaged_edition(2))
    batch = receive(cast.alice, ("impresso.pdf", pdf), ("quebrado.pdf", pdf[:2000]))
    (reading,) = readings_in(batch)
    assert reading.form_as_read() == certain_form()
    assert "Renata Queiroz Lima" in reading.source_text
    assert batch.files.get(name="quebrado.pdf").problem == "O arquivo não é um PDF ou está danificado."


def test_whatever_the_reader_stumbles_over_the_file_is_kept(cast: Cast, monkeypatch):
    def stumble(*args: object) -> None:
        raise ZeroDivisionError("529.982.247-25")

    monkeypatch.setattr("vinculo.paper.reading.read_text", stumble)
    (file,) = receive(cast.alice, ("a.txt", file_of(certain_form()))).files.all()
    assert file.problem == "O leitor falhou neste arquivo, por um motivo inesperado; os demais continuam."
    assert stored(file) == file_of(certain_form())


def test_of_two_empty_files_neither_repeats_the_other(cast: Cast):
    batch = receive(cast.alice, ("foto.heic", b""), ("zero.pdf", b""))
    files = batch.files.order_by("pk")
    assert [(file.problem, file.same_as) for file in files] == [("O arquivo está vazio.", None)] * 2
