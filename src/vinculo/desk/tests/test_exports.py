"""Exports: what stands in the files, what does not, and how long they are kept."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.files.storage import default_storage

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import AuditEntry
from vinculo.accounts.permissions import Role
from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.models import Case, CaseEvent
from vinculo.cases.queries.listing import rows_of
from vinculo.cases.tests.case_files import make_decidable
from vinculo.cases.tests.listed_cases import make_listed
from vinculo.desk import bulk_running
from vinculo.desk.actions.bulk_jobs import (
    record_download,
    resume_bulk_jobs,
    start_bulk_job,
    stop_bulk_job,
)
from vinculo.desk.exports import forms, running
from vinculo.desk.exports.running import finish_export, sweep_exports
from vinculo.desk.models import BulkJob
from vinculo.kernel.refusal import NotPermitted
from vinculo.outbox.models import OutboxRow
from vinculo.outbox.running import run_due

NOW = dt.datetime(2026, 3, 10, 14, 0, tzinfo=dt.UTC)
KIND = BulkJob.Kind
CPF = "89841230992"


def export(user, kind: str, cases: Iterable[Case], *columns: str) -> BulkJob:
    job = start_bulk_job(
        kind=kind,
        parameters={"columns": list(columns)},
        case_ids=[case.pk for case in cases],
        actor=actor_of(user),
        now=NOW,
    )
    run_due(NOW)
    job.refresh_from_db()
    return job


def rows_of_csv(job: BulkJob) -> list[list[str]]:
    with job.result.open("rb") as file:
        content = file.read()
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in content
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def sheet_of(file: Any) -> Any:
    return openpyxl.load_workbook(file).active


def test_a_csv_opens_in_a_brazilian_excel(cast: Cast):
    first = make_listed(
        cast.operator,
        cast.alice,
        dentist_name='Iara "Dê"; Conceição',
        started_on=dt.date(2026, 2, 3),
        us_value=Decimal("1.4"),
        lives=5506,
        cpf=CPF,
    )
    second = make_listed(cast.operator, None, dentist_name="Davi\nTanaka")
    job = export(
        cast.alice,
        KIND.EXPORT_CSV,
        [second, first],
        *("number", "name", "started_on", "us_value", "lives", "cpf"),
    )
    assert (job.state, job.done) == (BulkJob.State.DONE, 2)
    assert rows_of_csv(job) == [
        ["Número", "Prestador", "Início", "Valor da US", "Nº de vidas", "CPF"],
        ["ODL-2026-000002", "Davi\nTanaka", "", "", "", ""],
        ["ODL-2026-000001", 'Iara "Dê"; Conceição', "03/02/2026", "1,40", "5506", "898.412.309-92"],
    ]
    told = AuditEntry.objects.get(action="export.made")
    assert (told.actor, told.operator) == (cast.alice, cast.operator)
    assert told.detail["cases"] == "2"
    assert told.detail["what"] == "export_csv"


@pytest.mark.parametrize("name", ["=1+1", "+55", "-2", "@SUM(A1)", "\t=1", "  =1", "＝1"])
def test_no_cell_is_a_formula(cast: Cast, name):
    case = make_listed(cast.operator, cast.alice, dentist_name=name)
    assert rows_of_csv(export(cast.alice, KIND.EXPORT_CSV, [case], "name"))[1] == [f"'{name}"]
    job = export(cast.alice, KIND.EXPORT_XLSX, [case], "name")
    with job.result.open("rb") as file:
        cell = sheet_of(file)["A2"]
    assert (cell.data_type, cell.value) == ("s", name)


def test_a_spreadsheet_holds_days_and_numbers(cast: Cast):
    case = make_listed(
        cast.operator,
        cast.alice,
        started_on=dt.date(2026, 2, 3),
        last_production_value=Decimal("58.80"),
        lives=12,
        general_note="bom\x0bdia" + "x" * 40_000,
    )
    job = export(
        cast.alice,
        KIND.EXPORT_XLSX,
        [case],
        *("started_on", "last_production_value", "lives", "created_at", "general_note", "state"),
    )
    with job.result.open("rb") as file:
        sheet = sheet_of(file)
    day, value, lives, made, note, state = (cell.value for cell in sheet[2])
    assert (str(day), value, lives) == ("2026-02-03 00:00:00", 58.8, 12)
    assert str(made) == "2026-03-01 09:00:00"
    assert note.startswith("bomdiaxxx")
    assert note.endswith("(texto cortado)")
    assert state == "Em andamento"


def test_a_cpf_is_written_for_who_may_see_it_there(cast: Cast):
    case = make_listed(cast.operator, cast.alice, cpf=CPF)
    assert rows_of_csv(export(cast.nina, KIND.EXPORT_CSV, [case], "number", "cpf"))[0] == ["Número"]
    # At the other operator the same person may see them; here the number stays covered.
    cast.nina.memberships.create(operator=cast.other_operator, role=Role.CONSULTANT)
    shown = rows_of_csv(export(cast.nina, KIND.EXPORT_CSV, [case], "cpf"))[1][0]
    assert "898" not in shown
    assert "*" in shown


def test_the_forms_come_in_a_zip(cast: Cast):
    printable = make_decidable(cast.operator, cast.alice)
    other = make_listed(cast.operator, cast.alice, dentist_name="Iara")
    foreign = make_listed(cast.other_operator, cast.charlie)
    cast.nina.memberships.create(operator=cast.other_operator, role=Role.CONSULTANT)
    job = export(cast.alice, KIND.EXPORT_PDF, [other, printable])
    assert (job.state, job.done, job.refused) == (BulkJob.State.DONE, 2, 0)
    with job.result.open("rb") as file, zipfile.ZipFile(file) as archive:
        assert archive.namelist() == [f"{other.number}.pdf", f"rascunho-{printable.pk}.pdf"]
        assert all(archive.read(name).startswith(b"%PDF-") for name in archive.namelist())
    assert CaseEvent.objects.filter(kind=CaseEvent.Kind.PRINTED).count() == 2
    assert not default_storage.exists(forms.part_name(job.pk, 1))
    job = export(cast.nina, KIND.EXPORT_PDF, [other, foreign])
    assert (job.done, job.refused) == (1, 1)
    assert "que o seu perfil não vê" in job.lines.order_by("position")[0].message


def test_a_stopped_table_leaves_no_file(cast: Cast, monkeypatch):
    case = make_listed(cast.operator, cast.alice)
    really = rows_of

    def while_somebody_stops_it(*given):
        stop_bulk_job(job=BulkJob.objects.get(), actor=actor_of(cast.alice), now=NOW)
        return really(*given)

    monkeypatch.setattr(running, "rows_of", while_somebody_stops_it)
    job = export(cast.alice, KIND.EXPORT_CSV, [case], "number")
    assert (job.state, job.done) == (BulkJob.State.STOPPED, 0)
    assert not job.result
    assert not AuditEntry.objects.filter(action="export.made").exists()


def test_files_are_swept_after_some_days(cast: Cast, settings):
    settings.EXPORT_DAYS = 7
    job = export(cast.alice, KIND.EXPORT_CSV, [make_listed(cast.operator, cast.alice)], "number")
    name = str(job.result.name)
    assert sweep_exports(now=NOW + dt.timedelta(days=6)) == 0
    assert default_storage.exists(name)
    assert sweep_exports(now=NOW + dt.timedelta(days=7, minutes=1)) == 1
    assert not default_storage.exists(name)
    assert not BulkJob.objects.get().result
    assert sweep_exports(now=NOW + dt.timedelta(days=8)) == 0


def test_who_may_no_longer_see_numbers_no_longer_fetches_them(cast: Cast):
    case = make_listed(cast.operator, cast.alice, cpf=CPF)
    clear, masked = (export(cast.alice, KIND.EXPORT_CSV, [case], *names) for names in (["cpf"], ["name"]))
    record_download(job=clear, actor=actor_of(cast.alice), now=NOW)
    cast.alice.memberships.update(role=Role.NETWORK_MANAGER)
    record_download(job=masked, actor=actor_of(cast.alice), now=NOW)
    with pytest.raises(NotPermitted):
        record_download(job=clear, actor=actor_of(cast.alice), now=NOW)


def test_a_worker_killed_after_the_archive_was_made_leaves_it_as_it_is(cast: Cast, monkeypatch):
    def killed_after(job: BulkJob, actor: Actor, now: dt.datetime) -> None:
        finish_export(job, actor, now)
        raise KeyboardInterrupt

    job = start_bulk_job(
        kind=KIND.EXPORT_PDF,
        parameters={},
        case_ids=[make_decidable(cast.operator, cast.alice).pk],
        actor=actor_of(cast.alice),
        now=NOW,
    )
    with monkeypatch.context() as patch:
        patch.setattr(bulk_running, "finish_export", killed_after)
        with pytest.raises(KeyboardInterrupt):
            run_due(NOW)
    made = BulkJob.objects.get().result.name
    resume_bulk_jobs(now=NOW + dt.timedelta(hours=1))
    run_due(NOW + dt.timedelta(hours=1))
    job.refresh_from_db()
    assert (job.state, job.result.name) == (BulkJob.State.DONE, made)
    assert OutboxRow.objects.filter(state=OutboxRow.State.FAILED).count() == 0
