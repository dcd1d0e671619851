"""Notices in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vinculo.cases.models import CaseEvent
from vinculo.cases.states import CaseAction
from vinculo.consequences.actions.filing_write import STOPPED
from vinculo.desk.queries.notices import Notice
from vinculo.web.deadlines.words import notice_words_of_clock
from vinculo.web.protocols.words import NOTICE_WORDS as PROTOCOL_WORDS
from vinculo.web.site.addresses import address_of
from vinculo.web.tasks.words import NOTICE_WORDS

_STATE_WORDS: Mapping[str, str] = {
    CaseAction.RETURN: "devolveu a decisão",
    CaseAction.SIGN: "assinou a decisão",
    CaseAction.REOPEN: "reabriu o processo",
    CaseAction.DECIDE: "decidiu o processo",
    CaseAction.CANCEL: "cancelou o processo",
    CaseAction.MERGE: "uniu o processo a outro",
    CaseAction.UNMERGE: "desfez a união do processo",
    CaseAction.UNMERGE_DRAFT: "desfez a união do processo",
}
_KIND_WORDS: Mapping[str, str] = {
    CaseEvent.Kind.REASSIGNED: "passou o processo para você",
    CaseEvent.Kind.SAVE_REJECTED: "gravou outra versão de um campo que você preencheu",
    CaseEvent.Kind.DUTY: "passou uma providência para você",
    CaseEvent.Kind.MERGED: "uniu outro processo a este",
    CaseEvent.Kind.UNMERGED: "desfez a união de outro processo a este",
}


@dataclass(frozen=True)
class NoticeLine:
    url: str
    case: str
    name: str
    words: str
    detail: str
    at: dt.datetime
    is_new: bool


def notice_lines(notices: Sequence[Notice]) -> list[NoticeLine]:
    return [_line(notice) for notice in notices]


def _line(notice: Notice) -> NoticeLine:
    task = notice.data.get("task")
    return NoticeLine(
        url=_address(notice),
        case=notice.number or f"Rascunho {notice.case_id}",
        name=notice.name or "Sem nome",
        words=f"{notice.who} {_words(notice)}",
        detail=str(notice.data.get("reason") or ("" if task else notice.data.get("label", ""))),
        at=notice.at,
        is_new=notice.is_new,
    )


def _address(notice: Notice) -> str:
    if notice.kind == CaseEvent.Kind.PROTOCOL_REQUEST:
        return address_of("protocol-page", notice.data["request"])
    if task := notice.data.get("task"):
        return address_of("task-page", task)
    if clock := notice.data.get("clock"):
        return address_of("deadline-page", clock)
    if duty := notice.data.get("duty"):
        return f"{address_of('case-duties', notice.case_id)}#duty-{duty}"
    return address_of("case-page", notice.case_id)


def _words(notice: Notice) -> str:
    action = notice.data.get("action")
    if notice.kind == CaseEvent.Kind.PROTOCOL_REQUEST:
        return PROTOCOL_WORDS.get(str(action), "alterou um pedido de protocolo")
    if notice.kind == CaseEvent.Kind.LEGAL_CLOCK:
        return notice_words_of_clock(action)
    if notice.kind != CaseEvent.Kind.SECTOR_TASK:
        return notice_words(notice.kind, action)
    told = NOTICE_WORDS.get(str(action), "alterou uma tarefa de {sector}")
    return told.format(sector=notice.data["label"])


def notice_words(kind: str, action: object) -> str:
    """What the person did; an event without words of its own is told by its name."""
    if kind == CaseEvent.Kind.STATE_CHANGED:
        return _STATE_WORDS.get(str(action), "mudou a situação do processo")
    if kind == CaseEvent.Kind.DUTY and action == STOPPED:
        return "não conseguiu informar o sistema da operadora: veja por quê"
    return _KIND_WORDS.get(kind, f"alterou o processo ({str(CaseEvent.Kind(kind).label).lower()})")
