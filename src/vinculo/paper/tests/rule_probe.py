"""A form that no rule minds, and what rules say when one thing of it is changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

from vinculo.kernel.finding import Finding
from vinculo.kernel.invented import invented_cnpj, invented_cpf, invented_protocol_number
from vinculo.kernel.rule import Moment, check_all
from vinculo.paper.editions import Edition, packaged_edition
from vinculo.paper.form import ContactEntry, RetentionForm
from vinculo.paper.rules import FORM_RULES, FormFacts

TODAY = dt.date(2023, 6, 30)
# 10:00 in São Paulo.
OPENED = dt.datetime(2023, 5, 4, 13, 0, tzinfo=dt.UTC)

CPF = invented_cpf(Random(7))
CNPJ = invented_cnpj(Random(7))
ALPHANUMERIC_CNPJ = invented_cnpj(Random(7), alphanumeric=True)

GOOD_FORM = RetentionForm(
    edition=2,
    cro_count=1,
    staff_name="Iara Camargo",
    filled_on=dt.date(2023, 6, 12),
    operator="Sorriso Pleno",
    cro="54321",
    cro_state="AL",
    dentist_name="Noêmia Távora",
    cnpj=CNPJ,
    cpf=CPF,
    joined_on=dt.date(2019, 2, 1),
    provider_type="PJ",
    requested_by="Dentista",
    protocol_number=invented_protocol_number(OPENED),
    protocol_opened_on=dt.date(2023, 5, 4),
    city="MACEIO",
    state="AL",
    lives=579,
    published_cros=33,
    serves_other_plans=True,
    other_plans="Mais de cinco",
    us_value=Decimal("1.40"),
    last_production_on=dt.date(2023, 4, 28),
    last_production_value=Decimal("58.80"),
    started_on=dt.date(2023, 5, 4),
    ended_on=dt.date(2023, 6, 12),
    duration_days=39,
    outcome="terminated",
    contacts=(
        ContactEntry(1, dt.date(2023, 5, 5), "Falei com Sílvia, do financeiro da clínica."),
        ContactEntry(2, None, "Mensagem visualizada e não respondida."),
    ),
    actions=("support", "other"),
    actions_note="Ofertada conversa com o gestor da região.",
    termination_reasons=("claim_denials",),
    protocol_required=True,
    general_note="Manteve a decisão.",
    sectors=("commercial",),
    signed_by="Helena Valença",
)


def facts_of(
    form: RetentionForm,
    *,
    edition: Edition | None = None,
    today: dt.date = TODAY,
    protocol_system: bool = False,
) -> FormFacts:
    return FormFacts(
        form=form,
        edition=edition or packaged_edition(form.edition),
        today=today,
        city_exists=lambda city, uf: (city, uf) == ("MACEIO", "AL"),
        protocol_system=protocol_system,
    )


def good_form_with(**changes: Any) -> RetentionForm:
    return replace(GOOD_FORM, **changes)


def findings(code: str, *, moment: Moment = Moment.DECIDE, **changes: Any) -> list[Finding]:
    """What the rule `code` finds on the good form with `changes`."""
    facts = facts_of(good_form_with(**changes))
    return [found for found in check_all(FORM_RULES, facts, moment) if found.code == code]


def fields_hit(code: str, **changes: Any) -> list[str]:
    return [found.field for found in findings(code, **changes)]
