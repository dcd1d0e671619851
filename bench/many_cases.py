"""Many believable cases at once, for measuring: made by bulk writes, the same ones for the same seed.

    DATABASE_URL=… python -m bench.many_cases 10000

Not the demo: stories are drawn by lot, and histories are as long as real ones but say little.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

import django
from django.db import transaction

django.setup()

from vinculo.accounts.models import Operator, User  # noqa: E402
from vinculo.cases.models import Case, CaseEvent, Contact, FormEdition, Offer  # noqa: E402
from vinculo.cases.search_index import folded_key, refresh_search_indexes  # noqa: E402
from vinculo.cases.states import CaseAction, State  # noqa: E402
from vinculo.cases.typed_fields import CASE_FIELDS, CONTACT_FIELDS, REQUESTERS, TypedField  # noqa: E402
from vinculo.kernel import invented  # noqa: E402
from vinculo.kernel.dates import SAO_PAULO  # noqa: E402
from vinculo.kernel.identifiers import protocol_number  # noqa: E402
from vinculo.kernel.places import municipalities  # noqa: E402
from vinculo.network.models import Provider  # noqa: E402
from vinculo.network.search_text import folded_name, lines  # noqa: E402
from vinculo.paper.catalogue import OptionList  # noqa: E402
from vinculo.paper.editions import Edition  # noqa: E402

STATES = (
    (State.DRAFT, 6),
    (State.IN_PROGRESS, 14),
    (State.WAITING, 10),
    (State.DECIDED, 5),
    (State.CLOSED, 60),
    (State.CANCELLED, 5),
)
NOTES = (
    "Dentista diz que os valores não compensam e pede {us} por US.",
    "Sistema complicado, token demorado, falta de suporte na central de atendimento.",
    "Mensagem visualizada às 13h e não respondida.",
    "A recepcionista {name} vai confirmar com a doutora até sexta-feira.",
    "Ofertado suporte e treinamento do portal; clínica pediu prazo para pensar.",
    "Glosas repetidas em radiografias, guias negadas por falta de assinatura do beneficiário.",
    "Vai encerrar as atividades no endereço e atender somente particular.",
    "Mudou de cidade e não pretende retomar o convênio por enquanto.",
)


@dataclass(frozen=True)
class Setting:
    """Where and among whom the cases are made."""

    operators: Sequence[Operator]
    people: Sequence[User]
    today: dt.date
    rng: Random


def make_many_cases(
    *, count: int, operators: Sequence[Operator], people: Sequence[User], today: dt.date, seed: int = 7
) -> None:
    """Cases of the past three years up to `today`, given to these people by turns."""
    setting = Setting(operators, people, today, Random(seed))
    editions = {
        edition.operator_id: edition
        for edition in FormEdition.objects.filter(operator__in=operators).order_by("number")
    }
    with transaction.atomic():
        notes = [_notes(setting.rng) for _ in range(count)]
        cases = [_case(setting, editions, index, said) for index, said in enumerate(notes)]
        _link_providers(setting, cases)
        made = Case.objects.bulk_create(cases, batch_size=500)
        contacts = [
            contact
            for case, said in zip(made, notes, strict=True)
            for contact in _contacts(setting, case, said)
        ]
        Contact.objects.bulk_create(contacts, batch_size=1000)
        Offer.objects.bulk_create(_offers(setting, made), batch_size=1000)
        CaseEvent.objects.bulk_create(_events(setting, made), batch_size=1000)
        refresh_search_indexes(case.pk for case in made)


def _notes(rng: Random) -> list[str]:
    """What is said at each contact."""
    number = rng.choice((1, 2, 2, 3, 4, 5, 8))
    return [note.format(us="R$ 1,80", name="Ana") for note in rng.choices(NOTES, k=number)]


def _case(setting: Setting, editions: dict[int, FormEdition], index: int, notes: Sequence[str]) -> Case:
    rng, operator = setting.rng, setting.operators[index % len(setting.operators)]
    state = rng.choices([item for item, _ in STATES], [weight for _, weight in STATES])[0]
    started = setting.today - dt.timedelta(days=int(rng.triangular(0, 1100, 60)))
    consultant = rng.choice(setting.people)
    number = None if state == State.DRAFT else f"{operator.code}-{started.year}-{index + 1:06d}"
    moment = dt.datetime.combine(started, dt.time(9, 30), dt.UTC)
    values = _head(rng, started)
    if state in (State.DECIDED, State.CLOSED):
        values |= _decision(setting, editions[operator.pk].edition, started, consultant)
    is_open = state in (State.IN_PROGRESS, State.WAITING)
    return Case(
        operator=operator,
        edition=editions[operator.pk],
        number=number,
        state=state,
        consultant=consultant,
        created_by=consultant,
        created_at=moment,
        changed_at=moment,
        next_contact_on=setting.today + dt.timedelta(days=rng.randrange(-20, 15)) if is_open else None,
        last_contact_on=min(setting.today, started + dt.timedelta(days=rng.randrange(40))),
        signed_by=rng.choice(setting.people) if state == State.CLOSED else None,
        signed_at=moment if state == State.CLOSED else None,
        raw_values=_raw(CASE_FIELDS.values(), values),
        folded_name=folded_key(values["dentist_name"]),
        folded_city=folded_key(values["city"]),
        **values,
    )


def _head(rng: Random, started: dt.date) -> dict[str, Any]:
    place = rng.choice(municipalities())
    moment = dt.datetime.combine(started, dt.time(9, 30), dt.UTC)
    is_company = rng.random() < 0.6
    requester = rng.choice(list(REQUESTERS))
    return {
        "cro": str(rng.randrange(1000, 130_000)),
        "cro_state": place.uf,
        "dentist_name": invented.invented_person_name(rng),
        "cnpj": invented.invented_cnpj(rng) if is_company else None,
        "cpf": invented.invented_cpf(rng),
        "joined_on": started - dt.timedelta(days=rng.randrange(100, 4000)),
        "provider_type": "PJ" if is_company else "PF",
        "requested_by": REQUESTERS[requester],
        "requested_by_code": requester,
        "protocol_number": protocol_number.from_moment(moment),
        "protocol_opened_on": started,
        "city": place.name,
        "city_state": place.uf,
        "lives": rng.randrange(50, 60_000),
        "published_cros": rng.randrange(1, 90),
        "serves_other_plans": rng.choice((True, False, None)),
        "us_value": Decimal(rng.randrange(60, 250)) / 100,
        "last_production_on": started - dt.timedelta(days=rng.randrange(90)),
        "last_production_value": Decimal(rng.randrange(0, 400_000)) / 100,
        "started_on": started,
    }


def _decision(setting: Setting, edition: Edition, started: dt.date, consultant: User) -> dict[str, Any]:
    rng = setting.rng
    ended = min(setting.today, started + dt.timedelta(days=rng.randrange(120)))
    codes = [option.code for option in edition.options[OptionList.REASON]]
    reasons = set(rng.sample(codes, rng.choice((1, 1, 2, 3))))
    return {
        "ended_on": ended,
        "outcome": rng.choice(("retained", "terminated", "terminated", "not_retention")),
        "general_note": rng.choice(NOTES).format(us="R$ 1,80", name="Ana"),
        "protocol_required": rng.choice((True, False)),
        "staff_name": consultant.name,
        "filled_on": ended,
        "termination_reasons": list(edition.in_order(OptionList.REASON, reasons)),
        "primary_reason": min(reasons),
        "sectors": [rng.choice(edition.options[OptionList.SECTOR]).code],
        "decided_by": consultant,
        "decided_at": dt.datetime.combine(ended, dt.time(17), dt.UTC),
    }


def _raw(fields: Any, values: dict[str, Any]) -> dict[str, str]:
    """The texts that stand for the values, as if somebody had typed them."""
    typed: dict[str, str] = {}
    field: TypedField
    for field in fields:
        if (text := field.format(values.get(field.column_name))) != "":
            typed[field.name] = text
    return typed


def _link_providers(setting: Setting, cases: Sequence[Case]) -> None:
    """A clinic of the registry behind every company, one for two of them."""
    clinics: dict[int, list[Provider]] = {}
    for operator in setting.operators:
        names = [invented.invented_clinic_name(setting.rng) for _ in range(len(cases) // 4)]
        clinics[operator.pk] = Provider.objects.bulk_create(
            Provider(
                operator=operator,
                kind=Provider.Kind.PJ,
                name=name,
                cnpj=invented.invented_cnpj(setting.rng),
                folded_name=folded_name(name),
                search_text=lines([name]),
            )
            for name in names
        )
    for case in cases:
        if case.provider_type == "PJ" and clinics[case.operator_id]:
            case.provider = setting.rng.choice(clinics[case.operator_id])


def _contacts(setting: Setting, case: Case, notes: Sequence[str]) -> list[Contact]:
    rng = setting.rng
    contacts = []
    for position, note in enumerate(notes, start=1):
        day = (case.started_on or setting.today) + dt.timedelta(days=3 * position)
        values = {
            "on": day,
            "direction": rng.choice(("incoming", "outgoing")),
            "channel": rng.choice(("whatsapp", "phone", "email")),
            "note": note,
        }
        moment = dt.datetime.combine(day, dt.time(15), dt.UTC)
        raw = _raw(CONTACT_FIELDS.values(), values)
        contacts.append(Contact(case=case, position=position, created_at=moment, raw_values=raw, **values))
    return contacts


def _offers(setting: Setting, cases: Sequence[Case]) -> list[Offer]:
    codes = ("new_fees", "support", "promotion", "training")
    return [
        Offer(case=case, code=code)
        for case in cases
        for code in setting.rng.sample(codes, setting.rng.choice((0, 1, 1, 2)))
    ]


def _events(setting: Setting, cases: Sequence[Case]) -> list[CaseEvent]:
    """The making, the opening, and for a few the return by a supervisor."""
    events = []
    for case in cases:
        steps: list[tuple[str, dict[str, str]]] = [(CaseEvent.Kind.CREATED, {"origin": "manual"})]
        if case.state != State.DRAFT:
            moved = {"action": str(CaseAction.OPEN), "from": str(State.DRAFT), "to": str(State.IN_PROGRESS)}
            steps.append((CaseEvent.Kind.STATE_CHANGED, {**moved, "reason": ""}))
        if case.state == State.IN_PROGRESS and setting.rng.random() < 0.05:
            moved = {
                "action": str(CaseAction.RETURN),
                "from": str(State.DECIDED),
                "to": str(State.IN_PROGRESS),
            }
            steps.append(
                (CaseEvent.Kind.STATE_CHANGED, {**moved, "reason": "Falta o contato com a doutora."})
            )
        events += [
            CaseEvent(case=case, at=case.created_at, actor_name="Banco de prova", kind=kind, data=data)
            for kind, data in steps
        ]
    return events


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    operators = list(Operator.objects.order_by("pk")[:1])
    people = list(User.objects.filter(memberships__operator__in=operators).distinct())
    today = dt.datetime.now(SAO_PAULO).date()
    make_many_cases(count=count, operators=operators, people=people, today=today)
    print(f"{count} cases at {operators[0]}")


if __name__ == "__main__":
    main()
