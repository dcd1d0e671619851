"""A reading becomes a case, once: however often it is accepted, and from however many files it came."""

from __future__ import annotations

import pytest

from vinculo.accounts.models import AuditEntry, User
from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.change_state import change_state
from vinculo.cases.form import case_form
from vinculo.cases.models import Case
from vinculo.cases.queries.case_records import facts_of, records_of
from vinculo.cases.rules import findings_at
from vinculo.cases.states import CaseAction, State
from vinculo.intake.actions.accept_certain import accept_certain
from vinculo.intake.actions.accept_reading import Acceptance, accept_reading, match_reading
from vinculo.intake.actions.correct_reading import correct_reading
from vinculo.intake.actions.settle_reading import discard_reading, restore_reading
from vinculo.intake.models import Fate, FormReading
from vinculo.intake.refusals import OpenCaseMatches, UnableToAcceptReading, UnableToSettleReading
from vinculo.kernel.refusal import NotPermitted
from vinculo.kernel.rule import Moment
from vinculo.network.models import Provider

from .form_files import NOW, another_dentist, certain_form, file_of, one_reading, readings_in, receive


def accept(reading: FormReading, user: User, *, as_history: bool = False, **options: bool) -> Acceptance:
    return accept_reading(reading=reading, as_history=as_history, actor=actor_of(user), now=NOW, **options)


def fate(reading: FormReading) -> str:
    reading.refresh_from_db()
    return reading.fate


def test_it_becomes_a_draft_of_the_one_who_accepted_it(cast: Cast):
    done = accept(one_reading(cast.alice), cast.alice)
    assert done.created
    case = Case.objects.get()
    assert (case, case.state, case.consultant, case.number) == (done.case, State.DRAFT, cast.alice, None)
    assert fate(done.reading) == Fate.ACCEPTED
    assert done.reading.case == case


def test_it_becomes_a_closed_case_of_the_past(cast: Cast):
    done = accept(one_reading(cast.alice), cast.alice, as_history=True)
    case = Case.objects.get()
    assert (case.state, case.is_history, case.signed_name) == (State.CLOSED, True, "Bob Saldanha")
    assert case.number == "ODL-2026-000001"
    assert case_form(case, records_of(case)) == certain_form()
    assert done.created


def test_accepting_again_gives_the_same_case(cast: Cast):
    reading = one_reading(cast.alice)
    first = accept(reading, cast.alice)
    again = accept(reading, cast.beto, as_history=True)
    assert (again.case, again.created) == (first.case, False)
    assert Case.objects.get().state == State.DRAFT


def test_the_same_form_that_comes_in_later_points_to_its_case(cast: Cast):
    first = accept(one_reading(cast.alice), cast.alice)
    later = one_reading(cast.beto)
    assert (later.fate, later.duplicate_of) == (Fate.DUPLICATE, first.reading)
    again = accept(later, cast.beto)
    assert (again.case, again.created, Case.objects.count()) == (first.case, False, 1)


def test_another_operator_has_its_own_case_of_the_same_form(cast: Cast):
    accept(one_reading(cast.alice), cast.alice)
    assert accept(one_reading(cast.charlie), cast.charlie).created
    assert Case.objects.count() == 2


def test_what_people_typed_stands_in_the_case_word_for_word(cast: Cast):
    reading = one_reading(cast.alice)
    for field, raw in {
        "started_on": "31/02",
        "contacts.1.on": "ontem",
        "contacts.2.note": "Nova conversa",
        "us_value": "1,4",
        "general_note": "",
    }.items():
        correct_reading(
            reading=reading, field=field, raw=raw, base_version=0, actor=actor_of(cast.alice), now=NOW
        )
    case = accept(reading, cast.alice).case
    assert (case.raw("started_on"), case.started_on) == ("31/02", None)
    assert (case.raw("us_value"), case.general_note) == ("1,4", None)
    first, second = case.contacts.all()
    assert (first.raw("on"), first.on) == ("ontem", None)
    assert first.note == "Falei com a recepção; mantém a decisão."
    assert (second.position, second.note) == (2, "Nova conversa")


def test_the_provider_of_the_registry_is_linked(cast: Cast):
    provider = Provider.objects.create(
        operator=cast.operator, kind="PJ", name="Clínica Queiroz", cnpj="53068087001339"
    )
    assert accept(one_reading(cast.alice), cast.alice).case.provider == provider


def test_an_open_case_that_seems_to_be_the_same_waits_for_a_person(cast: Cast):
    first = accept(one_reading(cast.alice), cast.alice)
    later = one_reading(cast.alice, certain_form(general_note="Outro texto."))
    with pytest.raises(OpenCaseMatches) as refusal:
        accept(later, cast.alice)
    assert refusal.value.cases == (first.case,)
    assert (fate(later), Case.objects.count()) == (Fate.WAITING, 1)


def test_a_person_says_that_it_is_another_process(cast: Cast):
    accept(one_reading(cast.alice), cast.alice)
    later = one_reading(cast.alice, certain_form(general_note="Outro texto."))
    assert accept(later, cast.alice, despite_matches=True).created
    assert Case.objects.count() == 2


def test_a_person_says_that_it_is_that_process(cast: Cast):
    first = accept(one_reading(cast.alice), cast.alice)
    later = one_reading(cast.alice, certain_form(general_note="Outro texto."))
    done = match_reading(reading=later, case=first.case, actor=actor_of(cast.beto), now=NOW)
    assert (fate(later), done.case, done.created) == (Fate.MATCHED, first.case, False)
    assert one_reading(cast.alice, certain_form(general_note="Outro texto.")).fate == Fate.DUPLICATE
    restore_reading(reading=later, actor=actor_of(cast.beto), now=NOW)
    assert (fate(later), later.case) == (Fate.WAITING, None)


def test_the_paper_of_a_closed_case_written_anew_waits_too(cast: Cast):
    accept(one_reading(cast.alice), cast.alice, as_history=True)
    later = one_reading(cast.alice, certain_form(general_note="Outro texto."))
    with pytest.raises(OpenCaseMatches):
        accept(later, cast.alice, as_history=True)
    other_year = certain_form(started_on=None, ended_on=None, duration_days=None)
    assert accept(one_reading(cast.alice, other_year), cast.alice, as_history=True).created


def test_it_is_matched_only_with_a_case_of_the_same_operator(cast: Cast):
    theirs = accept(one_reading(cast.charlie), cast.charlie).case
    with pytest.raises(UnableToAcceptReading):
        match_reading(reading=one_reading(cast.alice), case=theirs, actor=actor_of(cast.alice), now=NOW)


def test_a_form_whose_case_was_cancelled_may_come_in_again(cast: Cast):
    first = accept(one_reading(cast.alice), cast.alice)
    change_state(
        case=first.case,
        action=CaseAction.CANCEL,
        actor=actor_of(cast.alice),
        now=NOW,
        reason="Era histórico.",
    )
    again = accept(one_reading(cast.alice), cast.alice, as_history=True)
    assert again.created
    assert fate(first.reading) == Fate.RELEASED


def test_discarding_is_undone(cast: Cast):
    reading = one_reading(cast.alice)
    discard_reading(reading=reading, actor=actor_of(cast.alice), now=NOW)
    assert (fate(reading), reading.settled_by) == (Fate.DISCARDED, cast.alice)
    with pytest.raises(UnableToAcceptReading):
        accept(reading, cast.alice)
    restore_reading(reading=reading, actor=actor_of(cast.alice), now=NOW)
    assert (fate(reading), reading.settled_by) == (Fate.WAITING, None)


def test_a_form_that_was_discarded_before_is_looked_at(cast: Cast):
    discard_reading(reading=one_reading(cast.alice), actor=actor_of(cast.alice), now=NOW)
    later = one_reading(cast.alice)
    assert (later.fate, later.doubts) == (Fate.WAITING, 1)


def test_what_has_a_case_is_not_discarded(cast: Cast):
    done = accept(one_reading(cast.alice), cast.alice)
    for settle in (discard_reading, restore_reading):
        with pytest.raises(UnableToSettleReading):
            settle(reading=done.reading, actor=actor_of(cast.alice), now=NOW)


def test_a_repetition_waits_anew_when_what_it_repeats_is_discarded(cast: Cast):
    first = one_reading(cast.alice)
    later = one_reading(cast.alice)
    with pytest.raises(UnableToAcceptReading):
        accept(later, cast.alice)
    with pytest.raises(UnableToSettleReading):
        restore_reading(reading=later, actor=actor_of(cast.alice), now=NOW)
    discard_reading(reading=first, actor=actor_of(cast.alice), now=NOW)
    restore_reading(reading=later, actor=actor_of(cast.alice), now=NOW)
    assert accept(later, cast.alice).created
    restore_reading(reading=first, actor=actor_of(cast.alice), now=NOW)
    assert fate(first) == Fate.DUPLICATE


def test_an_edition_that_the_operator_lacks_makes_no_case(cast: Cast):
    cast.operator.editions.filter(number=1).delete()
    reading = one_reading(cast.alice, certain_form(edition=1))
    with pytest.raises(UnableToAcceptReading, match="edição 1"):
        accept(reading, cast.alice)
    assert fate(reading) == Fate.WAITING


def test_all_certain_ones_at_once(cast: Cast):
    batch = receive(
        cast.alice,
        ("a.txt", file_of(another_dentist(1), another_dentist(2), another_dentist(3, cpf="11111111111"))),
        ("b.txt", file_of(another_dentist(2, general_note="O mesmo dentista, outro texto."))),
    )
    done = accept_certain(batch=batch, actor=actor_of(cast.alice), now=NOW)
    assert (done.created, done.repeated, done.left, done.more) == (2, 0, 1, False)
    assert [reading.fate for reading in readings_in(batch)] == [
        Fate.ACCEPTED,
        Fate.ACCEPTED,
        Fate.WAITING,
        Fate.WAITING,
    ]
    assert readings_in(batch)[3].doubts == 1
    again = accept_certain(batch=batch, actor=actor_of(cast.alice), now=NOW)
    assert (again.created, again.left) == (0, 0)


def test_an_outsider_settles_nothing(cast: Cast):
    reading = one_reading(cast.alice)
    case = accept(one_reading(cast.alice, another_dentist()), cast.alice).case
    for user in (cast.charlie, cast.nina, cast.adam):
        with pytest.raises(NotPermitted):
            accept(reading, user)
        with pytest.raises(NotPermitted):
            discard_reading(reading=reading, actor=actor_of(user), now=NOW)
        with pytest.raises(NotPermitted):
            match_reading(reading=reading, case=case, actor=actor_of(user), now=NOW)
        with pytest.raises(NotPermitted):
            accept_certain(batch=reading.file.batch, actor=actor_of(user), now=NOW)
    assert Case.objects.count() == 1


def test_each_write_is_audited(cast: Cast):
    reading = one_reading(cast.alice)
    discard_reading(reading=reading, actor=actor_of(cast.alice), now=NOW)
    restore_reading(reading=reading, actor=actor_of(cast.alice), now=NOW)
    accept(reading, cast.alice)
    lines = AuditEntry.objects.filter(subject_kind="form_reading").order_by("pk")
    assert [line.action for line in lines] == ["form.discarded", "form.restored", "form.accepted"]


def with_impossible_days() -> bytes:
    text = file_of(certain_form()).decode()
    return text.replace("24/02/2026", "31/02").replace("02/03/2026", "30/02/2026").encode()


def test_what_the_reader_could_not_read_stands_in_the_case_as_on_paper(cast: Cast):
    (reading,) = readings_in(receive(cast.alice, ("formulario.txt", with_impossible_days())))
    assert reading.unread == {"started_on": "31/02", "contacts.1.on": "30/02/2026"}
    assert reading.form["started_on"] is None
    done = accept(reading, cast.alice)
    assert (done.case.raw("started_on"), done.case.started_on) == ("31/02", None)
    contact = done.case.contacts.get()
    assert (contact.raw("on"), contact.on) == ("30/02/2026", None)
    facts = facts_of(done.case, today=NOW.date(), acting_user_id=None)
    said = {(item.field, item.code) for item in findings_at(facts, Moment.DRAFT)}
    assert ("started_on", "unreadable-value") in said


def test_a_person_may_clear_what_the_reader_could_not_read(cast: Cast):
    (reading,) = readings_in(receive(cast.alice, ("formulario.txt", with_impossible_days())))
    correct_reading(
        reading=reading, field="started_on", raw="", base_version=0, actor=actor_of(cast.alice), now=NOW
    )
    assert accept(reading, cast.alice).case.raw("started_on") == ""
