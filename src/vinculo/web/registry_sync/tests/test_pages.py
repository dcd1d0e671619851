"""The pages of the sync: what they say, whom they ask, what they leave in the log."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client, override_settings
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from vinculo.accounts.models import AuditEntry, Membership
from vinculo.accounts.permissions import Role
from vinculo.accounts.tests.cast import Cast, signed_in
from vinculo.network.models import SyncRun
from vinculo.network.queries.sync_runs import PlannedChange
from vinculo.network.sync_jobs.queue import APPLY_TASK
from vinculo.network.sync_jobs.rejects_kept import sweep_rejects
from vinculo.web.registry_sync import run_views
from vinculo.web.registry_sync.progress import progress_of

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def nina(cast: Cast) -> Client:
    return signed_in(cast.nina)


@pytest.fixture
def asking(cast: Cast) -> SyncRun:
    return SyncRun.objects.create(
        operator=cast.operator,
        origin=SyncRun.Origin.CONNECTION,
        label="https://sio.example",
        state=SyncRun.State.ASKS,
        started_at=NOW,
        counts={"providers": {"changed": 34, "same": 176, "rejected": 2}},
        would_deactivate=34,
        active_before=210,
    )


def waiting_jobs() -> int:
    return int(ProcrastinateJob.objects.filter(task_name=APPLY_TASK, status="todo").count())


def test_too_many_deactivations_need_a_tick(nina: Client, asking: SyncRun) -> None:
    page = nina.get(reverse("sync-run", args=[asking.pk])).content.decode()
    assert "desativaria 34 de 210 prestadores ativos (16,2%)" in page
    assert "O limite desta operadora é 5%" in page
    told = nina.get(reverse("today")).content.decode()
    assert "desativaria 34 de 210 prestadores ativos (16,2%) e espera que alguém confira" in told
    address = reverse("sync-apply", args=[asking.pk])
    assert nina.post(address).status_code == 409
    assert waiting_jobs() == 0
    for _ in range(2):
        assert nina.post(address, {"accept": "yes"}).status_code == 302
    assert waiting_jobs() == 1
    page = nina.get(reverse("sync-run", args=[asking.pk])).content.decode()
    assert "Em andamento" in page
    assert "sync-accept" not in page


@pytest.mark.parametrize(("gone", "words"), [(10, "São estes:"), (11, "Os primeiros:")])
def test_a_whole_list_of_who_would_go_is_not_called_its_beginning(
    nina: Client, asking: SyncRun, monkeypatch: pytest.MonkeyPatch, gone: int, words: str
) -> None:
    def told(run: SyncRun, entity: str, kind: str, *_: object, **__: object) -> list[PlannedChange]:
        return [PlannedChange(str(place), f"P-{place}", ()) for place in range(gone) if kind == "gone"]

    monkeypatch.setattr(run_views, "planned_changes", told)
    page = nina.get(reverse("sync-run", args=[asking.pk])).content.decode()
    assert words in page
    assert "P-9" in page
    assert "P-10" not in page


def test_who_takes_the_refused_rows_is_in_the_log(nina: Client, asking: SyncRun) -> None:
    row = "Prestadores;linha 7;A coluna CNPJ está vazia.;Ana Lima;52998224725"
    text = f"\ufeffCadastro;Onde;Motivo;NOME;CPF\r\n{row}\r\n"
    asking.rejects.save("r.csv", ContentFile(text.encode()))
    page = nina.get(reverse("sync-rejected", args=[asking.pk])).content.decode()
    assert "linha 7" in page
    assert "Ana Lima" not in page
    assert not AuditEntry.objects.filter(action="registry.rejects_downloaded").exists()
    assert "vêm ocultos para o seu perfil" in page
    answer = nina.get(reverse("sync-rejected-file", args=[asking.pk]))
    told = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert told == text.replace("52998224725", "•••")
    assert AuditEntry.objects.get(action="registry.rejects_downloaded").actor_name == "Nina Queiroz"


def test_who_sees_personal_data_gets_the_refused_rows_whole(
    nina: Client, cast: Cast, asking: SyncRun
) -> None:
    Membership.objects.create(user=cast.nina, operator=cast.operator, role=Role.DATA_PROTECTION_OFFICER)
    text = "\ufeffCadastro;Onde;Motivo;CPF\r\nDentistas;linha 2;Repetida.;52998224725\r\n"
    asking.rejects.save("r.csv", ContentFile(text.encode()))
    answer = nina.get(reverse("sync-rejected-file", args=[asking.pk]))
    assert b"".join(answer.streaming_content).decode() == text  # type: ignore[attr-defined]
    sweep_rejects(now=NOW + dt.timedelta(days=29))
    assert nina.get(reverse("sync-rejected-file", args=[asking.pk])).status_code == 200
    sweep_rejects(now=NOW + dt.timedelta(days=31))
    assert nina.get(reverse("sync-rejected-file", args=[asking.pk])).status_code == 404
    page = nina.get(reverse("sync-rejected", args=[asking.pk])).content.decode()
    assert "As linhas não estão mais guardadas" in page


def refused_file(**rows: int) -> str:
    """Rows of production, then some of providers; each with a reason of its own."""
    text = "\ufeffCadastro;Onde;Motivo;MES;COD\r\n"
    for number in range(rows["production"]):
        text += f"Produção;linha {number};Mês {number} errado.;03/2026;P-{number}\r\n"
    text += "\r\nCadastro;Onde;Motivo;NOME;COD\r\n"
    for number in range(rows["providers"]):
        text += f"Prestadores;;CNPJ errado.;Ana Lima;{52998224725 if number else 'P-900'}\r\n"
    return text


def test_refused_rows_of_each_table_are_shown_with_whose_they_are(
    nina: Client, cast: Cast, asking: SyncRun, tmp_path: Path
) -> None:
    asking.counts = {"providers": {"rejected": 2}, "production": {"rejected": 60}}
    asking.rejects.save("r.csv", ContentFile(refused_file(production=60, providers=2).encode()))
    (tmp_path / f"{cast.operator.code}.toml").write_text(
        """
        [codes.status]
        active = ["A"]
        suspended = ["S"]
        inactive = ["I"]
        [providers]
        file = "a.csv"
        [providers.columns]
        core_key = "COD"
        name = "NOME"
        kind = "TIPO"
        status = "SIT"
        [production]
        file = "b.csv"
        [production.columns]
        provider_key = "COD"
        month = "MES"
        amount = "VALOR"
        """,
        encoding="utf-8",
    )
    address = reverse("sync-rejected", args=[asking.pk])
    with override_settings(FEEDS_FOLDER=tmp_path):
        page = nina.get(address)
        of_production = nina.get(address, {"parte": "production"})
    shown = [(line.entity, line.place, line.key) for line in page.context["found"].lines]
    assert shown[0] == ("Prestadores", "", "COD P-900")
    assert shown[1] == ("Prestadores", "", "COD •••")
    assert shown[2] == ("Produção", "linha 0", "COD P-0, MES 03/2026")
    assert len(shown) == 7
    text = page.content.decode()
    assert "Ana Lima" not in text
    assert "mais 49 motivos estão no arquivo" in text
    assert "primeiras de cada cadastro" in text
    assert {line.entity for line in of_production.context["found"].lines} == {"Produção"}
    assert "Estas são as primeiras 30" in of_production.content.decode()


def test_what_was_applied_is_said_without_what_was_refused(nina: Client, asking: SyncRun) -> None:
    SyncRun.objects.filter(pk=asking.pk).update(state="applied", applied_at=NOW)
    page = nina.get(reverse("sync-run", args=[asking.pk])).content.decode()
    assert "está como o sistema da operadora disse, exceto pelas 2 linhas recusadas." in page


def test_a_run_that_would_change_nothing_does_not_say_it_waits_to_be_applied(
    nina: Client, asking: SyncRun
) -> None:
    SyncRun.objects.filter(pk=asking.pk).update(state="ready")
    address = reverse("sync-run", args=[asking.pk])
    assert "Pronta para aplicar" in nina.get(address).content.decode()
    SyncRun.objects.filter(pk=asking.pk).update(counts={"providers": {"same": 210, "rejected": 2}})
    page = nina.get(address).content.decode()
    assert "Nada a aplicar" in page
    assert "Pronta para aplicar" not in page


def test_a_run_that_waits_is_told_wherever_it_began(nina: Client, cast: Cast, asking: SyncRun) -> None:
    SyncRun.objects.filter(pk=asking.pk).update(state="ready", started_by=cast.nina, read_at=NOW)
    told = nina.get(reverse("today")).content.decode()
    assert "espera que alguém confira e aplique, desde 20/11/2026 09:00" in told
    SyncRun.objects.filter(pk=asking.pk).update(state="dismissed")
    assert "Substituída" in nina.get(reverse("sync-list")).content.decode()


def test_a_broken_connection_is_told_and_stops_nothing(nina: Client, cast: Cast, tmp_path: Path) -> None:
    with override_settings(FEEDS_FOLDER=tmp_path):
        address = reverse("sync-list")
        assert "Baixe o modelo" in nina.get(address).content.decode()
        (tmp_path / f"{cast.operator.code}.toml").write_text("[provider]\nfile = 3", encoding="utf-8")
        page = nina.get(address).content.decode()
        assert "A tabela [provider] não existe. Seria providers?" in page
        answer = nina.post(reverse("sync-start"), {"operator": cast.operator.pk}, follow=True)
        assert "tem erros; nada foi lido" in answer.content.decode()
    assert not SyncRun.objects.exists()


def test_the_time_left_follows_from_what_the_page_has_seen(asking: SyncRun) -> None:
    asking.step, asking.done, asking.total = "Buscando produção", 1000, 10_000
    first = progress_of(asking, NOW, "")
    assert (first.sentence, first.left) == ("1.000 de 10.000 linhas", "")
    asking.done = 4000
    later = progress_of(asking, NOW + dt.timedelta(seconds=60), first.seen)
    assert later.left == "faltam cerca de 2 minutos"
    asking.step = "Comparando com o cadastro"
    assert progress_of(asking, NOW + dt.timedelta(seconds=61), later.seen).left == ""
    assert progress_of(asking, NOW, "²;--.9").left == ""
