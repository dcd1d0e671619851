"""The lines of the access log: what each was about is named as far as its reader may see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import AuditEntry
from vinculo.accounts.permissions import Permission
from vinculo.accounts.queries import operators_with, people_of_log
from vinculo.cases.queries.listing import matching
from vinculo.network.queries.providers import providers

from .audit_words import action_words, detail_words, subject_words

Names = Mapping[int, str]


@dataclass(frozen=True, slots=True)
class LogLine:
    at: dt.datetime
    who: str
    action: str
    subject: str
    operator: str
    detail: str


def present_lines(entries: Sequence[AuditEntry], actor: Actor) -> list[LogLine]:
    """One query for each kind of record that the page speaks of."""
    names = {
        kind: name_them(actor, [int(entry.subject_id) for entry in entries if entry.subject_kind == kind])
        for kind, name_them in _NAMERS.items()
        if any(entry.subject_kind == kind for entry in entries)
    }
    return [_line(entry, names) for entry in entries]


def _line(entry: AuditEntry, names: Mapping[str, Names]) -> LogLine:
    name = _name(entry, names)
    return LogLine(
        at=entry.at,
        who=entry.actor_name,
        action=action_words(entry.action),
        subject=subject_words(entry.subject_kind, name or _by_id(entry)),
        operator=entry.operator.code if entry.operator else "",
        detail=detail_words(entry.detail),
    )


def _name(entry: AuditEntry, names: Mapping[str, Names]) -> str:
    if entry.subject_kind == "edition":
        return str(entry.detail.get("number", ""))
    known = names.get(entry.subject_kind, {})
    return known.get(int(entry.subject_id), "") if entry.subject_id.isdigit() else ""


def _by_id(entry: AuditEntry) -> str:
    """What the reader may not see by name, or is gone, is told apart by its internal number."""
    return f"nº interno {entry.subject_id}" if entry.subject_id.isdigit() else ""


def _users(actor: Actor, ids: Sequence[int]) -> Names:
    return dict(people_of_log(actor).filter(pk__in=ids).values_list("pk", "name"))


def _operators(actor: Actor, ids: Sequence[int]) -> Names:
    found = operators_with(actor, Permission.AUDIT_SEE).filter(pk__in=ids)
    return dict(found.values_list("pk", "name"))


def _cases(actor: Actor, ids: Sequence[int]) -> Names:
    numbers = matching(actor, Q(pk__in=ids)).values_list("pk", "number")
    return {pk: number or f"rascunho {pk}" for pk, number in numbers}


def _providers(actor: Actor, ids: Sequence[int]) -> Names:
    return dict(providers(actor).filter(pk__in=ids).values_list("pk", "name"))


_NAMERS: Mapping[str, Callable[[Actor, Sequence[int]], Names]] = {
    "user": _users,
    "operator": _operators,
    "case": _cases,
    "provider": _providers,
}
