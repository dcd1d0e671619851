"""A person corrects what was read: everything typed is kept, and nobody's typing covers another's."""

from __future__ import annotations

import datetime as dt

import pytest

from vinculo.accounts.models import User
from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.intake import queries
from vinculo.intake.actions.correct_reading import Corrected, CorrectionFate, correct_reading
from vinculo.intake.actions.settle_reading import discard_reading
from vinculo.intake.corrections import laid_over
from vinculo.intake.doubts import findings_of
from vinculo.intake.models import FormReading
from vinculo.intake.refusals import UnableToCorrectReading
from vinculo.kernel.finding import Finding
from vinculo.kernel.refusal import NotPermitted
from vinculo.paper.form import ContactEntry, RetentionForm

from .form_files import NOW, certain_form, one_reading


def correct(reading: FormReading, user: User, field: str, raw: str, base: int = 0) -> Corrected:
    return correct_reading(
        reading=reading, field=field, raw=raw, base_version=base, actor=actor_of(user), now=NOW
    )


def now_reads(reading: FormReading) -> RetentionForm:
    reading.refresh_from_db()
    return laid_over(reading.form_as_read(), queries.typed_in(reading))


def findings(reading: FormReading) -> tuple[Finding, ...]:
    reading.refresh_from_db()
    return findings_of(queries.facts_of(reading, queries.form_edition_of(reading), NOW.date()))


def test_a_correction_lies_over_what_was_read_and_leaves_that_as_it_was(cast: Cast):
    reading = one_reading(cast.alice)
    as_read = reading.form
    assert correct(reading, cast.alice, "started_on", "25/2/26").version == 1
    assert correct(reading, cast.alice, "us_value", "r$ 1,41").version == 1
    form = now_reads(reading)
    assert (form.started_on, str(form.us_value)) == (dt.date(2026, 2, 25), "1.41")
    assert reading.form == as_read


def test_a_text_that_cannot_be_read_stands_as_typed_with_its_finding(cast: Cast):
    reading = one_reading(cast.alice)
    correct(reading, cast.alice, "started_on", "31/02")
    assert now_reads(reading).started_on is None
    assert queries.typed_in(reading) == {"started_on": "31/02"}
    assert [(item.field, item.code) for item in findings(reading) if item.code == "unreadable-value"] == [
        ("started_on", "unreadable-value")
    ]
    assert "start-missing" not in {item.code for item in findings(reading)}
    assert reading.doubts >= 1


def test_ticks_and_contacts_are_corrected_too(cast: Cast):
    reading = one_reading(cast.alice)
    correct(reading, cast.alice, "termination_reasons", "fees claim_denials")
    correct(reading, cast.alice, "actions", "support")
    correct(reading, cast.alice, "contacts.1.on", "03/03/2026")
    correct(reading, cast.alice, "contacts.2.note", "Segunda  linha\r\n\r\noutro parágrafo")
    form = now_reads(reading)
    assert form.termination_reasons == ("fees", "claim_denials")
    assert form.actions == ("support",)
    assert form.contacts == (
        ContactEntry(1, dt.date(2026, 3, 3), "Falei com a recepção; mantém a decisão."),
        ContactEntry(2, None, "Segunda linha\noutro parágrafo"),
    )
    correct(reading, cast.alice, "contacts.1.on", "", base=1)
    correct(reading, cast.alice, "contacts.1.note", "")
    assert [entry.number for entry in now_reads(reading).contacts] == [2]


def test_what_the_reader_doubted_goes_when_a_person_has_typed_there(cast: Cast):
    reading = one_reading(cast.alice, certain_form(cpf="11111111111"))
    assert "cpf" in {item.field for item in findings(reading)}
    doubts = reading.doubts
    correct(reading, cast.alice, "cpf", "898.412.309-92")
    assert "cpf" not in {item.field for item in findings(reading)}
    assert reading.doubts < doubts


def test_a_correction_over_somebody_elses_is_kept_apart_and_told(cast: Cast):
    reading = one_reading(cast.alice)
    correct(reading, cast.alice, "city", "Itu")
    late = correct(reading, cast.beto, "city", "Salto")
    assert late == Corrected(CorrectionFate.CONFLICTING, 1, "Itu", "Alice Nogueira")
    reading.refresh_from_db()
    assert [(item["raw"], item["applied"]) for item in reading.corrections] == [
        ("Itu", True),
        ("Salto", False),
    ]
    assert correct(reading, cast.beto, "city", "Salto", base=1).fate == CorrectionFate.APPLIED
    assert now_reads(reading).city == "Salto"


def test_the_same_text_again_is_no_correction(cast: Cast):
    reading = one_reading(cast.alice)
    assert correct(reading, cast.alice, "started_on", "24/02/2026").version == 0
    assert correct(reading, cast.alice, "termination_reasons", "fees").version == 0
    reading.refresh_from_db()
    assert reading.corrections == []


def test_what_is_typed_too_late_is_kept_and_not_applied(cast: Cast):
    reading = one_reading(cast.alice)
    discard_reading(reading=reading, actor=actor_of(cast.beto), now=NOW)
    assert correct(reading, cast.alice, "city", "Itu").fate == CorrectionFate.REJECTED
    assert now_reads(reading).city == "Jundiaí"
    assert reading.corrections[0]["raw"] == "Itu"


@pytest.mark.parametrize(
    "field", ["operator", "duration_days", "edition", "contacts.0.on", "contacts.1", "x", ""]
)
def test_there_is_no_such_field(cast: Cast, field: str):
    with pytest.raises(UnableToCorrectReading):
        correct(one_reading(cast.alice), cast.alice, field, "1")


def test_there_is_no_such_option_on_that_edition(cast: Cast):
    with pytest.raises(UnableToCorrectReading):
        correct(one_reading(cast.alice), cast.alice, "actions", "training_or_refresher")


def test_an_outsider_corrects_nothing(cast: Cast):
    reading = one_reading(cast.alice)
    for user in (cast.charlie, cast.nina):
        with pytest.raises(NotPermitted):
            correct(reading, user, "city", "Itu")
