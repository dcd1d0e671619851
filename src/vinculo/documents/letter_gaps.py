"""The gaps that a letter may have, and what a case fills them with."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from vinculo.cases.models import Case, Offer
from vinculo.kernel.dates import format_date
from vinculo.kernel.identifiers import cro
from vinculo.kernel.money import format_money
from vinculo.kernel.text_gaps import gaps_unknown_to
from vinculo.paper.catalogue import Option, OptionList

GAPS: Mapping[str, str] = {
    "pessoa": "a quem se escreve",
    "prestador": "nome do prestador",
    "cro": "CRO e UF",
    "cidade": "cidade e UF",
    "operadora": "nome da operadora",
    "processo": "número do processo",
    "protocolo": "protocolo de origem",
    "pedido_em": "dia em que o processo começou",
    "decidido_em": "dia em que terminou",
    "motivo": "motivo principal do desligamento",
    "ultimo_dia": "último dia de atendimento",
    "combinado": "o que foi combinado, um ponto por linha",
    "novo_valor": "valor da US oferecido",
    "consultor": "nome de quem emite a carta",
    "supervisor": "nome de quem assinou a decisão",
    "documento": "número da carta",
    "conferir": "endereço em que se confere a carta",
}
"""What may stand in braces in a letter, and what it stands for."""

TYPED = ("pessoa", "combinado")
"""What whoever issues the letter may always say otherwise: the case only has a guess."""
BEFORE_ISSUING: Mapping[str, str] = {
    "documento": "[número da carta]",
    "conferir": "[endereço de conferência]",
}
"""What is known only when it is issued, and what stands there until then."""
SAMPLES: Mapping[str, str] = {
    "pessoa": "Ana Ribeiro",
    "prestador": "Clínica Sorriso Aberto",
    "cro": "CRO-SP 12345",
    "cidade": "Jundiaí/SP",
    "processo": "ODL-2026-000123",
    "protocolo": "SAD177195600000",
    "pedido_em": "24/02/2026",
    "decidido_em": "10/03/2026",
    "motivo": "Honorários",
    "ultimo_dia": "09/04/2026",
    "combinado": "- Reajuste de honorários: US de R$ 1,60\n- Treinamento da equipe no sistema",
    "novo_valor": "R$ 1,60",
    "consultor": "Beatriz Campos",
    "supervisor": "Bruno Queiroz",
    "documento": "ODL-DOC-2026-000012",
    "conferir": "https://…/conferir/",
}
"""What a template's preview is filled with: nobody's data."""


_OFFERED = re.compile(r"^ofertad[oa]s?\s+", re.IGNORECASE)


def unknown_gaps(text: str) -> tuple[str, ...]:
    return gaps_unknown_to(GAPS, text)


def values_of(case: Case, offers: Sequence[Offer], *, person: str, issuer: str) -> dict[str, str]:
    """What is known of each gap but those of the document; empty where nothing is."""
    edition = case.edition.edition
    ticked = [offer for offer in offers if offer.is_ticked]
    agreed = [_agreed(offer, edition.option(OptionList.ACTION, offer.code), case) for offer in ticked]
    amounts = [offer.offered_us_value for offer in ticked if offer.offered_us_value is not None]
    reason = case.primary_reason
    return {
        "pessoa": person,
        "prestador": case.dentist_name or "",
        "cro": cro.formatted(case.cro, case.cro_state) if case.cro else "",
        "cidade": "/".join(part for part in (case.city, case.city_state) if part),
        "operadora": case.operator.name,
        "processo": case.number or "",
        "protocolo": case.protocol_number or "",
        "pedido_em": _day(case.started_on),
        "decidido_em": _day(case.ended_on),
        "motivo": edition.option_label(OptionList.REASON, reason) if reason else "",
        "ultimo_dia": "",
        "combinado": "\n".join(f"- {point}" for point in agreed if point),
        "novo_valor": _money(amounts[-1]) if amounts else "",
        "consultor": issuer,
        "supervisor": case.signed_name or "",
    }


def _agreed(offer: Offer, option: Option | None, case: Case) -> str:
    """An offer as something to keep: “Ofertado suporte” is no promise, and “Outros” says nothing."""
    note = " ".join((offer.note or "").split())
    if option is None or option.requires_note:
        return note or " ".join((case.actions_note or "").split())
    plain = _OFFERED.sub("", option.label)
    value = f"US de {_money(offer.offered_us_value)}" if offer.offered_us_value is not None else ""
    told = "; ".join(part for part in (value, note) if part)
    return ": ".join(part for part in (plain[:1].upper() + plain[1:], told) if part)


def _day(day: dt.date | None) -> str:
    return format_date(day) if day else ""


def _money(value: Decimal) -> str:
    """Without the noughts that the column fills up with."""
    return format_money(value.normalize())
