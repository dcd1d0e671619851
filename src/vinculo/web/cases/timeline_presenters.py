"""The timeline beside a case: events and saved fields, newest first, saves of one sitting as one line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from vinculo.accounts.models import AuditEntry
from vinculo.cases.models import CaseEvent, FieldVersion
from vinculo.cases.queries.timeline import CORRECTION, SITTING, TimelineRow
from vinculo.cases.states import CaseAction
from vinculo.kernel.dates import format_date
from vinculo.paper.editions import Edition

from ..deadlines.words import timeline_words as clock_timeline_words
from ..documents.words import timeline_words as document_timeline_words
from ..duties.words import timeline_words as duty_timeline_words
from ..protocols.words import timeline_words as protocol_timeline_words
from ..tasks.words import TIMELINE_TITLES
from .clock_presenters import whom
from .registry_presenters import FIELD_NAMES
from .typed_controls import is_personal, masked
from .version_words import in_words, part_label

STATE_TITLES = {
    CaseAction.OPEN: "Processo aberto",
    CaseAction.WAIT: "Aguardando retorno",
    CaseAction.RESUME: "Retomado",
    CaseAction.DECIDE: "Decidido",
    CaseAction.SIGN: "Assinado e encerrado",
    CaseAction.RETURN: "Devolvido ao consultor",
    CaseAction.REOPEN: "Reaberto",
    CaseAction.CANCEL: "Cancelado",
    CaseAction.RECORD_HISTORY: "Registrado como histórico",
    CaseAction.TAKE_BACK_IMPORT: "Importação desfeita",
    CaseAction.MERGE: "Unido a outro processo",
    CaseAction.UNMERGE: "União desfeita",
    CaseAction.UNMERGE_DRAFT: "União desfeita",
}
CONTACT_WORDS = {
    CaseEvent.Kind.CONTACT_ADDED: "registrado",
    CaseEvent.Kind.CONTACT_VOIDED: "anulado",
    CaseEvent.Kind.CONTACT_RESTORED: "de volta ao formulário",
}
COMPARED = {
    "taken": "Trazido do cadastro de hoje",
    "left": "Mantido, apesar do cadastro de hoje",
    "undone": "Comparação com o cadastro desfeita",
    "dismissed": "Divergência dispensada",
    "dismissal_taken_back": "Divergência de volta à fila",
}
TOLD_BY = {
    CaseEvent.Kind.ATTACHMENT_ADDED: "name",
    CaseEvent.Kind.ATTACHMENT_VOIDED: "name",
    CaseEvent.Kind.ATTACHMENT_RESTORED: "name",
    CaseEvent.Kind.PROTOCOL_ADDED: "number",
    CaseEvent.Kind.REASSIGNED: "to_name",
}
"""What of an event's data says the rest."""
KEPT_APART = {
    FieldVersion.Fate.CONFLICTING: "Guardado à parte: outra pessoa gravou antes",
    FieldVersion.Fate.REJECTED: "Guardado à parte: o processo já estava decidido",
}
ORIGINS = {
    "manual": "aberto à mão",
    "form": "importado de um formulário",
    "history": "importado como histórico",
    "registry": "aberto a partir do cadastro",
    "divergence": "aberto a partir de uma divergência",
    "sibling": "aberto como processo irmão",
    "incoming": "aberto a partir de um pedido recebido",
}


@dataclass
class TimelineItem:
    """A line of the timeline, as `{% timeline_lines %}` draws it."""

    title: str
    at: dt.datetime
    who: str
    detail: str = ""
    strong: bool = False
    void: bool = False
    fields: list[str] = field(default_factory=list)


def timeline_items(
    rows: Sequence[TimelineRow],
    edition: Edition,
    contact_numbers: Mapping[int, int],
    *,
    may_see_personal_data: bool,
) -> list[TimelineItem]:
    """`contact_numbers`: the printed number of each contact, by id."""
    items: list[TimelineItem] = []
    told: set[tuple[object, ...]] = set()
    created_at = {row.at for row in rows if row.kind == CaseEvent.Kind.CREATED}
    for row in rows:
        if row.kind == "field":
            # What a case began with is told by the line that says where it came from.
            if row.at not in created_at:
                raw = readable(row.data["field"], row.data["raw"], may_see_personal_data)
                _add_save(items, row, raw, edition, contact_numbers)
        elif row.kind != CORRECTION and not _told_already(row, told):
            _add_event(items, _event(row, edition), row)
    for item in items:
        if item.fields:
            item.detail = ", ".join(item.fields)
    return items


def _told_already(row: TimelineRow, told: set[tuple[object, ...]]) -> bool:
    """What several people are told of a task at once has an event for each of them, and is one line."""
    if row.kind != CaseEvent.Kind.SECTOR_TASK:
        return False
    key = (row.at, row.data["task"], row.data["action"])
    is_there = key in told
    told.add(key)
    return is_there


def _add_event(items: list[TimelineItem], item: TimelineItem, row: TimelineRow) -> None:
    """Fields held against the registry in one sitting are one line."""
    last = items[-1] if items else None
    is_compared = row.kind == CaseEvent.Kind.REGISTRY_COMPARED
    if (
        is_compared
        and last
        and (last.title, last.who) == (item.title, item.who)
        and last.at - row.at <= SITTING
    ):
        last.detail = f"{last.detail}, {item.detail}"
    else:
        items.append(item)


def _add_save(
    items: list[TimelineItem], row: TimelineRow, raw: str, edition: Edition, numbers: Mapping[int, int]
) -> None:
    label = field_label(row.data["record"], row.data["field"], edition)
    number = numbers.get(row.data["record_id"]) if row.data["record"] == "contact" else None
    if number:
        label = f"{number}º contato"
    if row.data["fate"] != FieldVersion.Fate.APPLIED:
        title = KEPT_APART[row.data["fate"]]
        items.append(TimelineItem(title, row.at, row.who, detail=f"{label}: “{raw}”", strong=True))
        return
    last = items[-1] if items else None
    if last is not None and last.fields and last.who == row.who and last.at - row.at <= SITTING:
        if label not in last.fields:
            last.fields.append(label)
        return
    items.append(TimelineItem("Preenchido", row.at, row.who, fields=[label]))


def readable(field_name: str, raw: str, may_see_personal_data: bool) -> str:
    """What was typed, as this reader may read it."""
    if may_see_personal_data or not raw or not is_personal(field_name):
        return raw
    return masked(field_name, raw)


def field_label(record: str, field_name: str, edition: Edition) -> str:
    """How people call a field: the edition's label where it has one."""
    group, _, code = field_name.partition(".")
    of_record = {"contact": "contato", "dentist": "dentista do processo", "offer": edition.labels["actions"]}
    of_group = {
        "action": edition.labels["actions"],
        "reason": edition.labels["termination_reasons"],
        "sector": edition.labels["sectors"],
    }
    named = {
        "next_contact_on": "próximo contato",
        "scope": "quem sai",
        "primary_reason": "motivo principal",
        "us_value": "Valor da US (moeda)",
    }
    if record in of_record:
        return of_record[record]
    if code:
        return of_group[group]
    if field_name in named:
        return named[field_name]
    return edition.label_of(field_name).rstrip("?").strip()


def _event(row: TimelineRow, edition: Edition) -> TimelineItem:
    data: dict[str, Any] = row.data
    kind = CaseEvent.Kind(row.kind)
    item = TimelineItem(str(kind.label), row.at, row.who)
    if kind is CaseEvent.Kind.STATE_CHANGED:
        item.title = STATE_TITLES[CaseAction(data["action"])]
        item.detail, item.strong = data.get("reason", "") or _signature(data), True
        if data.get("waiting_on"):
            item.title = f"Aguardando {whom(edition, data['waiting_on'])}"
    elif kind is CaseEvent.Kind.CREATED:
        item.detail, item.strong = ORIGINS.get(data.get("origin", ""), ""), True
    elif kind in CONTACT_WORDS:
        item.title = f"{data.get('position')}º contato {CONTACT_WORDS[kind]}"
        item.detail = data.get("reason", "")
    elif kind in TOLD_BY:
        item.detail = data.get(TOLD_BY[kind], "")
    elif kind in (CaseEvent.Kind.MERGED, CaseEvent.Kind.UNMERGED):
        item.detail, item.strong = data.get("label", ""), True
    elif kind is CaseEvent.Kind.CONVERSATION_ADDED:
        item.detail = _counted(data["contacts"], "contato", "contatos")
        item.detail += f" com {_counted(data['messages'], 'mensagem', 'mensagens')}"
    elif kind is CaseEvent.Kind.PAPER_RETURNED:
        item.detail = f"Página {data['page']} do formulário impresso"
    elif kind is CaseEvent.Kind.REGISTRY_COMPARED:
        item.title = COMPARED[data["became"]]
        item.detail = FIELD_NAMES.get(data.get("field", ""), "") or divergence_words(data)
    elif kind is CaseEvent.Kind.NEXT_CONTACT_SET:
        item.detail = format_date(dt.date.fromisoformat(data["to"])) if data.get("to") else ""
    elif kind in CONSEQUENCES:
        item.title, item.detail = CONSEQUENCES[kind](data)
    return item


def _task_words(data: Mapping[str, Any]) -> tuple[str, str]:
    return TIMELINE_TITLES[data["action"]].format(sector=data["label"]), data.get("reason", "")


CONSEQUENCES: Mapping[CaseEvent.Kind, Callable[[Mapping[str, Any]], tuple[str, str]]] = {
    CaseEvent.Kind.SECTOR_TASK: _task_words,
    CaseEvent.Kind.DUTY: duty_timeline_words,
    CaseEvent.Kind.PROTOCOL_REQUEST: protocol_timeline_words,
    CaseEvent.Kind.LEGAL_CLOCK: clock_timeline_words,
    CaseEvent.Kind.DOCUMENT: document_timeline_words,
}
"""Title and detail of what follows from a case, each in the words of its own area."""


def divergence_words(data: Mapping[str, Any]) -> str:
    """“CRO que o cadastro não tem: recém-formado, cadastro em andamento”."""
    return ": ".join(words for words in (data.get("label", ""), data.get("reason", "")) if words)


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _signature(data: Mapping[str, Any]) -> str:
    """Whose signature it was; on paper of the past, whether a person typed it over what was read."""
    if not data.get("signed_name"):
        return ""
    typed = " (nome digitado na conferência)" if data.get("signature_typed") else ""
    return f"Assinatura: {data['signed_name']}{typed}"


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One save, as the page of versions lists it."""

    at: dt.datetime
    who: str
    label: str
    text: str
    fate: str
    is_applied: bool


def version_lines(
    versions: Iterable[FieldVersion], edition: Edition, *, may_see_personal_data: bool
) -> list[VersionLine]:
    return [
        VersionLine(
            at=version.at,
            who=version.by_name,
            label=_whole_label(version, edition),
            text=readable(
                version.field,
                in_words(version.record, version.field, version.raw, edition),
                may_see_personal_data,
            ),
            fate=version.get_fate_display(),
            is_applied=version.fate == FieldVersion.Fate.APPLIED,
        )
        for version in versions
    ]


def _whole_label(version: FieldVersion, edition: Edition) -> str:
    label = field_label(version.record, version.field, edition)
    part = part_label(version.record, version.field, edition)
    label = f"{label}: {part}" if part else label
    return label[:1].upper() + label[1:]


VIEWED = {
    "page": "abriu o processo",
    "print": "imprimiu o formulário",
    "attachment": "abriu um anexo",
    "versions": "viu tudo o que foi digitado",
    "conversation": "abriu uma conversa exportada",
    "task": "abriu uma tarefa de setor",
    "protocol": "abriu um pedido de protocolo",
    "document": "abriu um documento emitido",
    "letter": "preparou uma carta",
    "legal_clock": "abriu o prazo legal",
}


@dataclass(frozen=True, slots=True)
class ViewLine:
    """One look at a case."""

    at: dt.datetime
    who: str
    what: str


def view_lines(entries: Iterable[AuditEntry]) -> list[ViewLine]:
    return [
        ViewLine(entry.at, entry.actor_name, VIEWED.get(entry.detail.get("what", ""), "viu o processo"))
        for entry in entries
    ]
