"""One operator's world for the walk over every address: a record of each kind, with marks to look for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.attachments import add_attachment
from vinculo.cases.actions.merge_cases import merge_cases
from vinculo.cases.actions.merge_providers import merge_providers
from vinculo.cases.actions.service_levels import set_service_level
from vinculo.cases.actions.who_leaves import add_dentist, link_provider
from vinculo.cases.clock import Level
from vinculo.cases.models import Case
from vinculo.cases.tests.case_files import NOW, ONE_CONTACT, make_draft
from vinculo.cases.tests.test_attachments import picture
from vinculo.desk.actions.absences import note_absence
from vinculo.desk.actions.bulk_jobs import start_bulk_job
from vinculo.desk.actions.message_templates import create_message_template
from vinculo.desk.actions.saved_views import save_view
from vinculo.desk.bulk_running import work_on_bulk_job
from vinculo.desk.models import BulkJob
from vinculo.intake.tests.conversation_files import one_conversation
from vinculo.intake.tests.form_files import another_dentist, one_reading
from vinculo.network.actions.local_holidays import HolidayPlace, add_local_holiday
from vinculo.network.models import Provider, ProviderPhone
from vinculo.network.tests.factories import (
    CAMPINAS,
    make_clinic,
    make_contact_person,
    make_coverage,
    make_dentist,
    make_technical_manager,
)
from vinculo.outbox.models import OutboxRow

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
    actor = actor_of(cast.alice)
    clinic = make_clinic(cast.operator, name="Clínica Zircônia")
    dentist = make_dentist(cast.operator, name="Ônix Turmalina")
    manager = make_technical_manager(clinic, dentist)
    person = make_contact_person(clinic)
    make_coverage(cast.operator)
    case = make_draft(
        cast.operator,
        cast.alice,
        values={"dentist_name": "Quimera Andrômeda", "cro": "777123", "cro_state": "SP"},
        contacts=[(1, {**ONE_CONTACT, "note": "nota-inconfundível"})],
    )
    link_provider(case=case, provider=clinic, actor=actor, now=NOW)
    further = add_dentist(case=case, values={"name": "Ônix Turmalina"}, actor=actor, now=NOW)
    proof = add_attachment(
        case=case, name="prova-única.png", content=picture(), largest=9_999, actor=actor, now=NOW
    )
    phone = ProviderPhone.objects.create(provider=clinic, digits="19998496368", found_at=NOW)
    conversation = one_conversation(case, cast.alice, who="Quimera Andrômeda", said="nota-inconfundível")
    reading = one_reading(cast.alice, another_dentist(dentist_name="Quimera Andrômeda"))
    twin = make_draft(cast.operator, cast.alice)
    case_merge = merge_cases(
        kept=twin, merged=make_draft(cast.operator, cast.alice), actor=actor_of(cast.bob), now=NOW
    )
    provider_merge = merge_providers(
        kept=make_clinic(cast.operator), merged=make_clinic(cast.operator), actor=actor, now=NOW
    )
    view = save_view(name="Ônix Turmalina", parameters={}, columns=[], operator_id=None, actor=actor, now=NOW)
    job = start_bulk_job(
        kind=BulkJob.Kind.EXPORT_CSV, parameters={"columns": []}, case_ids=[case.pk], actor=actor, now=NOW
    )
    work_on_bulk_job(OutboxRow(payload={"job": job.pk}), NOW)
    edition = cast.operator.editions.get(number=2)
    message = create_message_template(
        operator=cast.operator, name="Quimera Andrômeda", text="Olá!", actor=actor_of(cast.bob), now=NOW
    )
    holiday = add_local_holiday(
        place=HolidayPlace(operator=cast.operator),
        month=6,
        day=5,
        year=2026,
        name="Quimera Andrômeda",
        actor=actor_of(cast.bob),
        now=NOW,
    )
    level = set_service_level(
        operator=cast.operator,
        valid_from=NOW.date() + dt.timedelta(days=30),
        level=Level(),
        actor=actor_of(cast.bob),
        now=NOW,
    )
    absence = note_absence(
        user=cast.beto,
        operator=cast.operator,
        starts_on=NOW.date(),
        ends_on=NOW.date(),
        actor=actor_of(cast.bob),
        now=NOW,
    )
    affiliation = {"affiliation_id": manager.pk}
    provider = {"pk": clinic.pk, "dentist_id": dentist.pk, "person_id": person.pk, **affiliation}
    provider["phone_id"] = phone.pk
    provider |= {"other_id": provider_merge.kept_id, "merge_id": provider_merge.pk}
    return World(
        case=case,
        ids={
            "case": {
                "pk": case.pk,
                "contact_id": case.contacts.get().pk,
                "dentist_id": further.pk,
                "attachment_id": proof.pk,
                "phone_id": phone.pk,
                "other_id": twin.pk,
                "merge_id": case_merge.pk,
            },
            "blank": {"edition_id": edition.pk},
            "conversation": {"pk": case.pk, "conversation_id": conversation.pk, "place": 1},
            "board": {"pk": case.pk},
            "view": {"pk": view.pk},
            "bulk": {"pk": job.pk},
            "provider": provider,
            "affiliation": provider,
            "technical": provider,
            "contact": provider,
            "coverage": {"ibge_code": CAMPINAS},
            "user": {"pk": cast.beto.pk},
            "team": {"pk": absence.pk},
            "operator": {"pk": cast.operator.pk},
            "holiday": {"pk": holiday.pk},
            "level": {"pk": level.pk, "operator_pk": cast.operator.pk},
            "message": {"pk": message.pk, "operator_pk": cast.operator.pk},
            "edition": {"pk": edition.pk, "operator_pk": cast.operator.pk},
            "import": {"pk": reading.file.batch_id},
            "import-original": {"pk": reading.file_id},
            **{
                f"import-{what}": {"pk": reading.pk}
                for what in ("review", "correct", "save", "accept", "match", "discard", "restore")
            },
        },
    )
