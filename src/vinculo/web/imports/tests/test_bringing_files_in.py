"""The page where files are dropped, without its script and as its script uses it."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from vinculo.accounts.models import AuditEntry, Membership, User
from vinculo.accounts.permissions import Role
from vinculo.accounts.tests.cast import Cast, signed_in
from vinculo.cases.models import Case
from vinculo.cases.states import State
from vinculo.intake.batch_queries import BatchCounts
from vinculo.intake.models import Fate, FormReading, ImportBatch
from vinculo.intake.reading_loop import read_due
from vinculo.intake.tests.form_files import (
    NOW,
    another_dentist,
    certain_form,
    file_of,
    readings_in,
    receive,
)
from vinculo.web.imports.batch_presenters import batch_summary, time_left

LIST = reverse("import-list")


@pytest.fixture(autouse=True)
def files_apart(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def send(user: User, *files: SimpleUploadedFile, **fields: Any):
    return signed_in(user).post(LIST, {"files": list(files), **fields})


def poll(user: User, batch: ImportBatch):
    return signed_in(user).get(reverse("import-batch", args=[batch.pk]), headers={"HX-Request": "true"})


def test_one_form_goes_straight_to_its_review_as_soon_as_it_is_read(cast: Cast):
    answer = send(cast.alice, upload("bom.txt", file_of(certain_form())))
    batch = ImportBatch.objects.get()
    assert answer.headers["Location"] == reverse("import-batch", args=[batch.pk]) + "?enviada=1"
    assert "Lendo: 0 de 1 arquivo" in poll(cast.alice, batch).content.decode()
    read_due(NOW)
    review = reverse("import-review", args=[FormReading.objects.get().pk])
    assert poll(cast.alice, batch).headers["HX-Redirect"] == review
    done = signed_in(cast.alice).get(reverse("import-done", args=[batch.pk]))
    assert done.headers["Location"] == review


def test_several_files_go_to_their_batch(cast: Cast):
    answer = send(
        cast.alice,
        upload("bom.txt", file_of(certain_form())),
        upload("ruim.txt", b"\x00\x01\x02" * 99),
        upload("<img src=x onerror=alert(1)>.txt", b""),
        as_history="yes",
    )
    batch = ImportBatch.objects.get()
    assert batch.as_history
    address = reverse("import-batch", args=[batch.pk])
    assert answer.headers["Location"] == f"{address}?enviada=1"
    read_due(NOW)
    assert poll(cast.alice, batch).headers["HX-Redirect"] == address
    page = signed_in(cast.alice).get(answer.headers["Location"], follow=True).content.decode()
    assert "tem conteúdo binário" in page
    assert "O arquivo está vazio." in page
    assert "<img src=x" not in page
    assert "3 arquivos, 1 formulário: 1 a conferir." in page


def test_pasted_text_is_a_file_too(cast: Cast):
    send(cast.alice, text=file_of(certain_form()).decode(), token=str(uuid.uuid4()))
    read_due(NOW)
    reading = FormReading.objects.get()
    assert (reading.file.name, reading.doubts) == ("texto colado.txt", 0)


def test_nothing_sent_is_said_on_the_page(cast: Cast):
    answer = send(cast.alice, text="  ")
    assert answer.status_code == 422
    assert "Nenhum arquivo foi escolhido" in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_the_same_submit_twice_is_one_batch(cast: Cast):
    token = str(uuid.uuid4())
    for _ in range(2):
        send(cast.alice, upload("bom.txt", file_of(certain_form())), token=token)
    read_due(NOW)
    assert (ImportBatch.objects.count(), FormReading.objects.count()) == (1, 1)


def test_file_by_file_as_the_script_sends_them(cast: Cast):
    client = signed_in(cast.alice)
    addresses = client.post(reverse("import-open"), {"token": str(uuid.uuid4())}).json()
    files = {"dois.md": file_of(certain_form(), another_dentist()), "<b>.txt": b""}
    for name, content in files.items():
        sent = {"files": upload("dois.md", content), "name": f"pasta/{name}"}
        assert client.post(addresses["files"], sent).status_code == 204
    read_due(NOW)
    page = client.get(addresses["batch"]).content.decode()
    assert page.count("A conferir, sem dúvidas") == 2
    assert "pasta/dois.md · 2º formulário" in page
    assert "O arquivo está vazio." in page
    assert "<b>" not in page
    assert client.get(addresses["done"]).headers["Location"] == addresses["batch"]
    assert client.post(addresses["files"]).status_code == 409


def test_a_file_beyond_the_limit_is_told(cast: Cast, settings):
    settings.MAX_FORM_FILE_BYTES = 1024 * 1024
    send(cast.alice, upload("enorme.txt", b"a" * (1024 * 1024 + 5)))
    assert "passa de 1 MB" in ImportBatch.objects.get().files.get().problem


def test_who_has_several_operators_chooses(cast: Cast):
    Membership.objects.create(user=cast.alice, operator=cast.other_operator, role=Role.CONSULTANT)
    page = signed_in(cast.alice).get(LIST).content.decode()
    assert "ODONTOLIFE" in page
    assert "SORRISO CLARO" in page
    send(cast.alice, upload("a.txt", file_of(certain_form())), operator=cast.other_operator.pk)
    assert ImportBatch.objects.get().operator == cast.other_operator
    assert send(cast.alice, upload("a.txt", b"x")).status_code == 403
    assert send(cast.alice, upload("a.txt", b"x"), operator="zebra").status_code == 403


def test_who_may_not_import_does_not_get_in(cast: Cast):
    for user in (cast.nina, cast.davi, cast.adam, cast.sara):
        assert signed_in(user).get(LIST).status_code == 403
        assert send(user, upload("a.txt", b"x")).status_code == 403
        assert signed_in(user).post(reverse("import-open")).status_code == 403


def test_all_certain_ones_are_accepted_at_once(cast: Cast):
    batch = receive(cast.alice, ("a.md", file_of(another_dentist(1), another_dentist(2, cpf="11111111111"))))
    client = signed_in(cast.alice)
    assert (
        "Aceitar o que não tem dúvidas"
        in client.get(reverse("import-batch", args=[batch.pk])).content.decode()
    )
    answer = client.post(reverse("import-accept-certain", args=[batch.pk]), follow=True)
    assert "1 processo criado." in answer.content.decode()
    assert [reading.fate for reading in readings_in(batch)] == [Fate.ACCEPTED, Fate.WAITING]
    assert Case.objects.get().state == State.DRAFT


def test_doubtful_ones_are_reviewed_first_and_then_nothing_is_left(cast: Cast):
    batch = receive(cast.alice, ("a.md", file_of(another_dentist(1), another_dentist(2, cpf="11111111111"))))
    client, address = signed_in(cast.alice), reverse("import-next", args=[batch.pk])
    certain, doubtful = readings_in(batch)
    for expected in (doubtful, certain):
        assert client.get(address).headers["Location"] == reverse("import-review", args=[expected.pk])
        client.post(reverse("import-discard", args=[expected.pk]))
    assert client.get(address).headers["Location"] == reverse("import-batch", args=[batch.pk])


def test_the_original_is_never_a_page(cast: Cast):
    content = b"<!doctype html><script>alert(1)</script>" + file_of(certain_form())
    batch = receive(cast.alice, ("pasta/mau.html", content))
    address = reverse("import-original", args=[batch.files.get().pk])
    answer = signed_in(cast.alice).get(address)
    assert answer.getvalue() == content
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="pasta_mau.html"'
    assert AuditEntry.objects.filter(action="import.file_viewed").count() == 1


def test_the_list_costs_the_same_however_many_batches_there_are(cast: Cast, django_assert_max_num_queries):
    for number in range(3):
        receive(cast.alice, ("a.txt", file_of(another_dentist(number))))
    client = signed_in(cast.alice)
    with django_assert_max_num_queries(12):
        assert client.get(LIST).content.decode().count("row-link") == 3
    batch = receive(cast.alice, ("a.md", file_of(*(another_dentist(number) for number in range(8)))))
    with django_assert_max_num_queries(13):
        client.get(reverse("import-batch", args=[batch.pk]))


@pytest.mark.parametrize("is_there", [True, False])
def test_that_pictures_are_not_read_here_is_said_beforehand(cast: Cast, monkeypatch, is_there: bool):
    folder = Path("/tessdata") if is_there else None
    monkeypatch.setattr("vinculo.paper.reading.scan.engine.tessdata_folder", lambda: folder)
    page = signed_in(cast.alice).get(reverse("import-list")).content.decode()
    assert ("Digitalizações e fotos não são lidas agora" in page) is not is_there


def test_while_files_are_read_forms_are_missing_only_so_far():
    counts = BatchCounts(files=3, unread=2)
    assert batch_summary(counts) == "3 arquivos, nenhum formulário ainda."
    assert batch_summary(BatchCounts(files=3)) == "3 arquivos, nenhum formulário."


def test_time_left_is_rounded_up():
    told = [time_left(seconds) for seconds in (40, 62, 80, 130, 3700)]
    assert told[:3] == ["falta menos de 1 minuto", "falta cerca de 1 minuto", "faltam cerca de 2 minutos"]
    assert told[3:] == ["faltam cerca de 3 minutos", "falta cerca de 1 hora"]
