"""One operator's world for the walk over every address: a record of each kind, with marks to look for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.files.base import ContentFile

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.attachments import add_attachment
from vinculo.cases.actions.merge_cases import merge_cases
from vinculo.cases.actions.merge_providers import merge_providers
from vinculo.cases.actions.service_levels import set_service_level
from vinculo.cases.actions.who_leaves import add_dentist, link_provider
from vinculo.cases.clock import Level
from vinculo.cases.models import Case, CasePrint
from vinculo.cases.tests.case_files import NOW, ONE_CONTACT, make_draft
from vinculo.cases.tests.test_attachments import picture
from vinculo.consequences.actions.sector_terms import set_sector_terms
from vinculo.consequences.models import LegalClock
from vinculo.consequences.terms import packaged_terms
from vinculo.desk.actions.absences import note_absence
from vinculo.desk.actions.bulk_jobs import start_bulk_job
from vinculo.desk.actions.message_templates import create_message_template
from vinculo.desk.actions.saved_views import save_view
from vinculo.desk.bulk_running import work_on_bulk_job
from vinculo.desk.models import BulkJob
from vinculo.documents.tests.issued_cases import issued_letter
from vinculo.intake.actions.accept_reading import match_reading
from vinculo.intake.models import FormReading, ReturnedSheet
from vinculo.intake.tests.conversation_files import one_conversation
from vinculo.intake.tests.form_files import another_dentist, one_reading
from vinculo.intake.tests.paper_readings import THREE_UNSURE, paper_reading
from vinculo.network.actions.local_holidays import HolidayPlace, add_local_holiday
from vinculo.network.models import MonthlyProduction, Provider, ProviderPhone, StatusPeriod, SyncRun
from vinculo.network.tests.factories import (
    CAMPINAS,
    make_clinic,
    make_contact_person,
    make_coverage,
    make_dentist,
    make_technical_manager,
)
from vinculo.outbox.models import OutboxRow
from vinculo.reconciliation.actions.terms import set_terms
from vinculo.reconciliation.models import ComparisonTerms, Divergence
from vinculo.reconciliation.terms import Terms

from .world_of_consequences import Ids, ids_of_consequences

MARKS = ("Quimera Andrômeda", "Clínica Zircônia", "nota-inconfundível", "prova-única.png", "Ônix Turmalina")
"""Words that stand only in this operator's records."""


@dataclass(frozen=True)
class World:
    """`ids`: for each area of the addresses (the first word of their names), the values of their parts."""

    case: Case
    ids: Mapping[str, Mapping[str, str | int]]

    def kwargs_for(self, name: str, parts: frozenset[str]) -> dict[str, str | int]:
        """
        Raises:
            KeyError: nobody has said which record that address shows.
        """
        area = self.ids[name] if name in self.ids else self.ids[name.split("-", maxsplit=1)[0]]
        return {part: area[part] for part in parts}


def make_world(cast: Cast) -> World:
    """Everything belongs to `cast.operator`."""
    clinic = make_clinic(cast.operator, name="Clínica Zircônia")
    case = make_draft(
        cast.operator,
        cast.alice,
        values={"dentist_name": "Quimera Andrômeda", "cro": "777123", "cro_state": "SP"},
        contacts=[(1, {**ONE_CONTACT, "note": "nota-inconfundível"})],
    )
    link_provider(case=case, provider=clinic, actor=actor_of(cast.alice), now=NOW)
    provider = _provider_ids(cast, clinic)
    edition = cast.operator.editions.get(number=2)
    return World(
        case=case,
        ids={
            "case": {**_case_ids(cast, case), "phone_id": provider["phone_id"]},
            "conversation": _conversation_ids(cast, case),
            "blank": {"edition_id": edition.pk},
            "provider": provider,
            "affiliation": provider,
            "technical": provider,
            "contact": provider,
            "coverage": {"ibge_code": CAMPINAS},
            "user": {"pk": cast.beto.pk},
            "operator": {"pk": cast.operator.pk},
            "edition": {"pk": edition.pk, "operator_pk": cast.operator.pk},
            **ids_of_consequences(cast, case),
            **_desk_ids(cast, case),
            **_document_ids(cast),
            **_calendar_ids(cast),
            "sync": {"pk": _sync_run(cast).pk},
            **_import_ids(cast),
            "divergence": {"pk": _divergence(clinic).pk},
            "comparison": {"pk": _comparison_terms(cast).pk, "operator_pk": cast.operator.pk},
        },
    )


def _case_ids(cast: Cast, case: Case) -> Ids:
    actor = actor_of(cast.alice)
    further = add_dentist(case=case, values={"name": "Ônix Turmalina"}, actor=actor, now=NOW)
    proof = add_attachment(
        case=case, name="prova-única.png", content=picture(), largest=9_999, actor=actor, now=NOW
    )
    twin = make_draft(cast.operator, cast.alice)
    merge = merge_cases(
        kept=twin, merged=make_draft(cast.operator, cast.alice), actor=actor_of(cast.bob), now=NOW
    )
    paper = paper_reading(cast.alice, on_paper=another_dentist(3, dentist_name="Quimera Andrômeda"))
    match_reading(reading=paper, case=case, actor=actor, now=NOW)
    return {
        "pk": case.pk,
        "reading_id": paper.pk,
        "returned_id": _returned(paper, case).pk,
        "place": 0,
        "field": "dentist_name",
        "number": 0,
        "contact_id": case.contacts.get().pk,
        "dentist_id": further.pk,
        "attachment_id": proof.pk,
        "other_id": twin.pk,
        "merge_id": merge.pk,
        "event_id": case.events.earliest("pk").pk,
    }


def _returned(paper: FormReading, case: Case) -> ReturnedSheet:
    """A sheet of a case's print on which pen ticked a box."""
    printed = CasePrint.objects.create(
        case=case, code="0" * 10, digest="0" * 64, edition=case.edition, form={}, pages=2, printed_at=NOW
    )
    tick = {"kind": "ticked", "field": "sectors", "option": "it", "box": [0, 0.1, 0.1, 0.2, 0.2], "sure": 0.9}
    sheet = paper.file.sheets.get(number=0)
    return ReturnedSheet.objects.create(sheet=sheet, case_print=printed, page=1, changes=[tick])


def _conversation_ids(cast: Cast, case: Case) -> Ids:
    conversation = one_conversation(case, cast.alice, who="Quimera Andrômeda", said="nota-inconfundível")
    return {"pk": case.pk, "conversation_id": conversation.pk, "place": 1}


def _document_ids(cast: Cast) -> dict[str, Ids]:
    clock = LegalClock.objects.filter(operator=cast.operator).latest("pk")
    template, letter = issued_letter(cast, clock.case, "Ônix Turmalina")
    return {
        "document": {"pk": clock.case_id, "document_id": letter.pk},
        "letter": {"pk": template.pk, "operator_pk": cast.operator.pk},
        "verify": {"code": letter.code},
    }


def _provider_ids(cast: Cast, clinic: Provider) -> Ids:
    dentist = make_dentist(cast.operator, name="Ônix Turmalina")
    manager = make_technical_manager(clinic, dentist)
    person = make_contact_person(clinic)
    make_coverage(cast.operator)
    StatusPeriod.objects.create(provider=clinic, status="active")
    MonthlyProduction.objects.create(provider=clinic, month=dt.date(2026, 9, 1), us_quantity=900)
    phone = ProviderPhone.objects.create(provider=clinic, digits="19998496368", found_at=NOW)
    kept, merged = make_clinic(cast.operator), make_clinic(cast.operator)
    merge = merge_providers(kept=kept, merged=merged, actor=actor_of(cast.alice), now=NOW)
    return {
        "pk": clinic.pk,
        "dentist_id": dentist.pk,
        "person_id": person.pk,
        "affiliation_id": manager.pk,
        "phone_id": phone.pk,
        "other_id": merge.kept_id,
        "merge_id": merge.pk,
    }


def _desk_ids(cast: Cast, case: Case) -> dict[str, Ids]:
    actor, supervisor = actor_of(cast.alice), actor_of(cast.bob)
    view = save_view(name="Ônix Turmalina", parameters={}, columns=[], operator_id=None, actor=actor, now=NOW)
    job = start_bulk_job(
        kind=BulkJob.Kind.EXPORT_CSV, parameters={"columns": []}, case_ids=[case.pk], actor=actor, now=NOW
    )
    work_on_bulk_job(OutboxRow(payload={"job": job.pk}), NOW)
    message = create_message_template(
        operator=cast.operator, name="Quimera Andrômeda", text="Olá!", actor=supervisor, now=NOW
    )
    absence = note_absence(
        user=cast.beto,
        operator=cast.operator,
        starts_on=NOW.date(),
        ends_on=NOW.date(),
        actor=supervisor,
        now=NOW,
    )
    return {
        "board": {"pk": case.pk},
        "view": {"pk": view.pk},
        "bulk": {"pk": job.pk},
        "team": {"pk": absence.pk},
        "message": {"pk": message.pk, "operator_pk": cast.operator.pk},
    }


def _calendar_ids(cast: Cast) -> dict[str, Ids]:
    supervisor = actor_of(cast.bob)
    holiday = add_local_holiday(
        place=HolidayPlace(operator=cast.operator),
        month=6,
        day=5,
        year=2026,
        name="Quimera Andrômeda",
        actor=supervisor,
        now=NOW,
    )
    level = set_service_level(
        operator=cast.operator,
        valid_from=NOW.date() + dt.timedelta(days=30),
        level=Level(),
        actor=supervisor,
        now=NOW,
    )
    terms = set_sector_terms(
        operator=cast.operator,
        sector="it",
        valid_from=NOW.date() + dt.timedelta(days=30),
        terms=packaged_terms("it"),
        actor=supervisor,
        now=NOW,
    )
    return {
        "holiday": {"pk": holiday.pk},
        "level": {"pk": level.pk, "operator_pk": cast.operator.pk},
        "sector": {"pk": terms.pk, "operator_pk": cast.operator.pk, "code": "it"},
    }


def _sync_run(cast: Cast) -> SyncRun:
    """One that waits for somebody, with a row that was refused."""
    run = SyncRun(
        operator=cast.operator,
        label="Quimera Andrômeda.csv",
        origin=SyncRun.Origin.UPLOAD,
        state=SyncRun.State.ASKS,
        started_by=cast.nina,
        started_at=NOW,
        counts={"providers": {"new": 1, "rejected": 1}},
        would_deactivate=3,
        active_before=4,
    )
    refused = "Cadastro;Onde;Motivo;NOME\r\nPrestadores;linha 2;A coluna CNPJ está vazia.;Ônix Turmalina\r\n"
    run.rejects.save("recusadas.csv", ContentFile(refused.encode("utf-8-sig")))
    return run


def _comparison_terms(cast: Cast) -> ComparisonTerms:
    terms = Terms(valid_from=NOW.date() + dt.timedelta(days=30))
    return set_terms(operator=cast.operator, terms=terms, actor=actor_of(cast.bob), now=NOW)


def _divergence(clinic: Provider) -> Divergence:
    return Divergence.objects.create(
        operator=clinic.operator,
        kind=Divergence.Kind.INACTIVE_UNSIGNED,
        subject=clinic.pk,
        provider=clinic,
        facts={"since": NOW.date().isoformat()},
        digest="0" * 32,
        since=NOW.date(),
        first_seen_at=NOW,
        changed_at=NOW,
    )


def _import_ids(cast: Cast) -> dict[str, Ids]:
    reading = one_reading(cast.alice, another_dentist(dentist_name="Quimera Andrômeda"))
    paper = paper_reading(
        cast.alice, on_paper=another_dentist(2, dentist_name="Quimera Andrômeda"), confidence=THREE_UNSURE
    )
    sheet: Ids = {"pk": paper.file_id, "number": 0}
    steps = ("review", "correct", "confirm", "providers", "save", "accept", "match", "discard", "restore")
    return {
        "import": {"pk": reading.file.batch_id},
        "import-original": {"pk": reading.file_id},
        "import-retry": {"pk": reading.file_id},
        **{f"import-{step}": {"pk": reading.pk} for step in steps},
        "import-paper": {"pk": paper.pk},
        "import-join": {"pk": paper.pk},
        "import-crop": {"pk": paper.pk, "field": "dentist_name"},
        "import-sheets": {"pk": paper.file_id},
        "import-regroup": {"pk": paper.file_id},
        "import-sheet": sheet,
        "import-sheet-small": sheet,
    }
