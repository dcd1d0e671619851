"""What was printed here reads back as the same form."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from vinculo.paper.catalogue import OptionList
from vinculo.paper.form import RetentionForm
from vinculo.paper.printing import PrintExtras, print_form
from vinculo.paper.reading.pdf import read_pdf
from vinculo.paper.tests.printed_forms import EDITIONS, forms, print_extras

any_print = given(form=forms(), extras=print_extras())
unhurried = settings(deadline=None, suppress_health_check=list(HealthCheck))


def check(form: RetentionForm, extras: PrintExtras) -> None:
    edition = EDITIONS[form.edition - 1]

    reading = read_pdf(print_form(form, edition=edition, extras=extras), EDITIONS)

    assert reading.form == form
    assert reading.findings == ()


@settings(unhurried, max_examples=30)
@any_print
def test_any_form_printed_and_read_back_is_the_same(form: RetentionForm, extras: PrintExtras):
    check(form, extras)


@pytest.mark.long
@settings(unhurried, max_examples=500)
@any_print
def test_very_many_forms_printed_and_read_back_are_the_same(form: RetentionForm, extras: PrintExtras):
    check(form, extras)


def test_lists_come_in_the_order_of_the_edition_as_those_of_every_reader_do():
    edition = EDITIONS[1]
    sectors = edition.in_order(OptionList.SECTOR, {"commercial", "call_center", "it"})
    assert sectors == ("it", "call_center", "commercial")

    reading = read_pdf(print_form(RetentionForm(edition=2, sectors=sectors), edition=edition), EDITIONS)

    assert reading.form is not None
    assert reading.form.sectors == sectors
