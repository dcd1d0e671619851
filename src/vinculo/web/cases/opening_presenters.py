"""A case about to be opened: whom the search found, what is known of them, and the head as it will be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from vinculo.accounts.actor import Actor
from vinculo.cases.actions.choose_leavers import CHOSEN_FIELDS
from vinculo.cases.actions.create_case import DraftFacts
from vinculo.cases.models import Case
from vinculo.cases.queries.before_opening import BeforeOpening
from vinculo.cases.snapshot_difference import REGISTRY_FIELDS, from_json
from vinculo.cases.states import State
from vinculo.kernel.dates import SAO_PAULO, format_date
from vinculo.kernel.identifiers import cnpj
from vinculo.kernel.identifiers import protocol_number as protocol_numbers
from vinculo.network.models import Affiliation, Dentist, Provider
from vinculo.network.queries.found_by import NOTED, FoundBy, found_by
from vinculo.network.queries.people import People, people_of
from vinculo.network.queries.search import Found
from vinculo.paper.editions import Edition
from vinculo.web.providers.history_words import last_day

from .page_presenters import HEAD_LABELS
from .registry_presenters import registry_words, teller_words

MOST_NAMED = 3
WIDE = frozenset({"dentist_name", "city", "other_plans"})


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A provider that the search found, with who works there: somebody there is often who was looked for.

    `told` is by what it was found where its name does not say it. `sought` is the id of the one dentist who
    was looked for, where others work there too, else 0.
    """

    provider: Provider
    told: str
    people: str
    sought: int = 0


def found_rows(actor: Actor, found: Found, query: str, today: dt.date) -> list[FoundRow]:
    by = found_by(actor, found, query, today)
    return [_found_row(each, by[each.pk], today) for each in found.providers]


def _found_row(provider: Provider, by: FoundBy, today: dt.date) -> FoundRow:
    dentists = people_of(provider, today).dentists()
    meant = by.ties[:MOST_NAMED]
    others = [one for one in dentists if one.pk not in {tie.dentist_id for tie in meant}]
    shown = others[: MOST_NAMED - len(meant)]
    more = len(others) - len(shown)
    people = [_named(one) for one in shown] + ([f"e mais {more}"] if more else [])
    is_one_of_several = by.the_one in {one.pk for one in dentists} and len(dentists) > 1
    return FoundRow(
        provider,
        " · ".join([*(_meant(tie, today) for tie in meant), *_other_words(provider, by)]),
        " · ".join(people),
        (by.the_one or 0) if is_one_of_several else 0,
    )


def _named(dentist: Dentist) -> str:
    return f"{dentist.name}, {dentist.cro}"


def _meant(tie: Affiliation, today: dt.date) -> str:
    """Who is not there today is said to be gone, or to come."""
    if tie.stands_on(today):
        return _named(tie.dentist)
    if tie.ends_on is not None and tie.ends_on <= today:
        return f"{_named(tie.dentist)} (saiu: ficou até {format_date(last_day(tie.ends_on))})"
    if tie.is_pending:
        return f"{_named(tie.dentist)} (troca de RT pendente)"
    return f"{_named(tie.dentist)} (a partir de {format_date(tie.starts_on)})" if tie.starts_on else ""


def _other_words(provider: Provider, by: FoundBy) -> Iterable[str]:
    for person in by.contacts[:MOST_NAMED]:
        yield f"contato: {person.name}" if person.is_active else f"contato anterior: {person.name}"
    for name in by.former[:MOST_NAMED]:
        yield f"cadastro unido a este: {name}"
    if by.number:
        yield _NUMBER_WORDS[by.number].format(cnpj=cnpj.formatted(provider.cnpj), cnes=provider.cnes)


_NUMBER_WORDS = {
    "CNPJ": "CNPJ {cnpj}",
    "CNES": "CNES {cnes}",
    "CPF": "pelo CPF",
    NOTED: "telefone anotado em um processo",
}


@dataclass(frozen=True, slots=True)
class LeaverChoice:
    """A dentist who can be ticked."""

    id: int
    name: str
    cro: str
    is_technical_manager: bool
    ticked: bool


def leaver_choices(people: People, ticked: Collection[int]) -> list[LeaverChoice]:
    manager = people.technical_manager.dentist_id if people.technical_manager else None
    return [
        LeaverChoice(one.pk, one.name, one.cro, one.pk == manager, one.pk in ticked)
        for one in people.dentists()
    ]


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A field of the head as it will be, and who told it; blank where the registry does not say."""

    label: str
    value: str
    mark: str
    css: str


def head_cells(
    facts: DraftFacts, edition: Edition, *, may_see_personal_data: bool, names_nobody: bool
) -> list[HeadCell]:
    """In the order of the paper, the fields of the registry alone; of who leaves only where somebody does."""
    told = facts.snapshot.facts if facts.snapshot else {}
    cells = []
    for item in (item for row in edition.head for item in row if item.field in REGISTRY_FIELDS):
        fact = None if names_nobody and item.field in CHOSEN_FIELDS else told.get(item.field)
        value = mark = ""
        if fact is not None:
            stored = from_json(item.field, fact["value"])
            value = registry_words(item.field, stored, may_see_personal_data)
            mark = teller_words(fact["source"], dt.date.fromisoformat(fact["on"]) if fact["on"] else None)
        label = HEAD_LABELS.get(item.field, item.label)
        cells.append(HeadCell(label, value, mark, "cell--double" if item.field in WIDE else ""))
    return _without_holes(cells)


def _without_holes(cells: Sequence[HeadCell]) -> list[HeadCell]:
    """Two beside each other on a narrow screen: one that would stand there alone takes the whole line."""
    filled: list[HeadCell] = []
    column = 0
    for place, cell in enumerate(cells):
        is_last = place + 1 == len(cells)
        is_alone = not cell.css and column == 0 and (is_last or cells[place + 1].css != "")
        column = 0 if cell.css or is_alone else 1 - column
        filled.append(replace(cell, css="cell--alone") if is_alone else cell)
    return filled


@dataclass(frozen=True, slots=True)
class Known:
    """A sentence about a provider before a case is opened, and the case that it is about."""

    text: str
    case_id: int | None = None
    link: str = ""


def known_before(found: BeforeOpening, people: People, provider: Provider, today: dt.date) -> list[Known]:
    told = warnings_before(found, people, today)
    if provider.status != Provider.Status.ACTIVE:
        since = f" desde {format_date(provider.status_since)}" if provider.status_since else ""
        told.append(
            Known(f"No cadastro, este prestador está {provider.get_status_display().lower()}{since}.")
        )
    return told


def warnings_before(found: BeforeOpening, people: People, today: dt.date) -> list[Known]:
    """What another case may collide with."""
    told = []
    for case in found.open_cases:
        whose = f", de {case.consultant.name}" if case.consultant else ""
        state = case.get_state_display().lower()
        name = f"{case} ({state}{whose})" if case.number else f"{case} ({whose.removeprefix(', ') or state})"
        told.append(Known(f"Este prestador já tem um processo aberto: {name}.", case.pk, f"Abrir {case}"))
    if found.retained is not None and found.retained.ended_on is not None:
        told.append(_retained(found.retained, found.retained.ended_on, today))
    if people.pending_technical_manager is not None:
        told.append(Known(pending_words(people.pending_technical_manager)))
    return told


def _retained(case: Case, ended_on: dt.date, today: dt.date) -> Known:
    days = (today - ended_on).days
    ago = "hoje" if days == 0 else "ontem" if days == 1 else f"há {days} dias"
    day = f"{ago}, em {format_date(ended_on)}"
    if case.state == State.DECIDED:
        text = f"foi decidido como retenção {day}, e espera a assinatura da supervisão."
    else:
        text = f"terminou em retenção {day}."
    return Known(f"Retenção recente: o processo {case} {text}", case.pk, "Ver o processo")


def pending_words(tie: Affiliation) -> str:
    """Who is to become RT, from when, and by which protocol that was asked for."""
    text = f"Troca de RT pendente: {tie.dentist.name} ({tie.dentist.cro})"
    if tie.starts_on:
        text += f", a partir de {format_date(tie.starts_on)}"
    if tie.protocol_number:
        opened = protocol_numbers.opening_moment(tie.protocol_number)
        on = f", aberto em {format_date(opened.astimezone(SAO_PAULO).date())}" if opened else ""
        text += f". Protocolo {tie.protocol_number}{on}"
    return f"{text}."
