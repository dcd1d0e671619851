"""What people confirm is no doubt any more; what paper says can be taken into a case that is there."""

from __future__ import annotations

import datetime as dt

import pytest

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.tick_option import tick_option
from vinculo.cases.models import Case
from vinculo.cases.states import State
from vinculo.cases.tests.case_files import make_draft
from vinculo.intake.actions.accept_certain import accept_certain
from vinculo.intake.actions.accept_reading import NO_PROVIDER, accept_reading, match_reading
from vinculo.intake.actions.confirm_field import confirm_field
from vinculo.intake.actions.correct_reading import correct_reading
from vinculo.intake.actions.take_from_paper import take_from_paper
from vinculo.intake.models import FormReading, Sheet
from vinculo.intake.paper_contacts import contacts_to_take
from vinculo.intake.paper_places import blank_in, places_of
from vinculo.intake.queries import next_to_review
from vinculo.intake.refusals import UnableToAcceptReading, UnableToCorrectReading
from vinculo.kernel.refusal import NotPermitted
from vinculo.network.tests.factories import make_clinic
from vinculo.paper.catalogue import OptionList
from vinculo.paper.form import ContactEntry, RetentionForm

from .form_files import NOW, another_dentist, certain_form, file_of, readings_in, receive
from .paper_readings import THREE_UNSURE, paper_reading


@pytest.fixture(autouse=True)
def files_apart(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def confirm(reading: FormReading, cast: Cast, field: str, *, confirmed: bool = True) -> int:
    """How many doubts are left."""
    actor = actor_of(cast.alice)
    done = confirm_field(reading=reading, field=field, actor=actor, now=NOW, confirmed=confirmed)
    return done.doubts


def test_each_unsure_field_of_paper_is_a_doubt_until_somebody_has_looked(cast: Cast):
    reading = paper_reading(cast.alice, confidence={**THREE_UNSURE, "other_plans": 0.5})
    assert reading.doubts == 4
    assert confirm(reading, cast, "lives") == 3
    assert confirm(reading, cast, "lives") == 3
    assert confirm(reading, cast, "other_plans") == 2
    assert confirm(reading, cast, "lives", confirmed=False) == 3
    assert confirm(reading, cast, "contacts.1.note") == 2
    correct_reading(
        reading=reading, field="lives", raw="5507", base_version=0, actor=actor_of(cast.alice), now=NOW
    )
    assert confirm(reading, cast, "dentist_name") == 0


def test_a_confirmation_is_of_the_text_that_stood_there(cast: Cast):
    reading = paper_reading(cast.alice, confidence=THREE_UNSURE)
    confirm(reading, cast, "lives")
    correct_reading(
        reading=reading, field="lives", raw="muitas", base_version=0, actor=actor_of(cast.beto), now=NOW
    )
    assert not reading.confirmations.filter(field="lives").exists()
    assert confirm(reading, cast, "cpf") == 3


def test_only_fields_of_waiting_readings_are_confirmed_by_who_may(cast: Cast):
    reading = paper_reading(cast.alice)
    with pytest.raises(UnableToCorrectReading):
        confirm(reading, cast, "nonsense")
    with pytest.raises(NotPermitted):
        confirm_field(reading=reading, field="cpf", actor=actor_of(cast.charlie), now=NOW)
    accept_reading(reading=reading, as_history=False, actor=actor_of(cast.alice), now=NOW)
    with pytest.raises(UnableToCorrectReading):
        confirm(reading, cast, "cpf")


def test_accepting_all_that_is_certain_takes_what_was_confirmed_and_leaves_the_rest(cast: Cast):
    reading = paper_reading(cast.alice, confidence={"lives": 0.7}, as_history=True)
    batch = reading.file.batch
    assert accept_certain(batch=batch, actor=actor_of(cast.alice), now=NOW).created == 0
    confirm(reading, cast, "lives")
    assert accept_certain(batch=batch, actor=actor_of(cast.alice), now=NOW).created == 1
    case = Case.objects.get()
    assert (case.state, case.is_history, case.next_contact_on, case.silent_from, case.decide_by) == (
        State.CLOSED,
        True,
        None,
        None,
        None,
    )


def matched(cast: Cast, case: Case) -> FormReading:
    reading = paper_reading(cast.alice)
    return match_reading(reading=reading, case=case, actor=actor_of(cast.alice), now=NOW).reading


def test_chosen_fields_and_contacts_go_into_the_case_and_no_others(cast: Cast):
    case = make_draft(cast.operator, cast.alice, values={"lives": "10", "city": "Campinas"})
    reading = matched(cast, case)
    for _ in range(2):
        take_from_paper(reading=reading, names=["lives", "contacts.1"], actor=actor_of(cast.alice), now=NOW)
    case.refresh_from_db()
    assert (case.lives, case.city, case.dentist_name) == (5506, "Campinas", None)
    assert [contact.note for contact in case.contacts.all()] == ["Falei com a recepção; mantém a decisão."]


def test_a_contact_that_differs_by_a_letter_is_put_as_on_paper_and_never_added_once_more(cast: Cast):
    said = "Enviado e-mail à clínica com a proposta de reajuste; a recepção confirmou por telefone."
    typed = [
        {"on": "02/03/2026", "note": "Falei com a recepção; mantém a decisão!"},
        {"on": "03/03/2026", "note": said.replace("e-mail", "e- mail")},
        {"on": "03/03/2026", "note": "Sem sucesso: ninguém atendeu."},
    ]
    case = make_draft(cast.operator, cast.alice, contacts=list(enumerate(typed, start=1)))
    told = (
        ContactEntry(1, dt.date(2026, 3, 2), "Falei com a recepção; mantém a decisão."),
        ContactEntry(2, dt.date(2026, 3, 3), said),
        ContactEntry(3, dt.date(2026, 3, 3), "Doutora pede visita do consultor na quinta."),
    )
    alice = actor_of(cast.alice)
    reading = paper_reading(cast.alice, on_paper=certain_form(contacts=told))
    match_reading(reading=reading, case=case, actor=alice, now=NOW)
    reading.refresh_from_db()
    names = ["contacts.1", "contacts.2", "contacts.3"]
    assert [take_from_paper(reading=reading, names=names, actor=alice, now=NOW) for _ in range(2)] == [3, 0]
    notes = [contact.note for contact in case.contacts.order_by("position")]
    assert notes == [told[0].note, said, "Sem sucesso: ninguém atendeu.", told[2].note]


@pytest.mark.parametrize(
    ("on_paper", "in_case", "pairs"),
    [
        # Of two that are alike the likelier one; each of the case's once.
        ([(2, "Liguei às 10h, sem retorno"), (2, "Liguei às 15h, sem retorno")],
         [(2, "Liguei às 15h sem retorno")], {"contacts.1": None, "contacts.2": 1}),
        # The same words on another day are another contact, unless they are long.
        ([(2, "Ligação sem sucesso")], [(3, "Ligação sem sucesso")], {"contacts.1": None}),
        ([(2, "Ligação sem sucesso")], [(None, "Ligação sem sucesso")], {"contacts.1": 1}),
        ([(2, "A doutora explicou que deixa a rede porque muda de cidade")],
         [(3, "A doutora explicou que deixa a rede porque muda de cidade")], {"contacts.1": 1}),
        # What paper leaves blank takes nothing away.
        ([(2, None)], [(2, "Falei com a recepção")], {}),
        ([(2, "Falei com a recepção")], [(2, None)], {"contacts.1": 1}),
    ],
)  # fmt: skip
def test_contacts_are_paired_by_day_and_likeness(on_paper, in_case, pairs):
    def form(*entries: tuple[int | None, str | None]) -> RetentionForm:
        made = (
            ContactEntry(number, dt.date(2026, 3, day) if day else None, note)
            for number, (day, note) in enumerate(entries, start=1)
        )
        return RetentionForm(edition=2, contacts=tuple(made))

    found = contacts_to_take(form(*on_paper), form(*in_case))
    assert {name: item.stands and item.stands.number for name, item in found.items()} == pairs


def test_boxes_go_into_the_case_one_by_one(cast: Cast):
    case, alice = make_draft(cast.operator, cast.alice), actor_of(cast.alice)
    for which, code in ((OptionList.REASON, "retired"), (OptionList.ACTION, "support")):
        tick_option(case=case, which=which, code=code, ticked=True, actor=alice, now=NOW)
    reading = matched(cast, case)

    def take(*names: str) -> int:
        taken = take_from_paper(reading=reading, names=names, actor=alice, now=NOW)
        case.refresh_from_db()
        return taken

    # The paper has no action ticked: a list that is blank there takes nothing out of the case.
    assert [take("termination_reasons.fees", "actions.support") for _ in range(2)] == [1, 0]
    assert set(case.termination_reasons) == {"fees", "retired"}
    assert case.offers.get(code="support").is_ticked
    version = case.versions.get(field="reason.fees")
    assert (version.raw, version.by) == ("yes", cast.alice)
    assert take("termination_reasons.retired") == 1
    assert case.termination_reasons == ["fees"]


def test_what_cannot_be_taken_changes_nothing(cast: Cast):
    case = make_draft(cast.operator, cast.alice, values={"lives": "10"})
    reading = matched(cast, case)
    with pytest.raises(UnableToAcceptReading):
        take_from_paper(reading=reading, names=["lives", "sectors"], actor=actor_of(cast.alice), now=NOW)
    with pytest.raises(NotPermitted):
        take_from_paper(reading=reading, names=["lives"], actor=actor_of(cast.nina), now=NOW)
    case.refresh_from_db()
    assert case.lives == 10


def test_the_provider_is_the_one_that_a_person_chose(cast: Cast):
    own = make_clinic(cast.operator, cnpj="53068087001339")
    other, foreign = make_clinic(cast.operator), make_clinic(cast.other_operator)

    def accepted(seed: int, **chosen: int) -> Case:
        form = another_dentist(seed, cnpj="53068087001339", provider_type="PJ")
        reading = paper_reading(cast.alice, on_paper=form)
        return accept_reading(
            reading=reading,
            as_history=False,
            actor=actor_of(cast.alice),
            now=NOW,
            despite_matches=True,
            **chosen,
        ).case

    assert accepted(1).provider == own
    assert accepted(2, provider_id=other.pk).provider == other
    assert accepted(3, provider_id=NO_PROVIDER).provider is None
    with pytest.raises(UnableToAcceptReading):
        accepted(4, provider_id=foreign.pk)


def test_places_are_joined_by_sheet_with_some_paper_around():
    boxes = {"note": [[0, 0.1, 0.8, 0.5, 0.9], [1, 0.1, 0.1, 0.6, 0.2], [1, 0.1, 0.2, 0.4, 0.3]]}
    first, second = places_of(boxes, "note")
    assert (first.sheet, second.sheet) == (0, 1)
    assert second.top < 0.1
    assert second.bottom > 0.3
    assert second.right > 0.6
    (lists,) = places_of(
        {"actions.a": [[0, 0.1, 0.1, 0.12, 0.11]], "actions.b": [[0, 0.1, 0.2, 0.12, 0.21]]}, "actions"
    )
    assert lists.top < 0.1
    assert lists.bottom > 0.21
    assert places_of({"x": [[0, 0.5, 0.5, 0.5, 0.6]]}, "x") == ()
    # What runs on to the foot of its sheet is seen by its beginning.
    (foot,) = places_of({"note": [[0, 0.1, 0.3, 0.9, 1.0]]}, "note")
    assert foot.bottom == 1.0
    assert foot.cut.bottom - foot.top < 0.35


def test_of_a_blank_field_the_paper_about_its_label_is_seen():
    places = {"lives": [[0, 0.1, 0.1, 0.2, 0.12]], "cpf": [[0, 0.4, 0.1, 0.5, 0.12]], "outcome": []}
    places |= {"outcome.retained": [[0, 0.1, 0.5, 0.12, 0.52]]}
    form = {"lives": None, "cpf": None, "outcome": None, "cnpj": None}
    assert blank_in(form, {"cpf": "89.8"}, places) == {"lives"}
    (label,), (room,) = (places_of(places, "lives", is_blank=blank) for blank in (False, True))
    assert (room.left, room.top) == (label.left, label.top)
    assert room.bottom - label.bottom > label.bottom - label.top
    assert room.right > label.right + 0.05


def test_another_operators_sheets_are_not_there(cast: Cast):
    paper_reading(cast.alice)
    assert Sheet.objects.visible_to(actor_of(cast.alice)).exists()
    assert not Sheet.objects.visible_to(actor_of(cast.charlie)).exists()


def test_the_next_to_look_at_is_doubtful_and_comes_after_this_one(cast: Cast):
    batch = receive(cast.alice, ("a.md", file_of(*(another_dentist(seed) for seed in range(4)))))
    one, two, three, four = readings_in(batch)
    FormReading.objects.filter(pk__in=[one.pk, three.pk]).update(doubts=2)

    def following(after: FormReading | None) -> FormReading | None:
        return next_to_review(actor_of(cast.alice), batch, after)

    assert [following(after) for after in (None, one, three, two)] == [one, three, one, three]
    FormReading.objects.update(doubts=0)
    assert [following(after) for after in (two, four)] == [three, one]
    FormReading.objects.exclude(pk=four.pk).update(fate="discarded")
    assert (following(four), following(one)) == (None, four)
