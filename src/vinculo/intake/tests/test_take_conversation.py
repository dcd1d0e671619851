"""A conversation becomes contacts, each message once, whatever comes again and whoever asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from vinculo.accounts.models import User
from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.add_contact import add_contact, void_contact
from vinculo.cases.actions.change_state import change_state
from vinculo.cases.actions.merge_cases import merge_cases
from vinculo.cases.actions.save_field import save_field
from vinculo.cases.models import Attachment, Case, CaseEvent, Contact
from vinculo.cases.refusals import UnableToWriteCase
from vinculo.cases.states import CaseAction
from vinculo.cases.tests.case_files import COMPLETE_HEAD, NOW, make_draft
from vinculo.intake.actions.take_conversation import TakenConversation, take_conversation
from vinculo.intake.conversation_review import Choice, Review, opened_conversation, review_of
from vinculo.intake.models import Conversation, TakenMessage
from vinculo.intake.refusals import UnableToReceiveConversation, UnableToTakeConversation
from vinculo.intake.whatsapp.grouping import Grouping
from vinculo.intake.whatsapp.message import DateOrder
from vinculo.kernel.refusal import NotPermitted

from .conversation_files import JPG, PDF, receive, sample, zipped

pytestmark = pytest.mark.django_db
LARGEST = 1_000_000
MEDIA: Mapping[str, bytes] = {
    "IMG-20260224-WA0003.jpg": JPG,
    "extrato fevereiro.pdf": PDF,
    "Secretária.vcf": b"BEGIN:VCARD\nFN:Secretaria\nEND:VCARD\n",
}
DAY = "25/02/2026 {0} - Alice Nogueira: {1}\n"


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_draft(cast.operator, cast.alice)


def take(conversation: Conversation, user: User, choice: Choice | None = None) -> TakenConversation:
    return take_conversation(
        conversation=conversation,
        choice=choice or Choice(),
        largest=LARGEST,
        actor=actor_of(user),
        now=NOW,
    )


def bring(case: Case, user: User, content: bytes | str, choice: Choice | None = None) -> TakenConversation:
    return take(receive(case, user, content), user, choice)


def look(case: Case, user: User, content: bytes | str, choice: Choice | None = None) -> Review:
    with opened_conversation(receive(case, user, content), now=NOW) as read:
        return review_of(read, case=case, choice=choice or Choice(), actor=actor_of(user))


def test_one_contact_a_day_with_moments_people_note_and_files(case: Case, alice: User):
    taken = bring(case, alice, zipped(sample("android-pt.txt"), MEDIA))
    first, second = taken.contacts
    assert (first.on, first.time) == (dt.date(2026, 2, 24), dt.time(9, 2))
    assert (first.direction, first.channel, first.answered) == ("incoming", "whatsapp", True)
    assert (first.made_by, first.spoken_to) == ("Alice Nogueira", "Renata Queiroz")
    assert first.note is not None
    assert first.note.splitlines()[:5] == [
        "09:02 Renata Queiroz: Bom dia! Quero sair do plano.",
        "    O valor da US está muito baixo.",
        "    ",
        "    Podem me ligar?",
        "09:10 Ligação de voz perdida",
    ]
    assert [item.name for item in first.attachments.all()] == list(MEDIA)[:2]
    assert (second.on, second.direction) == (dt.date(2026, 2, 26), "outgoing")
    assert [item.name for item in second.attachments.all()] == ["Secretária.vcf"]
    assert (taken.messages, taken.attachments, taken.left_out) == (13, 3, ())
    event = CaseEvent.objects.get(case=case, kind=CaseEvent.Kind.CONVERSATION_ADDED)
    assert event.data == {"conversation": Conversation.objects.get().pk, "contacts": 2, "messages": 13}


def test_the_same_file_again_is_the_same_conversation_and_brings_nothing(case: Case, alice: User):
    content = zipped(sample("android-pt.txt"), MEDIA)
    bring(case, alice, content)
    assert look(case, alice, content).drafts == ()
    with pytest.raises(UnableToTakeConversation, match="Não há mensagem nova"):
        bring(case, alice, content)
    assert Conversation.objects.count() == 1
    assert case.contacts.count() == 2


def test_the_other_system_s_export_of_the_same_chat_brings_nothing(case: Case, alice: User):
    bring(case, alice, sample("android-pt.txt"))
    review = look(case, alice, sample("ios-pt.txt"))
    assert (review.new_count, review.drafts, review.first) == (0, (), None)


def test_a_longer_export_brings_the_rest_alone_even_of_a_day_begun(case: Case, alice: User):
    short = DAY.format("09:00", "bom dia") + "25/02/2026 09:05 - Renata: oi\n"
    (first,) = bring(case, alice, short).contacts
    actor = actor_of(alice)
    save_field(
        case=case,
        field="note",
        raw="Resumo meu",
        base_version=first.version("note"),
        actor=actor,
        now=NOW,
        contact_id=first.pk,
    )
    longer = short + DAY.format("15:00", "e então?") + "26/02/2026 08:00 - Renata: pensei\n"
    rest = bring(case, alice, longer)
    assert [(item.on, item.time) for item in rest.contacts] == [
        (dt.date(2026, 2, 25), dt.time(15, 0)),
        (dt.date(2026, 2, 26), dt.time(8, 0)),
    ]
    first.refresh_from_db()
    assert first.note == "Resumo meu"
    with pytest.raises(UnableToTakeConversation):
        bring(case, alice, longer)


def test_a_number_that_got_a_name_meanwhile_is_the_same_chat(case: Case, alice: User):
    before = DAY.format("09:00", "bom dia") + "25/02/2026 09:05 - +55 11 91234-5678: oi\n"
    (contact,) = bring(case, alice, before).contacts
    assert (contact.address, contact.spoken_to) == ("(11) 91234-5678", None)
    after = before.replace("+55 11 91234-5678", "Renata") + "27/02/2026 10:00 - Renata: nova\n"
    review = look(case, alice, after)
    assert [item.text for draft in review.drafts for item in draft.messages] == ["nova"]


def test_the_telephone_in_the_name_of_the_file_is_the_contact_s(case: Case, alice: User):
    text = DAY.format("09:00", "bom dia") + "25/02/2026 09:05 - Renata: oi\n"
    name = "Conversa do WhatsApp com +55 11 91234-5678.txt"
    (contact,) = take(receive(case, alice, text, name), alice).contacts
    assert (contact.address, contact.spoken_to) == ("(11) 91234-5678", "Renata")


def test_two_at_once_take_each_message_once(case: Case, alice: User):
    """The second one chose while nothing was taken yet; the lock lets it see what the first one took."""
    conversation = receive(case, alice, sample("android-pt.txt"))
    everything = Choice(first=0, last=15, our=(1,))
    take(conversation, alice, everything)
    with pytest.raises(UnableToTakeConversation):
        take(conversation, alice, everything)
    assert case.contacts.count() == 2


def test_another_chat_of_the_case_loses_nothing(case: Case, alice: User):
    same = DAY.format("09:00", "Segue a proposta")
    bring(case, alice, same + "25/02/2026 09:05 - Renata: recebi\n25/02/2026 09:06 - Renata: grata\n")
    other = look(case, alice, same + "25/02/2026 10:05 - Paulo: vou ver\n25/02/2026 10:06 - Paulo: até\n")
    assert other.new_count == 3
    assert take(other.read.stored, alice).messages == 3


def test_equal_messages_of_one_minute_are_each_taken_once(case: Case, alice: User):
    text = "25/02/2026 09:00 - Renata: ok\n" + DAY.format("09:00", "ok") + "25/02/2026 09:00 - Renata: ok\n"
    assert bring(case, alice, text).messages == 3
    assert look(case, alice, text + "25/02/2026 09:00 - Renata: ok\n").new_count == 1


def test_what_was_deleted_after_it_was_taken_does_not_come_as_new(case: Case, alice: User):
    before = DAY.format("09:00", "bom dia") + "25/02/2026 09:05 - Renata: vou sair\n"
    bring(case, alice, before)
    assert look(case, alice, before.replace("vou sair", "Mensagem apagada")).drafts == ()


def test_a_voided_contact_s_messages_may_come_again(case: Case, alice: User):
    content = sample("android-pt.txt")
    taken = bring(case, alice, content)
    void_contact(
        case=case, contact_id=taken.contacts[1].pk, reason="parte errada", actor=actor_of(alice), now=NOW
    )
    again = bring(case, alice, content)
    assert [item.on for item in again.contacts] == [dt.date(2026, 2, 26)]
    assert TakenMessage.objects.count() == 13


def test_the_part_is_chosen_by_days_by_messages_and_by_ticks(case: Case, alice: User):
    content = sample("android-pt.txt")
    by_day = look(case, alice, content, Choice(from_day=dt.date(2026, 2, 26), to_day=dt.date(2026, 2, 26)))
    assert (by_day.first, by_day.last) == (8, 15)
    clicked = look(case, alice, content, Choice(first=6, last=4))
    assert (clicked.first, clicked.last) == (4, 6)
    typed_over = look(case, alice, content, Choice(first=4, last=15, from_day=dt.date(2026, 2, 25)))
    assert typed_over.first == 8
    assert look(case, alice, content, Choice(from_day=dt.date(2026, 3, 1))).drafts == ()
    one = bring(case, alice, content, Choice(kept=frozenset({8})))
    assert [item.on for item in one.contacts] == [dt.date(2026, 2, 26)]


def test_the_first_time_the_part_since_the_case_began_is_offered(cast: Cast):
    case = make_draft(cast.operator, cast.alice, values=COMPLETE_HEAD | {"started_on": "25/02/2026"})
    assert look(case, cast.alice, sample("android-pt.txt")).first == 8


def test_contacts_by_block_of_conversation(case: Case, alice: User):
    review = look(case, alice, sample("android-pt.txt"), Choice(grouping=Grouping.BLOCK))
    assert [f"{item.first.moment:%d %H:%M}" for item in review.drafts] == ["24 09:02", "26 14:05", "26 18:20"]


def test_a_long_day_makes_several_contacts_and_no_word_is_lost(case: Case, alice: User):
    text = "".join(DAY.format("09:00", f"{n} " + "x" * 900) for n in range(50)) + "25/02/2026 10:00 - R: ok\n"
    taken = bring(case, alice, text)
    assert len(taken.contacts) > 1
    notes = "\n".join(item.note or "" for item in taken.contacts)
    assert all(f": {n} xxx" in notes for n in range(50))
    assert all(len(item.note or "") <= 20_000 for item in taken.contacts)


def test_who_we_are_is_guessed_confirmed_and_remembered(case: Case, cast: Cast):
    text = "25/02/2026 09:00 - ODL Rede: bom dia\n25/02/2026 09:05 - Maristela: oi\n"
    assert look(case, cast.alice, text).our_names == frozenset()
    with pytest.raises(UnableToTakeConversation, match="Marque quem"):
        bring(case, cast.alice, text)
    (contact,) = bring(case, cast.alice, text, Choice(our=(0,))).contacts
    assert (contact.direction, contact.made_by, contact.spoken_to) == ("outgoing", "ODL Rede", "Maristela")
    another = make_draft(cast.operator, cast.beto)
    assert look(another, cast.beto, text).our_names == {"ODL Rede"}


def test_dates_that_fit_two_ways_are_asked_about(case: Case, alice: User):
    text = "03/02/2026 09:00 - Alice Nogueira: oi\n03/02/2026 09:05 - Renata: oi\n"
    with pytest.raises(UnableToTakeConversation, match="dia/mês ou mês/dia"):
        bring(case, alice, text)
    (contact,) = bring(case, alice, text, Choice(order=DateOrder.DAY_FIRST)).contacts
    assert contact.on == dt.date(2026, 2, 3)


def test_the_next_contact_stays_where_it_is(case: Case, alice: User):
    values = {"on": "09/03/2026", "note": "x", "next_contact_on": "20/03/2026"}
    add_contact(case=case, values=values, actor=actor_of(alice), now=NOW)
    bring(case, alice, sample("android-pt.txt"))
    case.refresh_from_db()
    assert (case.next_contact_on, case.last_contact_on) == (dt.date(2026, 3, 20), dt.date(2026, 3, 9))


def test_files_that_cannot_be_kept_are_named_and_the_rest_goes_on(case: Case, alice: User):
    bad = {"IMG-20260224-WA0003.jpg": b"MZ\x90\x00\x03\x00", "Secretária.vcf": b"BEGIN:VCARD\nEND:VCARD\n"}
    taken = bring(case, alice, zipped(sample("android-pt.txt"), bad))
    assert (len(taken.contacts), taken.attachments) == (2, 1)
    assert len(taken.left_out) == 2
    assert "IMG-20260224-WA0003.jpg" in taken.left_out[0]
    assert "extrato fevereiro.pdf" in taken.left_out[1]
    assert "não veio" in taken.left_out[1]


def test_files_that_come_later_go_to_the_contacts_of_their_messages(case: Case, alice: User):
    first, second = bring(case, alice, sample("android-pt.txt")).contacts
    content = zipped(sample("android-pt.txt"), MEDIA)
    assert [item.name for item in look(case, alice, content).late] == list(MEDIA)
    later = bring(case, alice, content)
    assert (later.contacts, later.attachments) == ((), 3)
    assert (first.attachments.count(), second.attachments.count()) == (2, 1)
    assert look(case, alice, content).late == ()


def test_a_chat_is_known_again_where_its_case_became_part_of_another(case: Case, cast: Cast):
    bring(case, cast.alice, sample("android-pt.txt"))
    kept = make_draft(cast.operator, cast.alice)
    merge_cases(kept=kept, merged=case, actor=actor_of(cast.bob), now=NOW)
    assert look(kept, cast.alice, sample("android-pt.txt")).drafts == ()


def test_nothing_is_half_done(case: Case, alice: User, monkeypatch: pytest.MonkeyPatch):
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("vinculo.intake.actions.take_conversation._attach", fails)
    with pytest.raises(RuntimeError):
        bring(case, alice, sample("android-pt.txt"))
    assert (Contact.objects.count(), TakenMessage.objects.count(), Attachment.objects.count()) == (0, 0, 0)


def test_a_case_that_takes_no_contacts_takes_no_conversation(case: Case, alice: User):
    waiting = receive(case, alice, sample("android-pt.txt"))
    change_state(
        case=case, action=CaseAction.CANCEL, actor=actor_of(alice), now=NOW, reason="aberto por engano"
    )
    with pytest.raises(UnableToWriteCase):
        take(waiting, alice)
    with pytest.raises(UnableToWriteCase):
        receive(case, alice, sample("ios-pt.txt"))
    assert case.contacts.count() == 0


def test_what_is_no_conversation_is_not_kept(case: Case, alice: User):
    with pytest.raises(UnableToReceiveConversation, match="O processo continua como estava"):
        receive(case, alice, "uma carta")
    assert Conversation.objects.count() == 0


def test_nobody_of_another_operator_and_nobody_who_only_looks(case: Case, cast: Cast):
    conversation = receive(case, cast.alice, sample("android-pt.txt"))
    for user in (cast.charlie, cast.nina, cast.davi, cast.sara):
        with pytest.raises(NotPermitted):
            take(conversation, user)
        with pytest.raises(NotPermitted):
            receive(case, user, sample("ios-pt.txt"))
        assert not Conversation.objects.visible_to(actor_of(user)).exists()
