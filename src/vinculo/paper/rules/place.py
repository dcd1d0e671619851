"""Rules on places: the UF exists, and the city lies in it."""

from __future__ import annotations

from collections.abc import Iterable

from vinculo.kernel.places import UFS
from vinculo.kernel.rule import Hit

from .facts import FormFacts, is_said
from .shapes import FormRule, warns_then_blocks


def _unknown_state(facts: FormFacts) -> Iterable[Hit]:
    for field, called in (("cro_state", "UF do CRO"), ("state", "UF da cidade")):
        uf: str | None = getattr(facts.form, field)
        if uf is not None and is_said(uf) and not _is_uf(uf):
            yield Hit(field, f"A {called}{_quoted(uf)} não existe. Use a sigla de um estado, como SP.")


def _city_not_in_state(facts: FormFacts) -> list[Hit]:
    city, uf = facts.form.city, facts.form.state
    if city is None or uf is None or not is_said(city) or not _is_uf(uf):
        return []
    if facts.city_exists(city, uf.upper()):
        return []
    return [Hit(message=f"A cidade{_quoted(city)} não existe em {UFS[uf.upper()]}. Confira a cidade e a UF.")]


def _is_uf(text: str) -> bool:
    return text.upper() in UFS


def _quoted(name: str) -> str:
    """The name as a sentence quotes it; not what holds digits, for it may be anybody's number."""
    return "" if any(character.isdigit() for character in name) else f" “{name}”"


PLACE_RULES: tuple[FormRule, ...] = (
    warns_then_blocks(
        "unknown-state",
        "state",
        "A UF não existe. Use a sigla de um estado, como SP.",
        _unknown_state,
    ),
    warns_then_blocks(
        "city-not-in-state",
        "city",
        "A cidade não existe na UF informada. Confira a cidade e a UF.",
        _city_not_in_state,
    ),
)
