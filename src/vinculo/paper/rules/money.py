"""Rules on money: the last production is so many US, each at the US value."""

from __future__ import annotations

from decimal import Decimal

from vinculo.kernel.money import format_money
from vinculo.kernel.rule import Hit

from .facts import FormFacts
from .shapes import FormRule, only_warns

# The paper rounds the product to cents; which way a half goes is not ours to know.
_HALF_A_CENT = Decimal("0.005")

# What is larger or finer than this stands on no form, and the arithmetic would no longer be exact.
_WHOLE_DIGITS = 12
_DECIMALS = 8


def _production_not_whole_us(facts: FormFacts) -> list[Hit]:
    us_value, production = facts.form.us_value, facts.form.last_production_value
    if us_value is None or production is None or not _can_be_divided(us_value, production):
        return []
    count = (production / us_value).to_integral_value()
    if abs(count * us_value - production) <= _HALF_A_CENT:
        return []
    quotient = format_money(round(production / us_value, 4).normalize(), symbol=False)
    return [
        Hit(
            message=f"A última produção não dá um número inteiro de US: {format_money(production)} ÷"
            f" {format_money(us_value)} = {quotient}. Confira os dois valores."
        )
    ]


def _can_be_divided(us_value: Decimal, production: Decimal) -> bool:
    """Whether both are amounts that a form may hold, and the US is worth something."""
    return _is_on_paper(us_value) and _is_on_paper(production) and us_value > 0 <= production


def _is_on_paper(amount: Decimal) -> bool:
    exponent = amount.as_tuple().exponent  # A letter where it is no finite number.
    return isinstance(exponent, int) and exponent >= -_DECIMALS and amount.adjusted() < _WHOLE_DIGITS


MONEY_RULES: tuple[FormRule, ...] = (
    only_warns(
        "production-not-whole-us",
        "last_production_value",
        "A última produção dividida pelo valor da US (moeda) não dá um número inteiro de US."
        " Confira os dois valores.",
        _production_not_whole_us,
    ),
)
