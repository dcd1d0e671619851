"""What signatures set going in the world of `world`: a record of each kind, with the same marks."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.models import Case
from vinculo.cases.tests.case_files import NOW
from vinculo.consequences.actions.ask_sector import SectorRequest, ask_sector
from vinculo.consequences.actions.exit_lists import set_exit_list
from vinculo.consequences.actions.incoming_file import take_file
from vinculo.consequences.actions.legal_terms import set_legal_terms
from vinculo.consequences.actions.public_page import switch_public_page
from vinculo.consequences.actions.take_incoming import type_incoming
from vinculo.consequences.duty_lists import packaged_exit_list
from vinculo.consequences.filing_states import FilingState
from vinculo.consequences.legal_terms import packaged_rules
from vinculo.consequences.models import (
    Duty,
    DutyFile,
    ExitList,
    Filing,
    IncomingRequest,
    LegalClock,
    ProtocolRequest,
    RefusedRow,
)
from vinculo.consequences.protocol_states import ProtocolState
from vinculo.consequences.tests.legal_clocks import published_clock
from vinculo.network.tests.factories import (
    make_clinic,
)
from vinculo.outbox.models import ConnectionHealth, Outage, OutboxRow, OutboxTry

Ids = dict[str, str | int]


def ids_of_consequences(cast: Cast, case: Case) -> dict[str, Ids]:
    return {
        "task": _task_ids(cast, case),
        "protocol": _protocol_ids(case),
        "duty": _duty_ids(case),
        "follow": {"pk": _not_followed(case)},
        "incoming": {"pk": _incoming(cast).pk},
        "refused": {"pk": _refused(cast).pk},
        "exit": {"pk": _exit_list(cast).pk, "operator_pk": cast.operator.pk},
        **_clock_ids(cast),
    }


def _task_ids(cast: Cast, case: Case) -> Ids:
    """T.I. is asked, and shown the proof."""
    proof = case.attachments.get(name="prova-única.png")
    request = SectorRequest("it", "nota-inconfundível", ("registration",), (proof.pk,))
    task = ask_sector(case=case, request=request, actor=actor_of(cast.alice), now=NOW)
    return {"pk": task.pk, "attachment_id": proof.pk}


def _duty_ids(case: Case) -> Ids:
    """Something is to be done because of the case, and shown by the proof."""
    proof = case.attachments.get(name="prova-única.png")
    duty = Duty.objects.create(
        operator=case.operator,
        case=case,
        follows=case.events.earliest("pk"),
        kind=Duty.Kind.EXIT,
        code="signed_letter",
        label="nota-inconfundível",
        made_at=NOW,
        due_on=NOW.date(),
    )
    DutyFile.objects.create(duty=duty, attachment=proof)
    _stuck_filing(case)
    return {"pk": duty.pk, "attachment_id": proof.pk}


def _stuck_filing(case: Case) -> None:
    """The core system has refused a line of the history."""
    duty = Duty.objects.create(
        operator=case.operator,
        case=case,
        follows=case.events.earliest("pk"),
        kind=Duty.Kind.FILING,
        code="history_line",
        label="Histórico de Clínica Zircônia",
        made_at=NOW,
        due_on=NOW.date(),
    )
    Filing.objects.create(
        duty=duty,
        operator=case.operator,
        state=FilingState.ATTENTION,
        made_at=NOW,
        finding="O sistema da operadora recusou o envio: “nota-inconfundível”.",
    )


def _protocol_ids(case: Case) -> Ids:
    """A protocol that could not be opened, asked for because of the case, and the system is down."""
    name = f"protocols/{case.operator.code}"
    row = OutboxRow.objects.create(
        kind="consequences.open_protocol",
        connection=name,
        state=OutboxRow.State.GIVEN_UP,
        planned_at=NOW,
        due_at=NOW,
        tries=1,
    )
    OutboxTry.objects.create(
        row=row, number=1, begun_at=NOW, ended_at=NOW, outcome="refused", request="nota-inconfundível"
    )
    ConnectionHealth.objects.create(name=name, state="down", failing_since=NOW, probe_at=NOW)
    Outage.objects.create(connection=name, began_at=timezone.now() - dt.timedelta(hours=3), reason="Caiu.")
    request = ProtocolRequest.objects.create(
        operator=case.operator,
        case=case,
        follows=case.events.earliest("pk"),
        kind="Desligamento",
        in_name_of="Quimera Andrômeda",
        subject="Clínica Zircônia",
        text="nota-inconfundível",
        state=ProtocolState.ATTENTION,
        row=row,
        asked_at=NOW,
        finding="O sistema recusou o pedido.",
    )
    return {"pk": request.pk, "operator_id": case.operator_id}


def _not_followed(case: Case) -> int:
    """What the case set going could not be written."""
    row = OutboxRow.objects.create(
        kind="cases.moved",
        payload={"event": case.events.earliest("pk").pk},
        state=OutboxRow.State.GIVEN_UP,
        planned_at=NOW,
        due_at=NOW,
    )
    return row.pk


def _incoming(cast: Cast) -> IncomingRequest:
    told = {"number": "SAD177306300000", "name": "Quimera Andrômeda", "text": "nota-inconfundível"}
    return type_incoming(operator=cast.operator, values=told, actor=actor_of(cast.alice), now=NOW)


def _refused(cast: Cast) -> RefusedRow:
    """Somebody brought a file with a row that has no number."""
    text = "numero;nome;texto\n;Clínica;nota-inconfundível\n"
    take_file(operator=cast.operator, content=text.encode(), actor=actor_of(cast.alice), now=NOW)
    return RefusedRow.objects.latest("pk")


def _exit_list(cast: Cast) -> ExitList:
    items = packaged_exit_list()
    day = NOW.date()
    return set_exit_list(
        operator=cast.operator, valid_from=day, items=items, actor=actor_of(cast.adam), now=NOW
    )


def _clock_ids(cast: Cast) -> dict[str, Ids]:
    """A termination whose notices were given, at an operator whose page everybody may read."""
    clock = published_clock(cast, make_clinic(cast.operator, name="Quimera Andrômeda"))
    # Whatever the day of the test: it has to stay.
    LegalClock.objects.filter(pk=clock.pk).update(kept_until=dt.date(2099, 12, 31))
    terms = set_legal_terms(
        operator=cast.operator,
        valid_from=NOW.date() + dt.timedelta(days=30),
        rules=packaged_rules(),
        actor=actor_of(cast.bob),
        now=NOW,
    )
    switch_public_page(operator=cast.operator, is_on=True, actor=actor_of(cast.adam), now=NOW)
    return {
        "deadline": {"pk": clock.pk, "medium": "portal"},
        "legal": {"pk": terms.pk, "operator_pk": cast.operator.pk},
        "public": {"code": cast.operator.code.lower()},
    }
