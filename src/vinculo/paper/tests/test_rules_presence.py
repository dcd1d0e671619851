"""What must be written before a decision."""

from __future__ import annotations

import pytest

from vinculo.kernel.finding import Severity
from vinculo.kernel.rule import Moment

from .rule_probe import CNPJ, CPF, fields_hit, findings


@pytest.mark.parametrize(
    ("code", "field"),
    [
        ("operator-missing", "operator"),
        ("dentist-name-missing", "dentist_name"),
        ("cro-missing", "cro"),
        ("cro-state-missing", "cro_state"),
        ("requested-by-missing", "requested_by"),
        ("city-missing", "city"),
        ("state-missing", "state"),
    ],
)
@pytest.mark.parametrize(("written", "hits"), [(None, 1), ("", 1), ("  ", 1), ("-", 1), ("X1", 0)])
def test_a_text_of_the_head_is_due(code: str, field: str, written: str | None, hits: int) -> None:
    assert fields_hit(code, **{field: written}) == [field] * hits


@pytest.mark.parametrize(
    ("code", "field"), [("start-missing", "started_on"), ("provider-type-missing", "provider_type")]
)
def test_what_is_no_text_is_due_too(code: str, field: str) -> None:
    assert fields_hit(code, **{field: None}) == [field]
    assert fields_hit(code) == []


@pytest.mark.parametrize(
    ("provider_type", "cnpj", "cpf", "due"),
    [
        ("PJ", None, CPF, ["cnpj-missing"]),
        ("PJ", CNPJ, None, []),
        ("PF", CNPJ, None, ["cpf-missing"]),
        ("PF", None, CPF, []),
        ("PJ", None, None, ["cnpj-missing"]),
        (None, None, None, []),
    ],
)
def test_pj_has_cnpj_and_pf_has_cpf(provider_type, cnpj, cpf, due) -> None:
    written = {"provider_type": provider_type, "cnpj": cnpj, "cpf": cpf}
    codes = [code for code in ("cnpj-missing", "cpf-missing") if findings(code, **written)]
    assert codes == due


@pytest.mark.parametrize(
    ("serves", "which", "hits"),
    [(True, None, 1), (True, " ", 1), (True, "Sim, dois", 0), (False, None, 0), (None, None, 0)],
)
def test_other_plans_are_named(serves: bool | None, which: str | None, hits: int) -> None:
    written = {"serves_other_plans": serves, "other_plans": which}
    assert fields_hit("other-plans-missing", **written) == ["other_plans"] * hits


def test_a_blank_is_a_missing_point_until_a_decision_is_wanted() -> None:
    [in_draft] = findings("operator-missing", moment=Moment.DRAFT, operator=None)
    [at_decision] = findings("operator-missing", moment=Moment.DECIDE, operator=None)
    [at_signature] = findings("operator-missing", moment=Moment.SIGN, operator=None)
    assert in_draft.severity is Severity.MISSING
    assert at_decision.severity is at_signature.severity is Severity.BLOCKING
