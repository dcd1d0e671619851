"""What a divergence says agrees with its numbers."""

from __future__ import annotations

import datetime as dt

import pytest

from vinculo.reconciliation.models import Divergence
from vinculo.web.divergences.words import Named, sentence_of

LEFT = {"left_on": "2026-02-02"}


@pytest.mark.parametrize(
    ("notice", "told"),
    [
        (0, "mas produziu em 09/03/2026."),
        (1, "mas produziu em 09/03/2026, depois do dia de aviso."),
        (30, "mas produziu em 09/03/2026, depois dos 30 dias de aviso."),
    ],
)
def test_the_days_of_notice_are_counted_as_one_says_them(notice: int, told: str) -> None:
    facts = {**LEFT, "produced_on": "2026-03-09", "notice": notice}
    said = sentence_of(Divergence(kind=Divergence.Kind.PRODUCTION_AFTER, facts=facts), Named())
    assert said == f"Foi desligado em 02/02/2026, {told}"


@pytest.mark.parametrize(("days", "told"), [(1, "1 dia útil"), (5, "5 dias úteis")])
def test_the_business_days_are_counted_as_one_says_them(days: int, told: str) -> None:
    facts = {**LEFT, "status": "active", "days": days}
    named = Named(due=dt.date(2026, 2, 10))
    said = sentence_of(Divergence(kind=Divergence.Kind.STILL_ACTIVE, facts=facts), named)
    assert said.endswith(f"; o prazo de {told} terminou em 10/02/2026.")
