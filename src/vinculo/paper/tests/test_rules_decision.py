"""An outcome with its ground, boxes with their notes, a protocol's way."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from vinculo.kernel.rule import Moment, check_all
from vinculo.paper.catalogue import OptionList
from vinculo.paper.editions import packaged_edition
from vinculo.paper.form import ContactEntry
from vinculo.paper.rules import FORM_RULES

from .rule_probe import GOOD_FORM, facts_of, fields_hit, findings, good_form_with

END = dt.date(2023, 6, 12)
OUTCOME_CODES = ("decision-without-outcome", "outcome-missing", "end-missing")


@pytest.mark.parametrize(
    ("outcome", "end", "told"),
    [
        ("retained", END, []),
        ("retained", None, ["end-missing"]),
        (None, END, ["outcome-missing"]),
        (None, None, ["decision-without-outcome"]),
    ],
)
def test_outcome_and_end_date_go_together(outcome, end, told) -> None:
    written = {"outcome": outcome, "ended_on": end}
    assert [code for code in OUTCOME_CODES if findings(code, **written)] == told


def test_work_in_progress_needs_no_outcome() -> None:
    form = good_form_with(outcome=None, ended_on=None, filled_on=None)
    assert check_all(FORM_RULES, facts_of(form), Moment.DRAFT) == ()


@pytest.mark.parametrize(
    ("outcome", "reasons", "hits"),
    [("terminated", (), 1), ("terminated", ("fees",), 0), ("retained", (), 0), (None, (), 0)],
)
def test_a_termination_has_a_reason(outcome, reasons, hits) -> None:
    written = {"outcome": outcome, "termination_reasons": reasons}
    assert fields_hit("terminated-needs-reason", **written) == ["termination_reasons"] * hits


@pytest.mark.parametrize(
    ("outcome", "notes", "hits"),
    [
        ("terminated", [], 1),
        ("terminated", [None], 1),
        ("terminated", ["."], 1),
        ("terminated", [None, "Ninguém atendeu."], 0),
        ("retained", [], 0),
        (None, [], 0),
    ],
)
def test_a_termination_tells_of_a_contact(outcome, notes, hits) -> None:
    contacts = tuple(ContactEntry(number, END, note) for number, note in enumerate(notes, start=1))
    written = {"outcome": outcome, "contacts": contacts}
    assert fields_hit("terminated-needs-contact", **written) == ["contacts"] * hits


@pytest.mark.parametrize(
    ("outcome", "actions", "hits"),
    [("retained", (), 1), ("retained", ("support",), 0), ("terminated", (), 0), (None, (), 0)],
)
def test_a_retention_has_an_action(outcome, actions, hits) -> None:
    written = {"outcome": outcome, "actions": actions}
    assert fields_hit("retained-needs-action", **written) == ["actions"] * hits


@pytest.mark.parametrize(
    ("outcome", "note", "hits"),
    [
        ("not_retention", None, 1),
        ("not_retention", "–", 1),
        ("not_retention", "Só troca de endereço.", 0),
        ("terminated", None, 0),
        (None, None, 0),
    ],
)
def test_what_is_no_retention_is_explained(outcome, note, hits) -> None:
    written = {"outcome": outcome, "general_note": note}
    assert fields_hit("not-retention-needs-note", **written) == ["general_note"] * hits


@pytest.mark.parametrize(
    ("actions", "note", "hits"),
    [
        (("other",), None, 1),
        (("support", "other"), " ", 1),
        (("other",), "...", 1),
        (("other",), "Conversa com o gestor.", 0),
        (("support",), None, 0),
        (("unheard-of",), None, 0),
        ((), None, 0),
    ],
)
@pytest.mark.parametrize("edition", [1, 2])
def test_outros_has_its_note(edition, actions, note, hits) -> None:
    written = {"edition": edition, "actions": actions, "actions_note": note}
    assert fields_hit("other-needs-note", **written) == ["actions_note"] * hits


def test_the_sentence_names_box_and_block_of_the_edition() -> None:
    [found] = findings("other-needs-note", edition=1, actions_note=None)
    assert found.message == "“Outros” está marcado em “Motivo Retenção”: a justificativa é obrigatória."


def test_a_later_edition_may_ask_a_note_of_a_reason() -> None:
    last = packaged_edition(2)
    reasons = tuple(
        replace(option, requires_note=option.code == "migration")
        for option in last.options[OptionList.REASON]
    )
    edition = last.derive(3).with_options(OptionList.REASON, reasons)
    form = replace(GOOD_FORM, edition=3, termination_reasons=("migration",), general_note=None)
    found = check_all(FORM_RULES, facts_of(form, edition=edition), Moment.DECIDE)
    assert [(one.code, one.field) for one in found] == [("other-needs-note", "general_note")]


@pytest.mark.parametrize(
    ("written", "hits"),
    [("Outro", 1), ("OUTROS.", 1), ("(outro)", 1), ("Outro: o contador", 0), ("Dentista", 0), (None, 0)],
)
def test_demanded_by_another_says_by_whom(written, hits) -> None:
    assert fields_hit("requested-by-other-needs-text", requested_by=written) == ["requested_by"] * hits


@pytest.mark.parametrize(("answer", "hits"), [(None, 1), (True, 0), (False, 0)])
def test_whether_a_protocol_is_needed_is_answered(answer, hits) -> None:
    assert fields_hit("protocol-answer-missing", protocol_required=answer) == ["protocol_required"] * hits


@pytest.mark.parametrize(
    ("required", "sectors", "protocol_system", "hits"),
    [
        (True, (), False, 1),
        (True, (), True, 0),
        (True, ("it",), False, 0),
        (False, (), False, 0),
        (None, (), False, 0),
    ],
)
def test_a_needed_protocol_has_somebody_to_open_it(required, sectors, protocol_system, hits) -> None:
    form = good_form_with(protocol_required=required, sectors=sectors)
    found = check_all(FORM_RULES, facts_of(form, protocol_system=protocol_system), Moment.DECIDE)
    assert [one.field for one in found if one.code == "protocol-needs-sector"] == ["sectors"] * hits
