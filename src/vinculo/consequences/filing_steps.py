"""What an operator's connection can file: where it is sent, what is sent, from which day on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from vinculo.accounts.models import Operator
from vinculo.cases.clock import day_of
from vinculo.cases.models import Case
from vinculo.documents.models import IssuedDocument
from vinculo.documents.queries.documents import standing_form, stored_bytes

from .core_system.connection import CoreSystem, Telling
from .core_system.connections import core_connection_for, core_name_of
from .delivering import Parcel, filled_path, json_parcel
from .models import Duty, Filing, LegalClock, ProtocolRequest
from .protocol_system.connection import PROTOCOL_SYSTEM, SystemAddress
from .protocol_system.connections import connection_for, name_of

ATTACH, HISTORY, INACTIVATE = "attach_form", "history_line", "inactivate"
"""Codes of the duties in `data/duties.toml` that a connection can do."""
Asked = Mapping[str, str | int]


class NotToBeSent(Exception):
    """It cannot be sent as things stand. The sentence says why, and what a person can do."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Line:
    """The connection that does a step. Without an address it cannot be used; `mistake` says why."""

    name: str
    called: str
    is_connected: bool
    address: SystemAddress | None = None
    mistake: str = ""


@dataclass(frozen=True, slots=True)
class FilingStep:
    """`asked` is None while something that it needs is not there yet."""

    line: Callable[[Operator], Line]
    asked: Callable[[Case, Duty], Asked | None]
    parcel: Callable[[Filing], Parcel]


def first_day_of(duty: Duty) -> dt.date | None:
    """Before this day it must not be sent: who leaves is in the network until then."""
    if not duty.on_leaving:
        return None
    clock = LegalClock.objects.filter(follows_id=duty.follows_id).only("effective_on").first()
    return clock.effective_on if clock else duty.due_on


def _protocols(operator: Operator) -> Line:
    connection = connection_for(operator)
    system = connection.system
    does = system is not None and system.attaching is not None
    return Line(
        name_of(operator),
        PROTOCOL_SYSTEM,
        is_connected=does or bool(connection.mistakes),
        address=system.address if system and does else None,
        mistake=" ".join(connection.mistakes[:1]),
    )


def _core(operator: Operator, telling: Callable[[CoreSystem], Telling | None]) -> Line:
    connection = core_connection_for(operator)
    system = connection.system
    does = system is not None and telling(system) is not None
    return Line(
        core_name_of(operator),
        "sistema da operadora",
        is_connected=does or bool(connection.mistakes),
        address=system.address if system and does else None,
        mistake=" ".join(connection.mistakes[:1]),
    )


def _form_asked(case: Case, duty: Duty) -> Asked | None:
    number = (
        ProtocolRequest.objects.filter(case=case, follows_id=duty.follows_id)
        .exclude(number="")
        .values_list("number", flat=True)
        .first()
    )
    form = standing_form(case)
    if not number or form is None:
        return None
    return {"number": number, "document": form.pk, "name": f"{form.number}.pdf"}


def _form_parcel(filing: Filing) -> Parcel:
    """
    Raises:
        DocumentNotAsIssued: its bytes are not those that were issued.
    """
    system = connection_for(filing.operator).system
    assert system is not None
    assert system.attaching is not None
    asked = filing.asked
    document = IssuedDocument.objects.get(pk=asked["document"])
    path = filled_path(system.attaching.path, number=asked["number"], name=asked["name"])
    heads = {"Content-Type": "application/pdf", system.opening.key_header: str(filing.token)}
    shown = f"({document.title}, {document.size} bytes, SHA-256 {document.sha256})"
    content = stored_bytes(document)
    return Parcel(system.attaching.method, path, content, heads, shown, system.attaching.error_field)


def _key_of(case: Case) -> str:
    """
    Raises:
        NotToBeSent: the core system would not know of whom it is told.
    """
    if case.provider is None:
        raise NotToBeSent(
            "filing-no-provider",
            "O processo não está ligado a um prestador do cadastro, e o sistema da operadora não saberia de "
            "quem se trata. Faça no sistema e marque como feita, ou ligue o processo ao prestador e envie.",
        )
    if not case.provider.core_key:
        raise NotToBeSent(
            "filing-no-key",
            "O cadastro não tem o código deste prestador no sistema da operadora. Faça no sistema e marque "
            "como feita, ou espere a próxima carga do cadastro e envie.",
        )
    return case.provider.core_key


def _line_asked(case: Case, duty: Duty) -> Asked:
    return {"key": _key_of(case), "day": day_of(duty.follows.at).isoformat()}


def _day_asked(case: Case, duty: Duty) -> Asked:
    day = first_day_of(duty) or duty.due_on
    return {"key": _key_of(case), "day": day.isoformat()}


def _line_parcel(filing: Filing) -> Parcel:
    return _core_parcel(filing, lambda system: system.history, filing.duty.text)


def _day_parcel(filing: Filing) -> Parcel:
    return _core_parcel(filing, lambda system: system.inactivation)


def _core_parcel(
    filing: Filing, telling_in: Callable[[CoreSystem], Telling | None], text: str = ""
) -> Parcel:
    system = core_connection_for(filing.operator).system
    assert system is not None
    telling = telling_in(system)
    assert telling is not None
    key = str(filing.asked["key"])
    said = {"day": system.day_told(dt.date.fromisoformat(str(filing.asked["day"])))}
    if text:
        said["text"] = text if len(text) <= telling.longest else text[: telling.longest - 1] + "…"
    told = {name: said[part] for part, name in telling.fields.items() if name}
    heads = {telling.key_header: str(filing.token)}
    parcel = json_parcel(filled_path(telling.path, key=key), told, heads, telling.error_field)
    if telling.status is None:
        return parcel
    return replace(parcel, status=telling.status, status_path=filled_path(telling.status.path, key=key))


STEPS: Mapping[str, FilingStep] = {
    ATTACH: FilingStep(_protocols, _form_asked, _form_parcel),
    HISTORY: FilingStep(
        lambda operator: _core(operator, lambda system: system.history), _line_asked, _line_parcel
    ),
    INACTIVATE: FilingStep(
        lambda operator: _core(operator, lambda system: system.inactivation), _day_asked, _day_parcel
    ),
}
