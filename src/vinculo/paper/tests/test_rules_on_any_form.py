"""Whatever a form says, the rules answer: none raises, none invents a field, none repeats a CPF."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from vinculo.kernel.rule import Moment, check_all
from vinculo.paper.catalogue import OptionList
from vinculo.paper.editions import packaged_edition
from vinculo.paper.form import FORM_FIELDS, ContactEntry, RetentionForm
from vinculo.paper.rules import FORM_RULES

from .rule_probe import ALPHANUMERIC_CNPJ, CNPJ, CPF, facts_of

# Words that make rules look twice, so that chance meets them.
_TEXTS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(("", " ", ".", "Outros", "XX", "AL", "MACEIO", CPF, CNPJ, ALPHANUMERIC_CNPJ)),
    st.sampled_from(("SAD168320523417", "SAD999999999999", "a paciente Ana", "(paciente)", "DRA RENATA")),
    st.lists(
        st.sampled_from(("paciente", "Maria", "da", "Silva,", "(", CPF, ":", "\n", "Dra.", "É")), max_size=8
    ).map(" ".join),
)
_DATES = st.dates() | st.dates(min_value=dt.date(2023, 4, 1), max_value=dt.date(2023, 8, 1))
_AMOUNTS = st.decimals() | st.decimals(min_value=0, max_value=5000, places=2) | st.just(Decimal("0.00"))
_COUNTS = st.integers(min_value=0)


def _codes(which: OptionList) -> st.SearchStrategy[tuple[str, ...]]:
    known = [option.code for option in packaged_edition(2).options[which]]
    return st.lists(st.sampled_from(known) | st.text(max_size=5), unique=True, max_size=4).map(tuple)


_CONTACTS = st.lists(
    st.builds(ContactEntry, number=st.integers(min_value=1), on=st.none() | _DATES, note=st.none() | _TEXTS),
    max_size=6,
).map(tuple)
_BY_TYPE: dict[str, st.SearchStrategy[Any]] = {
    "str | None": st.none() | _TEXTS,
    "int | None": st.none() | _COUNTS,
    "bool | None": st.none() | st.booleans(),
    "dt.date | None": st.none() | _DATES,
    "Decimal | None": st.none() | _AMOUNTS,
    "ProviderType | None": st.sampled_from((None, "PJ", "PF")),
}
_OF_FIELD: dict[str, st.SearchStrategy[Any]] = {
    "contacts": _CONTACTS,
    "actions": _codes(OptionList.ACTION),
    "termination_reasons": _codes(OptionList.REASON),
    "sectors": _codes(OptionList.SECTOR),
    "outcome": st.sampled_from((None, "retained", "terminated", "not_retention")),
    "edition": st.sampled_from((1, 2)),
}
_ANY_FORM = st.builds(
    RetentionForm,
    **{
        field: _OF_FIELD[field] if field in _OF_FIELD else _BY_TYPE[annotation]
        for field, annotation in RetentionForm.__annotations__.items()
    },
)


@settings(deadline=None)
@given(form=_ANY_FORM, today=st.dates(), protocol_system=st.booleans())
def test_rules_never_raise_and_name_fields_that_exist(form, today, protocol_system) -> None:
    contacts = {f"contacts.{contact.number}.{part}" for contact in form.contacts for part in ("on", "note")}
    facts = facts_of(form, today=today, protocol_system=protocol_system)
    for moment in Moment:
        for finding in check_all(FORM_RULES, facts, moment):
            assert finding.field in contacts | set(FORM_FIELDS)
            assert finding.message


@settings(deadline=None)
@given(form=_ANY_FORM, field=st.sampled_from(("cnpj", "cpf", "state", "cro_state", "city", "general_note")))
def test_no_sentence_repeats_a_cpf(form, field) -> None:
    written = f"{CPF[:3]}.{CPF[3:6]}.{CPF[6:9]}-{CPF[9:]}"
    for text in (CPF, written):
        for finding in check_all(FORM_RULES, facts_of(replace(form, **{field: text})), Moment.DECIDE):
            assert text not in finding.message
