"""What a case may be the same as: a provider of the registry that it is not linked to, another case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from vinculo.accounts.actor import Actor
from vinculo.kernel.identifiers import phone
from vinculo.network.lookalikes import Identity, SameThing, shared, weight
from vinculo.network.queries.lookalikes import Lookalike, lookalikes
from vinculo.network.values import tidy_cro

from ..models import Case, CaseMerge
from ..states import OPEN_STATES, State
from .case_records import find_case
from .same_people import Named, cases_naming

MOST = 5
MOST_LOOKED_AT = 40


@dataclass(frozen=True)
class CaseLookalike:
    """Another case, open or not, of what seems to be the same person or clinic."""

    case: Case
    shares: tuple[SameThing, ...]


def identity_of_case(case: Case) -> Identity:
    """Who the case says leaves: its head, its further dentists, and the phones of its contacts."""
    told = [(case.cro, case.cro_state)]
    told += case.dentists.filter(removed_at=None).values_list("cro", "cro_state")
    texts = [
        text
        for row in case.contacts.filter(voided_at=None).values_list("address", "note")
        for text in row
        if text
    ]
    phones = frozenset(found.digits for text in texts for found in phone.find_in(text))
    return replace(_identity_of_head(case), cros=_registrations(told), phones=phones)


def _registrations(told: Iterable[tuple[str | None, str | None]]) -> frozenset[tuple[str, str]]:
    clean = (tidy_cro(number or "", uf or "") for number, uf in told)
    return frozenset((uf, number) for number, uf in clean if number and uf)


def provider_lookalikes(actor: Actor, case: Case) -> tuple[Lookalike, ...]:
    """Providers that the case may be about; none once it is linked to one."""
    if case.provider_id is not None:
        return ()
    return lookalikes(actor, case.operator_id, identity_of_case(case))


def case_lookalikes(actor: Actor, case: Case) -> tuple[CaseLookalike, ...]:
    """Other cases of the same person or clinic at the same operator, open ones first, then the newest."""
    identity = identity_of_case(case)
    named = Named(
        operator_id=case.operator_id,
        registrations=[(case.cro, case.cro_state)] if case.cro and case.cro_state else [],
        cpf=case.cpf,
        cnpj=case.cnpj,
        provider_id=case.provider_id,
        folded_name=case.folded_name,
    )
    ids = cases_naming(named, open_only=False)
    rows = Case.objects.visible_to(actor).filter(pk__in=ids, operator_id=case.operator_id, merged_into=None)
    rows = rows.exclude(pk=case.pk).exclude(state=State.CANCELLED).select_related("operator", "consultant")
    found = []
    for other in rows.order_by("-pk")[:MOST_LOOKED_AT]:
        shares = shared(identity, _identity_of_head(other))
        same_city = other.municipality_id == case.municipality_id if other.municipality_id else None
        linked = case.provider_id is not None and other.provider_id == case.provider_id
        if linked or weight(shares, same_city=same_city):
            found.append(CaseLookalike(other, shares))
    found.sort(key=lambda item: (item.case.state not in OPEN_STATES, -item.case.pk))
    return tuple(found[:MOST])


def _identity_of_head(case: Case) -> Identity:
    return Identity(
        names=frozenset([case.dentist_name] if case.dentist_name else []),
        cnpj=case.cnpj or "",
        cpfs=frozenset([case.cpf] if case.cpf else []),
        cros=_registrations([(case.cro, case.cro_state)]),
        municipality_id=case.municipality_id,
    )


def merges_into(case: Case) -> list[CaseMerge]:
    """What this case has taken in and could give back, the latest first."""
    rows = CaseMerge.objects.filter(kept=case, undone_at=None)
    return list(rows.select_related("merged", "merged__operator", "by").order_by("-pk"))


def find_case_merge(actor: Actor, merge_id: int) -> CaseMerge | None:
    merge = CaseMerge.objects.select_related("kept", "merged").filter(pk=merge_id).first()
    if merge is None or find_case(actor, merge.kept_id) is None:
        return None
    return merge
