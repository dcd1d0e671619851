"""What a form says, its case says too: nothing is lost on the way from paper to the product and back."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.form_to_case import form_to_case
from vinculo.cases.form import case_form
from vinculo.cases.queries.case_records import find_case, records_of
from vinculo.cases.queries.editions import editions_of
from vinculo.intake.actions.accept_reading import accept_reading
from vinculo.paper.editions import packaged_edition
from vinculo.paper.form import RetentionForm
from vinculo.paper.reading.tests.invented_forms import invented_form

from .form_files import NOW, one_reading

SEEDS = range(12)


def as_the_product_has_it(form: RetentionForm, *, operator: str, signed: bool) -> RetentionForm:
    """Less what the product says itself: the operator, the duration, and of a draft who signs."""
    both = form.started_on is not None and form.ended_on is not None and form.started_on <= form.ended_on
    return replace(
        form,
        operator=operator,
        duration_days=(form.ended_on - form.started_on).days if both else None,  # type: ignore[operator]
        signed_by=form.signed_by if signed else None,
    )


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("history", [False, True])
def test_any_form_becomes_a_case_that_says_the_same(cast: Cast, number: int, history: bool):
    form_edition = editions_of(cast.operator).get(number=number)
    for seed in SEEDS:
        form = invented_form(Random(seed), packaged_edition(number))
        case = form_to_case(
            form=form,
            operator=cast.operator,
            edition=form_edition,
            actor=actor_of(cast.alice),
            now=NOW,
            history=history,
        )
        kept = find_case(actor_of(cast.alice), case.pk)
        assert kept is not None
        expected = as_the_product_has_it(form, operator=cast.operator.name, signed=history)
        assert case_form(kept, records_of(kept)) == expected, seed


@pytest.mark.parametrize("number", [1, 2])
def test_any_form_that_was_read_and_accepted_says_the_same(cast: Cast, number: int):
    for seed in SEEDS:
        form = invented_form(Random(1000 + seed), packaged_edition(number))
        reading = one_reading(cast.alice, form)
        done = accept_reading(
            reading=reading, as_history=True, actor=actor_of(cast.alice), now=NOW, despite_matches=True
        )
        expected = as_the_product_has_it(reading.form_as_read(), operator=cast.operator.name, signed=True)
        assert case_form(done.case, records_of(done.case)) == expected, seed
