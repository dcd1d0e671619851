"""What was saved, in the words of the page: the name of the field, and the choice for its code."""

from __future__ import annotations

from collections.abc import Mapping

from vinculo.cases.models import Case, Contact
from vinculo.paper.catalogue import OptionList
from vinculo.paper.editions import Edition

from .contact_presenters import CHOICES, CONTACT_CELLS, YES_NO

CONTACT_LABELS = {"note": "Obs.", **{name: label.rstrip("?") for name, label, _ in CONTACT_CELLS}}
DENTIST_LABELS = {"name": "nome", "cro": "CRO", "cro_state": "UF"}
OFFER_LABELS = {
    "note": "o que foi ofertado",
    "current_us_value": "US atual",
    "offered_us_value": "US ofertada",
}
LABELS_OF_RECORD: Mapping[str, Mapping[str, str]] = {
    "contact": CONTACT_LABELS,
    "dentist": DENTIST_LABELS,
    "offer": OFFER_LABELS,
}
LISTED = {"outcome": OptionList.OUTCOME, "primary_reason": OptionList.REASON}
TICKED = {"yes": "marcado", "": "desmarcado"}
CASE_CHOICES: Mapping[str, Mapping[str, str]] = {
    "scope": dict(Case.Scope.choices),
    "protocol_required": dict(YES_NO),
    "serves_other_plans": dict(YES_NO),
}
CONTACT_CHOICES = {name: dict(choices) for name, choices in CHOICES.items()} | {
    "direction": dict(Contact.Direction.choices)
}


def part_label(record: str, field: str, edition: Edition) -> str:
    """Which part of the thing a field stands for; empty where its name says it all."""
    if record in LABELS_OF_RECORD:
        return LABELS_OF_RECORD[record].get(field, "")
    group, _, code = field.partition(".")
    return edition.option_label(OptionList(group), code) if code else ""


def in_words(record: str, field: str, raw: str, edition: Edition) -> str:
    """The choice that a code stands for; any other text as it was typed."""
    if record == "contact":
        return CONTACT_CHOICES.get(field, {}).get(raw, raw)
    if record != "case":
        return raw
    if "." in field:
        return TICKED.get(raw, raw)
    if field in LISTED and raw:
        return edition.option_label(LISTED[field], raw)
    return CASE_CHOICES.get(field, {}).get(raw, raw)
