"""The right step for each kind of divergence, for who may take it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.cases.models import Case
from vinculo.network.models import Provider
from vinculo.reconciliation.models import Divergence
from vinculo.reconciliation.queries.divergences import Sides

from ..site.addresses import address_of
from .words import left_registry_on

Kind = Divergence.Kind
HEAD_CRO, LEAVERS = "#f-cro", "#dentists"
"""Where a dentist stands on the page of a case."""
UNTIL_THE_NEXT_FEED = (
    "Muda só o cadastro do Vínculo, e a próxima sincronização traz de volta o que o SIO diz."
)


@dataclass(frozen=True)
class Step:
    """A link, or (`is_post`) a button that sends `case`, where it is about one.

    `leads_back`: what it leads to comes back to the queue. `note`: what to know before.
    """

    label: str
    url: str
    is_post: bool = False
    case_id: int = 0
    leads_back: bool = False
    note: str = ""


def steps_of(row: Divergence, sides: Sides, actor: Actor) -> list[Step]:
    """The first is the one that mends it; the others are where to look."""
    return _STEPS[row.kind](row, sides, actor)


def _of_inactive(row: Divergence, sides: Sides, actor: Actor) -> list[Step]:
    works = actor.may(Permission.CASES_WORK, row.operator_id)
    undone = sides.open_cases.get(row.provider_id or 0, ())
    if undone:
        return [step for case in undone[:2] for step in _case(case, f"Continuar {case}")]
    if not works or row.provider_id is None:
        return []
    unlinked = [step for case in sides.unlinked.get(row.provider_id, ())[:2] for step in _unlinked(row, case)]
    return [*unlinked, Step("Abrir processo", address_of("divergence-open-case", row.pk), is_post=True)]


def _unlinked(row: Divergence, case: Case) -> list[Step]:
    """One that is decided takes no link any more: whoever signs it returns it, or looks at it first."""
    if not case.is_open:
        return _case(case, f"Ver {case}")
    return [Step(f"Vincular {case}", address_of("divergence-link", row.pk), is_post=True, case_id=case.pk)]


def _of_several(row: Divergence, sides: Sides, actor: Actor) -> list[Step]:
    cases = [sides.cases[each] for each in row.facts["cases"] if each in sides.cases]
    if len(cases) > 1 and actor.may(Permission.CASES_REASSIGN, row.operator_id):
        return [Step("Comparar e unir", reverse("case-compare", args=[cases[0].pk, cases[1].pk]))]
    return [step for case in cases[:2] for step in _case(case, f"Ver {case}")]


def _of_unknown_cro(row: Divergence, sides: Sides, actor: Actor) -> list[Step]:
    steps = _case(row.case, "Corrigir no processo", _where(row.case, row.facts["cros"]))
    if not row.provider_id:
        return [*_case(row.case, "Vincular a um prestador", LEAVERS), *steps]
    if actor.may(Permission.REGISTRY_EDIT, row.operator_id):
        steps.append(Step("Incluir o dentista", address_of("provider-dentist-add", row.provider_id)))
    return steps


def _where(case: Case | None, cros: Sequence[str]) -> str:
    """The head, if one of these CROs (“SP 123”) stands there; else the list of who leaves."""
    return HEAD_CRO if case and f"{case.cro_state} {case.cro}" in cros else LEAVERS


def _of_still_active(row: Divergence, sides: Sides, actor: Actor) -> list[Step]:
    """The core system has to be told; our copy follows it with the next feed."""
    duty = sides.told_to_leave.get(row.case_id or 0)
    if row.case is None or duty is None:
        return [*_case(row.case, "Ver o processo"), *_status(row, actor)]
    what = "inativação" if duty.code == "inactivate" else "retirada"
    asks = duty.is_open and actor.may(Permission.CASES_WORK, row.operator_id)
    label = f"Pedir a {what}" if asks else f"Conferir a {what}"
    address = f"{address_of('case-duties', row.case.pk)}#duty-{duty.pk}"
    return [Step(label, address), *_status(row, actor)]


def _of_production(row: Divergence, sides: Sides, actor: Actor) -> list[Step]:
    return [Step("Ver a produção", _provider(row, "#producao"))]


def _of_technical_manager(row: Divergence, sides: Sides, actor: Actor) -> list[Step]:
    before = sides.dentists.get(row.facts["before"] or 0)
    cro = row.case.cro if row.case else None
    # Whoever was RT asked for it, and stands in the head, unless somebody else does.
    is_elsewhere = before and cro and before.cro_number != cro.lstrip("0")
    where = LEAVERS if is_elsewhere else HEAD_CRO
    return [*_case(row.case, "Conferir no processo", where), Step("Ver o RT", _provider(row, "#rt"))]


def _of_head(row: Divergence, sides: Sides, actor: Actor) -> list[Step]:
    return _case(row.case, "Conferir campo a campo", "#case-registry")


_STEPS: Mapping[str, Callable[[Divergence, Sides, Actor], list[Step]]] = {
    Kind.INACTIVE_UNSIGNED: _of_inactive,
    Kind.STILL_ACTIVE: _of_still_active,
    Kind.PRODUCTION_AFTER: _of_production,
    Kind.TECHNICAL_MANAGER_CHANGED: _of_technical_manager,
    Kind.SEVERAL_OPEN: _of_several,
    Kind.UNKNOWN_CRO: _of_unknown_cro,
    Kind.HEAD_DIFFERS: _of_head,
}


def _status(row: Divergence, actor: Actor) -> list[Step]:
    """What the termination says of it: whoever looks at the registry agrees, or types another day."""
    if "dentists" in row.facts:
        return [Step("Ver os dentistas", _provider(row, "#rt"))]
    if row.provider is None or row.case is None or not actor.may(Permission.REGISTRY_EDIT, row.operator_id):
        return []
    told = {
        "situacao": Provider.Status.INACTIVE.value,
        "desde": left_registry_on(row.facts).isoformat(),
        "processo": row.case.pk,
    }
    address = f"{address_of('provider-status', row.provider.pk)}?{urlencode(told)}"
    note = UNTIL_THE_NEXT_FEED if row.provider.core_key else ""
    return [Step("Mudar a situação aqui", address, leads_back=True, note=note)]


def _case(case: Case | None, label: str, anchor: str = "") -> list[Step]:
    return [Step(label, address_of("case-page", case.pk) + anchor)] if case else []


def _provider(row: Divergence, anchor: str = "") -> str:
    return address_of("provider", row.provider_id or 0) + anchor
