"""The chosen part of a conversation becomes contacts of its case, each message once, with its files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from vinculo.accounts.actor import Actor
from vinculo.cases.actions.add_conversation import add_conversation
from vinculo.cases.actions.attachments import add_attachment
from vinculo.cases.actions.case_write import CaseWrite, writing
from vinculo.cases.models import Contact
from vinculo.kernel.refusal import NotPermitted, Refusal

from ..conversation_review import Choice, ReadConversation, Review, opened_conversation, review_of
from ..models import Conversation, TakenMessage
from ..refusals import UnableToTakeConversation
from ..whatsapp.grouping import ContactDraft
from ..whatsapp.message import UnreadableConversationError

MOST_CONTACTS = 150


@dataclass(frozen=True, slots=True)
class TakenConversation:
    """What came of it. `left_out`: sentences about files that could not be attached."""

    contacts: tuple[Contact, ...]
    messages: int
    attachments: int
    left_out: tuple[str, ...] = ()


def take_conversation(
    *, conversation: Conversation, choice: Choice, largest: int, actor: Actor, now: dt.datetime
) -> TakenConversation:
    """Contacts of what is new in the chosen part. All or nothing, but for files that cannot be attached.

    Files that were not exported when their messages were taken go to the contacts of these. What people have
    edited meanwhile is not touched: a day that goes on makes another contact. `largest` is the size of an
    attachment in bytes.

    Raises:
        NotPermitted: the case is another operator's, or the actor may not work on it.
        UnableToTakeConversation: nothing new is chosen, too much is, or something is still to be told.
        UnableToWriteCase: the case is decided, closed or cancelled.
    """
    try:
        with opened_conversation(conversation, now=now, order=choice.order) as read:
            return _take(read, choice, largest, actor, now)
    except UnreadableConversationError as failure:
        raise UnableToTakeConversation(f"{failure} Nada foi incluído.") from failure


def _take(
    read: ReadConversation, choice: Choice, largest: int, actor: Actor, now: dt.datetime
) -> TakenConversation:
    with writing(case=read.stored.case, actor=actor, now=now) as write:
        write.require_open()
        stored = Conversation.objects.visible_to(actor).filter(pk=read.stored.pk, case=write.case).first()
        if stored is None:
            raise NotPermitted
        review = review_of(replace(read, stored=stored), case=write.case, choice=choice, actor=actor)
        drafts = _require_takeable(review)
        contacts = _add_contacts(write, review, drafts) if drafts else []
        stored.our_names, stored.settled_at = sorted(review.our_names), now
        stored.save(update_fields=["our_names", "settled_at"])
        files = [*_media_of(drafts, contacts), *((item.contact_id, item.name) for item in review.late)]
        attached, left_out = _attach(write, read, files, largest)
    return TakenConversation(
        tuple(contacts), sum(len(item.messages) for item in drafts), attached, tuple(left_out)
    )


def _add_contacts(write: CaseWrite, review: Review, drafts: Sequence[ContactDraft]) -> list[Contact]:
    contacts = add_conversation(
        write,
        conversation_id=review.read.stored.pk,
        contacts=[item.values(made_by=write.actor.name, chat_with=review.chat_with) for item in drafts],
        messages=sum(len(item.messages) for item in drafts),
    )
    _keep_keys(review, drafts, contacts)
    return contacts


def _require_takeable(review: Review) -> tuple[ContactDraft, ...]:
    """
    Raises:
        UnableToTakeConversation: there is nothing to take, too much, or something is still to be told.
    """
    if not review.read.chat.order_is_known:
        raise UnableToTakeConversation(
            "Diga antes se as datas do arquivo estão como dia/mês ou mês/dia. Nada foi incluído."
        )
    if not review.our_names:
        raise UnableToTakeConversation(
            "Marque quem, na conversa, é da nossa equipe: disso depende quem procurou quem. "
            "Nada foi incluído."
        )
    drafts = review.kept_drafts
    if not drafts and not review.late:
        raise UnableToTakeConversation(
            "Não há mensagem nova na parte escolhida. Nada foi incluído; o que já estava continua."
        )
    if len(drafts) > MOST_CONTACTS:
        raise UnableToTakeConversation(
            f"A parte escolhida daria {len(drafts)} contatos; incluem-se até {MOST_CONTACTS} de uma vez. "
            "Escolha um período menor. Nada foi incluído."
        )
    return drafts


def _keep_keys(review: Review, drafts: Sequence[ContactDraft], contacts: Sequence[Contact]) -> None:
    """Each message is now part of its contact; those of a voided contact change over."""
    of_contact = {
        review.key_of(message): contact
        for draft, contact in zip(drafts, contacts, strict=True)
        for message in draft.messages
    }
    stored = review.read.stored
    TakenMessage.objects.filter(case_id=stored.case_id, key__in=list(of_contact)).delete()
    TakenMessage.objects.bulk_create(
        TakenMessage(case_id=stored.case_id, conversation=stored, contact=contact, key=key)
        for key, contact in of_contact.items()
    )


def _attach(
    write: CaseWrite, read: ReadConversation, files: Iterable[tuple[int, str]], largest: int
) -> tuple[int, list[str]]:
    """The files of the messages go to their contacts; how many, and what is to be said of the others."""
    attached: set[int] = set()
    left_out: list[str] = []
    for contact_id, name in files:
        content = read.file.read_media(name, largest)
        if content is None:
            if read.file.has_media:
                left_out.append(f"“{name}” é citado na conversa, mas não veio no arquivo.")
            continue
        try:
            kept = add_attachment(
                case=write.case,
                name=name,
                content=content,
                largest=largest,
                actor=write.actor,
                now=write.now,
                contact_id=contact_id,
            )
        except Refusal as refused:
            left_out.append(refused.message)
        else:
            attached.add(kept.pk)
    return len(attached), left_out


def _media_of(drafts: Sequence[ContactDraft], contacts: Sequence[Contact]) -> Iterator[tuple[int, str]]:
    for draft, contact in zip(drafts, contacts, strict=True):
        for name in dict.fromkeys(draft.media_names):
            yield contact.pk, name
