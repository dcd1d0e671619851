"""What Hoje says of each group, and of each case in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from vinculo.cases.models import Case
from vinculo.cases.queries.needs import NEW_FOR_BUSINESS_DAYS, Need
from vinculo.desk.queries.today import TO_SIGN, DayRow
from vinculo.kernel.dates import SAO_PAULO, format_date
from vinculo.kernel.numbers import format_count


@dataclass(frozen=True)
class GroupWords:
    title: str
    hint: str
    is_urgent: bool = False


GROUPS: Mapping[str, GroupWords] = {
    TO_SIGN: GroupWords("Decisões para assinar", "Aguardam a assinatura de um supervisor"),
    Need.RETURNED: GroupWords("Devolvidos para você", "O supervisor devolveu a decisão", is_urgent=True),
    Need.OVERDUE: GroupWords("Contatos atrasados", "O dia combinado já passou", is_urgent=True),
    Need.DECIDE: GroupWords("Prazo de decisão", "Venceu, ou vence hoje", is_urgent=True),
    Need.TODAY: GroupWords("Contatos de hoje", "Combinados para hoje"),
    Need.ASK_AGAIN: GroupWords("Cobrar retorno", "Aguardam outros, e é hora de perguntar de novo"),
    Need.NEW: GroupWords("Novos com você", f"Recebidos nos últimos {NEW_FOR_BUSINESS_DAYS} dias úteis"),
    Need.SILENT: GroupWords("Em silêncio", "Sem contato há tempo demais"),
    Need.DRAFT: GroupWords("Rascunhos parados", "Começados antes de hoje e ainda não abertos"),
    Need.UNDATED: GroupWords("Sem próximo contato", "Marque um dia, para que ninguém os esqueça"),
    Need.WAITING: GroupWords("Aguardando outros", "Nada a fazer por enquanto"),
}

MARKS: Mapping[Need, tuple[str, str]] = {
    Need.OVERDUE: ("contato atrasado", "danger"),
    Need.DECIDE: ("prazo de decisão", "danger"),
    Need.TODAY: ("contato hoje", "warn"),
    Need.SILENT: ("em silêncio", "warn"),
    Need.UNDATED: ("sem próximo contato", "warn"),
}


def note_on(group: str, row: DayRow, today: dt.date, sectors: Mapping[tuple[int, str], str]) -> str:
    """What the group has to say about the case."""
    if group in (Need.ASK_AGAIN, Need.WAITING):
        return _waiting(row, today, sectors)
    notes: Mapping[str, str] = {
        Need.OVERDUE: _agreed(row.next_contact_on, today),
        Need.TODAY: "hoje" if row.next_contact_on == today else _told("combinado para", row.next_contact_on),
        Need.DECIDE: _deadline(row.decide_by, today),
        Need.SILENT: _silence(row, today),
        Need.NEW: _told("próximo contato em", row.next_contact_on),
        Need.DRAFT: _told("início em", row.started_on),
        TO_SIGN: f"decidido por {row.decided_by}" if row.decided_by else "",
    }
    return notes.get(group, "")


def tone_of(group: str) -> str:
    if group in (Need.OVERDUE, Need.DECIDE):
        return "late"
    return "due" if group in (Need.TODAY, Need.ASK_AGAIN) else ""


def days(number: int) -> str:
    return "1 dia" if number == 1 else f"{format_count(number)} dias"


def _agreed(day: dt.date | None, today: dt.date) -> str:
    return f"{format_date(day)} · há {days((today - day).days)}" if day else ""


def _deadline(day: dt.date | None, today: dt.date) -> str:
    if day is None:
        return ""
    late = (today - day).days
    return f"venceu em {format_date(day)}, há {days(late)}" if late else "vence hoje"


def _told(words: str, day: dt.date | None) -> str:
    return f"{words} {format_date(day)}" if day else ""


def _silence(row: DayRow, today: dt.date) -> str:
    if row.last_contact_on is None:
        return "nenhum contato registrado"
    return f"último contato há {days((today - row.last_contact_on).days)}"


def _waiting(row: DayRow, today: dt.date, sectors: Mapping[tuple[int, str], str]) -> str:
    since = row.waiting_since.astimezone(SAO_PAULO).date() if row.waiting_since else None
    words = waited_for(row, sectors)
    if since:
        words += f" desde {format_date(since)}"
    if row.next_contact_on is None:
        return words
    if row.next_contact_on == today:
        return f"{words}; cobrar hoje"
    asked = "cobrar desde" if row.next_contact_on < today else "cobrar em"
    return f"{words}; {asked} {format_date(row.next_contact_on)}"


def waited_for(row: DayRow, sectors: Mapping[tuple[int, str], str]) -> str:
    if row.waiting_on is None:
        return "aguarda retorno"
    if row.waiting_on == Case.PROVIDER:
        return "aguarda o prestador"
    return f"aguarda {sectors.get((row.operator_id, row.waiting_on), 'um setor')}"
