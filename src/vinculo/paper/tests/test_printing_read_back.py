"""What was printed here reads back as the same form."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from vinculo.paper.form import RetentionForm
from vinculo.paper.printing import print_form
from vinculo.paper.reading.pdf import read_pdf
from vinculo.paper.tests.printed_forms import EDITIONS, forms


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(form=forms())
def test_any_form_printed_and_read_back_is_the_same(form: RetentionForm):
    edition = EDITIONS[form.edition - 1]

    reading = read_pdf(print_form(form, edition=edition), EDITIONS)

    assert reading.form == form
    assert reading.findings == ()
