"""Cases side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.cases.models import Case
from vinculo.cases.queries.lookalikes import CaseLookalike
from vinculo.cases.states import OPEN_STATES
from vinculo.kernel.dates import format_date
from vinculo.network.lookalikes import SameThing
from vinculo.web.site.side_by_side import ComparedRow, SideBySide, compared, shared_sentence

from .typed_controls import is_personal, masked

_SURE = frozenset({SameThing.CNPJ, SameThing.CPF, SameThing.CRO})
HEAD = (
    ("dentist_name", "Nome dentista"),
    ("cro", "CRO"),
    ("cro_state", "UF do CRO"),
    ("cnpj", "CNPJ"),
    ("cpf", "CPF"),
    ("provider_type", "Tipo"),
    ("joined_on", "Data inclusão"),
    ("city", "Cidade"),
    ("state", "UF"),
    ("requested_by", "Demandado por"),
    ("protocol_number", "Nº do protocolo"),
    ("protocol_opened_on", "Abertura do protocolo"),
    ("started_on", "Data início"),
    ("us_value", "Valor da US (moeda)"),
    ("next_contact_on", "Próximo contato"),
)


@dataclass(frozen=True)
class CaseLookalikeView:
    """`is_same`: more than a name or a telephone says that it is of the same provider or dentist."""

    label: str
    url: str
    line: str
    why: str
    compare_url: str
    is_same: bool


def head_texts(case: Case, actor: Actor) -> dict[str, str]:
    """What the head says as typed; personal numbers as this reader may read them."""
    sees = actor.may(Permission.PERSONAL_DATA_SEE, case.operator_id)
    return {
        name: text if sees or not is_personal(name) else masked(name, text)
        for name, _ in HEAD
        if (text := case.raw(name).strip())
    }


def cases_side_by_side(
    kept: tuple[Case, int, int], merged: tuple[Case, int, int], actor: Actor
) -> SideBySide:
    """`kept` and `merged` come with the numbers of their contacts and attachments."""
    left, right = head_texts(kept[0], actor), head_texts(merged[0], actor)
    rows = [
        _row("Situação", kept[0].get_state_display(), merged[0].get_state_display()),
        _row("Consultor", _consultant(kept[0]), _consultant(merged[0])),
        *(_row(label, left.get(name, ""), right.get(name, "")) for name, label in HEAD),
        _row("Contatos", str(kept[1]), str(merged[1])),
        _row("Anexos", str(kept[2]), str(merged[2])),
    ]
    return compared(f"Fica: {kept[0]}", f"Sai: {merged[0]}", rows)


def _row(label: str, left: str, right: str) -> ComparedRow:
    return ComparedRow(label, left, right)


def _consultant(case: Case) -> str:
    return case.consultant.name if case.consultant else ""


def present_case_lookalikes(
    found: Iterable[CaseLookalike], case: Case, *, may_merge: bool
) -> list[CaseLookalikeView]:
    views = []
    for item in found:
        other = item.case
        parts = [other.get_state_display(), _consultant(other)]
        if other.started_on:
            parts.append(f"início {format_date(other.started_on)}")
        linked = case.provider_id is not None and other.provider_id == case.provider_id
        why = shared_sentence(item.shares) or ("mesmo prestador" if linked else "")
        compare = ""
        if may_merge and other.state in OPEN_STATES:
            compare = reverse("case-compare", args=[case.pk, other.pk])
        views.append(
            CaseLookalikeView(
                str(other),
                reverse("case-page", args=[other.pk]),
                " · ".join(filter(None, parts)),
                why,
                compare,
                linked or not _SURE.isdisjoint(item.shares),
            )
        )
    # Those that are surely of the same come first, each kind in its own order.
    return sorted(views, key=lambda view: not view.is_same)
