"""The registry is fed by hand: files sent, what would change looked at, applied, and taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test.utils import override_settings
from django.utils import timezone
from playwright.sync_api import expect

from vinculo.accounts.tests.cast import Cast
from vinculo.network.models import Provider, SyncRun
from vinculo.network.reference_data import fill_municipalities
from vinculo.network.sync_jobs.queue import APPLY_TASK, UNDO_TASK
from vinculo.network.sync_jobs.work import work_on_run
from vinculo.network.tasks import apply, undo
from vinculo.sandbox.mapping import mapping_for
from vinculo.sandbox.tests.running import StartCore

from .person import Person

pytestmark = pytest.mark.browser


def worker_does(task: str, user_id: int) -> None:
    run = SyncRun.objects.get()
    done = {APPLY_TASK: lambda: apply(run_id=run.pk, user_id=user_id, accept=False)}
    done[UNDO_TASK] = lambda: undo(run_id=run.pk, user_id=user_id)
    done[task]()


def test_files_are_sent_looked_at_applied_and_taken_back(
    person: Person, cast: Cast, sandbox_core: StartCore, tmp_path: Path
):
    fill_municipalities()
    core = sandbox_core(providers=24, months=6)
    core.fault("bad_rows", 12, entity="providers")
    feeds = tmp_path / "feeds"
    feeds.mkdir()
    (feeds / f"{cast.operator.code}.toml").write_text(mapping_for("", "csv"), encoding="utf-8")
    files = []
    for entity in ("providers", "dentists"):
        files.append(tmp_path / f"{entity}.csv")
        files[-1].write_bytes(core.ask(f"/v1/{entity}.csv", encoding="cp1252", separator=";").content)
    with override_settings(FEEDS_FOLDER=feeds, MEDIA_ROOT=tmp_path / "kept"):
        person.signs_in(cast.nina)
        person.follows("Prestadores")
        person.follows("Sincronização")
        person.page.get_by_label(f"Arquivos de {cast.operator.name}").set_input_files(files)
        person.presses("Enviar e ler")
        expect(person.page.get_by_role("button", name="Parar")).to_be_visible()
        person.finds_no_barrier()
        work_on_run(SyncRun.objects.get().pk, clock=timezone.now)
        person.sees("Pronta para aplicar")
        expect(person.page.get_by_role("link", name="22 prestadores: novos")).to_be_visible()
        expect(person.page.locator("#linhas")).to_contain_text("Prestadores: novos")
        person.finds_no_barrier()
        person.follows("2 linhas recusadas")
        person.sees("linha 13")
        person.finds_no_barrier()
        person.page.go_back()
        assert not Provider.objects.exists()
        person.presses("Aplicar")
        worker_does(APPLY_TASK, cast.nina.pk)
        person.sees("O cadastro está como o sistema da operadora disse, exceto pelas 2 linhas recusadas.")
        assert Provider.objects.count() == 22
        person.page.locator("#sync-undo").click()
        person.presses("Desfazer a sincronização")
        worker_does(UNDO_TASK, cast.nina.pk)
        person.sees("o cadastro voltou a ser como antes dela")
        assert not Provider.objects.exists()
        person.finds_no_barrier()
