"""Forms on file become cases: dropped, read, looked at beside the original, corrected, accepted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.models import Case
from vinculo.cases.states import State
from vinculo.intake.actions.receive_files import receive_files
from vinculo.intake.models import FormReading, ImportedFile
from vinculo.intake.reading_loop import read_due
from vinculo.intake.tests.form_files import another_dentist, certain_form, file_of, receive
from vinculo.outbox.running import run_due
from vinculo.paper.form import RetentionForm

from .conftest import PHONE
from .dropping import drop
from .person import Person

pytestmark = pytest.mark.browser

# Between tests that really commit, the municipalities are gone.
PLACELESS: dict[str, None] = {"city": None, "state": None}


@pytest.fixture(autouse=True)
def files_apart(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "kept"


def certain(**changes: object) -> RetentionForm:
    return certain_form(**(PLACELESS | changes))


@pytest.mark.usefixtures("files_are_read")
def test_a_dropped_form_becomes_a_draft(person: Person, cast: Cast):
    person.signs_in(cast.alice)
    person.goes_to("/importar/")
    person.finds_no_barrier()
    drop(person.page.locator("#intake-drop"), "bom.txt", file_of(certain()))
    expect(person.page.get_by_role("heading", level=1)).to_have_text("Renata Queiroz Lima")
    person.sees("Nenhuma dúvida na leitura")
    person.finds_no_barrier()
    person.types("Nº do protocolo", "12/9")
    expect(person.page.locator("#save-state")).to_have_text("Guardado.")
    person.types("Data início", "31/02/2026")
    person.sees("Não entendi “31/02/2026”")
    person.sees("1 dúvida para conferir")
    person.finds_no_barrier()
    person.presses("Aceitar e abrir rascunho")
    person.sees("1 dúvida ainda não foi conferida")
    person.finds_no_barrier()
    person.presses("Aceitar e abrir rascunho, com 1 dúvida")
    expect(person.page).to_have_url(f"{person.address}/processos/{Case.objects.get().pk}/")
    case = Case.objects.get()
    assert (case.state, case.protocol_number, case.raw("started_on")) == (State.DRAFT, "12/9", "31/02/2026")


def test_of_a_folder_every_file_is_sent_whatever_it_is_called(person: Person, cast: Cast, tmp_path: Path):
    person.signs_in(cast.alice)
    person.goes_to("/importar/")
    folder = tmp_path / "papéis"
    folder.mkdir()
    for name in ("foto.jfif", "sem-nome", "dados.dat", ".DS_Store", "Thumbs.db", "~$form.docx"):
        (folder / name).write_bytes(name.encode())
    person.page.locator("#intake-folder").set_input_files(folder)
    person.page.wait_for_url(re.compile("/importar/[0-9]+/"))
    sent = {"papéis/foto.jfif", "papéis/sem-nome", "papéis/dados.dat"}
    assert set(ImportedFile.objects.values_list("name", flat=True)) == sent


@pytest.mark.usefixtures("files_are_read")
def test_good_and_bad_files_are_read(person: Person, cast: Cast, tmp_path: Path):
    person.signs_in(cast.alice)
    person.goes_to("/importar/")
    files = {
        "a.txt": file_of(certain()),
        "b.md": file_of(another_dentist(1, **PLACELESS), another_dentist(2, **PLACELESS, cpf="11111111111")),
        "c.txt": bytes(range(256)) * 8,
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    person.page.get_by_label("Escolha os arquivos").set_input_files([tmp_path / name for name in files])
    person.page.wait_for_url(re.compile("/importar/[0-9]+/"))
    person.sees("O arquivo não é um texto")
    person.sees("Aceitar os 2 sem dúvidas")
    person.finds_no_barrier()
    person.presses("Aceitar os 2 sem dúvidas")
    person.sees("2 processos criados.")
    person.finds_no_barrier()
    person.follows("Conferir o próximo")
    person.sees("os dígitos verificadores do CPF não conferem")
    assert Case.objects.count() == 2


def test_accepting_at_once_takes_what_was_just_typed(person: Person, cast: Cast):
    receive(cast.alice, ("a.txt", file_of(certain())))
    person.signs_in(cast.alice)
    person.goes_to(f"/importar/leituras/{FormReading.objects.get().pk}/")
    person.page.get_by_label("Nome dentista").fill("Renata Q. Lima")
    person.page.keyboard.press("Control+Enter")
    person.page.wait_for_url("**/processos/*/")
    assert Case.objects.get().dentist_name == "Renata Q. Lima"


def test_enter_in_a_field_keeps_it_and_accepts_nothing(person: Person, cast: Cast):
    receive(cast.alice, ("a.txt", file_of(certain())))
    person.signs_in(cast.alice)
    person.goes_to(f"/importar/leituras/{FormReading.objects.get().pk}/")
    person.page.get_by_label("Nome dentista").fill("Renata Q. Lima")
    person.page.keyboard.press("Enter")
    expect(person.page.locator("#save-state")).to_have_text("Guardado.")
    expect(person.page.get_by_label("Nome dentista")).to_be_focused()
    assert not Case.objects.exists()


def test_by_keyboard_from_doubt_to_doubt_and_form_to_form(person: Person, cast: Cast):
    first = another_dentist(1, **PLACELESS, cpf="11111111111", operator="SORRISO PLENO")
    receive(cast.alice, ("a.md", file_of(first, another_dentist(2, **PLACELESS))))
    one, two = FormReading.objects.order_by("position")
    person.signs_in(cast.alice)
    person.goes_to(f"/importar/leituras/{one.pk}/")
    person.page.keyboard.press("F8")
    person.page.keyboard.press("F8")
    focused = {person.page.evaluate("document.activeElement.id")}
    person.page.keyboard.press("F8")
    focused.add(person.page.evaluate("document.activeElement.id"))
    assert focused <= {"f-cpf", "f-operator"}
    person.page.keyboard.press("Alt+PageDown")
    person.page.wait_for_url(f"**/leituras/{two.pk}/")
    person.page.keyboard.press("Alt+PageUp")
    person.page.wait_for_url(f"**/leituras/{one.pk}/")


@pytest.mark.parametrize("look", ["light", "dark"])
def test_on_the_phone(person: Person, cast: Cast, look: str):
    receive(cast.alice, ("a.txt", file_of(certain())), ("b.txt", b""), ("c.txt", file_of(certain(lives=9))))
    one, two = FormReading.objects.order_by("pk")
    page = person.page
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme=look)  # type: ignore[arg-type]
    person.signs_in(cast.alice)
    person.goes_to(f"/importar/leituras/{one.pk}/")
    person.presses("Aceitar e abrir rascunho")
    page.wait_for_url("**/processos/*/")
    for path in ("/importar/", f"/importar/{one.file.batch_id}/", f"/importar/leituras/{two.pk}/"):
        person.goes_to(path)
        person.finds_no_barrier()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    person.sees("Já há um processo que parece ser este")
    person.presses("Já é este processo")
    person.sees("Nada mudou no processo")


def test_a_batch_is_held_gone_on_with_and_taken_back(person: Person, cast: Cast):
    batch = receive_files(
        operator=cast.operator,
        files=[(f"{n}.txt", file_of(another_dentist(n, **PLACELESS))) for n in range(3)],
        as_history=False,
        actor=actor_of(cast.alice),
        now=timezone.now(),
    )
    person.signs_in(cast.alice)
    person.goes_to(f"/importar/{batch.pk}/")
    person.sees("Lendo: 0 de 3 arquivos")
    person.finds_no_barrier()
    person.presses("Pausar")
    person.sees("Leitura pausada: 0 de 3 arquivos")
    person.presses("Continuar a leitura")
    person.sees("Lendo: 0 de 3 arquivos")
    read_due(timezone.now())
    person.sees("Leitura terminada.")
    person.presses("Aceitar os 3 sem dúvidas")
    person.sees("3 processos criados.")
    person.page.get_by_text("Desfazer a importação", exact=True).click()
    person.finds_no_barrier()
    person.presses("Desfazer tudo o que esta importação trouxe")
    person.sees("estão sendo cancelados")
    run_due(timezone.now())
    person.sees("Nada do que ela trouxe ficou.")
    assert set(Case.objects.values_list("state", flat=True)) == {State.CANCELLED}


def test_without_a_script_the_forms_still_work(browser, live_server, cast: Cast, tmp_path: Path):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    person = Person(page, live_server.url)
    person.signs_in(cast.alice)
    person.goes_to("/importar/")
    (tmp_path / "a.txt").write_bytes(file_of(certain()))
    page.get_by_label("Escolha os arquivos").set_input_files(tmp_path / "a.txt")
    person.presses("Ler formulários")
    person.sees("Lendo: 0 de 1 arquivo")
    read_due(timezone.now())
    person.follows("Ver como está agora")
    page.get_by_label("Nome dentista").fill("Renata Q. Lima")
    person.presses("Aceitar como histórico")
    page.wait_for_url(re.compile("/importar/[0-9]+/"))
    assert Case.objects.get().dentist_name == "Renata Q. Lima"
    assert Case.objects.get().state == State.CLOSED
    context.close()
