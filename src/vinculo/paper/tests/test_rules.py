"""What holds for all rules on a form: codes, sentences, and the severities of the product's table."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from vinculo.kernel.finding import Severity
from vinculo.kernel.rule import Moment, check_all
from vinculo.paper.form import FORM_FIELDS, RetentionForm
from vinculo.paper.rules import FORM_RULES

from .rule_probe import GOOD_FORM, facts_of

WARNS_THEN_BLOCKS = (Severity.WARNING, Severity.BLOCKING, Severity.BLOCKING)
MISSING_THEN_BLOCKS = (Severity.MISSING, Severity.BLOCKING, Severity.BLOCKING)
ONLY_WARNS = (Severity.WARNING, Severity.WARNING, Severity.WARNING)

# Draft, decide, sign: copied by hand from the product's table, row by row.
SEVERITIES = {
    # check digits
    "cpf-check-digits": WARNS_THEN_BLOCKS,
    "cnpj-check-digits": WARNS_THEN_BLOCKS,
    # what must be there
    "operator-missing": MISSING_THEN_BLOCKS,
    "dentist-name-missing": MISSING_THEN_BLOCKS,
    "cro-missing": MISSING_THEN_BLOCKS,
    "cro-state-missing": MISSING_THEN_BLOCKS,
    "city-missing": MISSING_THEN_BLOCKS,
    "state-missing": MISSING_THEN_BLOCKS,
    "start-missing": MISSING_THEN_BLOCKS,
    "requested-by-missing": MISSING_THEN_BLOCKS,
    "cnpj-missing": MISSING_THEN_BLOCKS,
    "cpf-missing": MISSING_THEN_BLOCKS,
    # not in the table: without the type, which of CNPJ and CPF is due cannot be asked
    "provider-type-missing": (Severity.MISSING, Severity.WARNING, Severity.WARNING),
    # UF and city
    "unknown-state": WARNS_THEN_BLOCKS,
    "city-not-in-state": WARNS_THEN_BLOCKS,
    # order of dates: start, end and today block, the rest warns
    "start-after-end": WARNS_THEN_BLOCKS,
    "start-in-future": WARNS_THEN_BLOCKS,
    "end-in-future": WARNS_THEN_BLOCKS,
    "form-date-in-future": WARNS_THEN_BLOCKS,
    "joined-too-late": ONLY_WARNS,
    "contact-before-start": ONLY_WARNS,
    "contact-too-late": ONLY_WARNS,
    "form-date-too-early": ONLY_WARNS,
    # protocol, money
    "protocol-moment-differs": ONLY_WARNS,
    "production-not-whole-us": ONLY_WARNS,
    # boxes with their notes
    "other-needs-note": MISSING_THEN_BLOCKS,
    "requested-by-other-needs-text": MISSING_THEN_BLOCKS,
    "other-plans-missing": MISSING_THEN_BLOCKS,
    # the outcome and its ground
    "outcome-missing": MISSING_THEN_BLOCKS,
    "end-missing": MISSING_THEN_BLOCKS,
    "terminated-needs-reason": MISSING_THEN_BLOCKS,
    "terminated-needs-contact": MISSING_THEN_BLOCKS,
    "retained-needs-action": MISSING_THEN_BLOCKS,
    "not-retention-needs-note": MISSING_THEN_BLOCKS,
    # not in the table: work in progress has no outcome, a decision has
    "decision-without-outcome": (None, Severity.BLOCKING, Severity.BLOCKING),
    # the protocol's way
    "protocol-answer-missing": MISSING_THEN_BLOCKS,
    "protocol-needs-sector": MISSING_THEN_BLOCKS,
    # notes
    "note-names-patient": ONLY_WARNS,
    "note-holds-cpf": ONLY_WARNS,
}


def test_codes_are_unique_and_kebab_case() -> None:
    codes = [rule.code for rule in FORM_RULES]
    assert [code for code, times in Counter(codes).items() if times > 1] == []
    assert [code for code in codes if not re.fullmatch(r"[a-z]+(-[a-z]+)*", code)] == []


def test_every_rule_stands_in_the_table() -> None:
    assert {rule.code for rule in FORM_RULES} == set(SEVERITIES)


@pytest.mark.parametrize("rule", FORM_RULES, ids=lambda rule: rule.code)
def test_severities_are_those_of_the_table(rule) -> None:
    assert tuple(rule.severity_at(moment) for moment in Moment) == SEVERITIES[rule.code]


@pytest.mark.parametrize("rule", FORM_RULES, ids=lambda rule: rule.code)
def test_sentences_are_sentences(rule) -> None:
    assert re.fullmatch(r"[A-ZÉ“][^\n]*\.", rule.sentence)
    assert rule.field == "" or rule.field in FORM_FIELDS


@pytest.mark.parametrize("moment", Moment)
def test_no_rule_minds_a_good_form(moment: Moment) -> None:
    assert check_all(FORM_RULES, facts_of(GOOD_FORM), moment) == ()


def test_a_blank_form_lacks_everything_at_once_and_breaks_nothing() -> None:
    found = check_all(FORM_RULES, facts_of(RetentionForm(edition=1)), Moment.DRAFT)
    assert {finding.severity for finding in found} == {Severity.MISSING}
    assert {finding.field for finding in found} == {
        "operator",
        "dentist_name",
        "cro",
        "cro_state",
        "provider_type",
        "requested_by",
        "city",
        "state",
        "started_on",
        "protocol_required",
    }


def test_the_head_blank_and_decided_all_the_same_is_stopped() -> None:
    body = {
        field: getattr(GOOD_FORM, field)
        for field in ("outcome", "contacts", "termination_reasons", "protocol_required", "sectors")
    }
    found = check_all(FORM_RULES, facts_of(RetentionForm(edition=2, **body)), Moment.DECIDE)
    assert {"operator", "cro", "city", "started_on", "ended_on"} <= {
        finding.field for finding in found if finding.severity is Severity.BLOCKING
    }
