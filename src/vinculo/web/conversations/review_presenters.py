"""The review page of a conversation: its messages as bubbles, the choice, and the contacts that it makes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from vinculo.intake.conversation_review import Review
from vinculo.intake.whatsapp.grouping import ContactDraft, who
from vinculo.intake.whatsapp.message import DateOrder, Message, MessageKind, OrderEvidence
from vinculo.kernel.dates import format_date

WINDOW = 200
"""How many messages are drawn at once."""
BEFORE = 6
"""Messages before the chosen part that are drawn with it, to tell where one is."""
MOST_CARDS = 60
_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif")
_WEEKDAYS = ("segunda", "terça", "quarta", "quinta", "sexta", "sábado", "domingo")
_ORDER_WORDS = {
    DateOrder.DAY_FIRST: "dia/mês/ano",
    DateOrder.MONTH_FIRST: "mês/dia/ano",
    DateOrder.YEAR_FIRST: "ano/mês/dia",
}
_EVIDENCE_WORDS = {
    OrderEvidence.SEQUENCE: "pela ordem das mensagens",
    OrderEvidence.LANGUAGE: "pelo idioma do aplicativo",
    OrderEvidence.TOLD: "como você disse",
}


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message. `side`: ours, theirs or app. `day` is said where a new day begins."""

    message: Message
    side: str
    who: str
    day: str = ""
    is_taken: bool = False
    is_chosen: bool = False
    is_first: bool = False
    is_last: bool = False
    picture_url: str = ""

    @property
    def position(self) -> int:
        return self.message.position

    @property
    def time(self) -> str:
        return f"{self.message.moment:%H:%M}"

    @property
    def is_media(self) -> bool:
        return self.message.kind is MessageKind.MEDIA

    @property
    def is_deleted(self) -> bool:
        return self.message.kind is MessageKind.DELETED

    @property
    def is_call(self) -> bool:
        return self.message.kind is MessageKind.CALL


@dataclass(frozen=True, slots=True)
class AuthorLine:
    """Somebody who wrote, and whether it is one of us."""

    place: int
    name: str
    messages: int
    is_ours: bool


@dataclass(frozen=True, slots=True)
class DraftCard:
    """A contact that would be made."""

    position: int
    day: str
    time: str
    direction: str
    people: str
    messages: int
    files: int
    note: str
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Window:
    """The messages that are drawn, and where the pages before and after begin."""

    bubbles: tuple[Bubble, ...]
    start: int
    older: int | None
    newer: int | None


def summary_of(review: Review) -> str:
    messages = review.messages
    first, last = messages[0].moment.date(), messages[-1].moment.date()
    days = f"de {format_date(first)} a {format_date(last)}" if first != last else f"em {format_date(first)}"
    count = counted(len(messages), "mensagem", "mensagens")
    if not review.taken:
        return f"{count}, {days}. Nenhuma faz parte do processo ainda."
    taken = counted(len(review.taken), "já faz parte", "já fazem parte")
    new = counted(review.new_count, "é nova", "são novas") if review.new_count else "nenhuma é nova"
    return f"{count}, {days}: {taken} do processo, {new}."


def order_sentence(review: Review) -> str:
    chat = review.read.chat
    how = _EVIDENCE_WORDS.get(chat.evidence, "")
    return f"Datas lidas como {_ORDER_WORDS[chat.order]}" + (f", {how}." if how else ".")


def order_example(review: Review) -> tuple[str, str]:
    """The first date of the file in both readings, in words; none where it has one reading."""
    day = review.messages[0].moment.date()
    if review.read.chat.order_is_known:
        return "", ""
    months = (
        *("janeiro", "fevereiro", "março", "abril", "maio", "junho"),
        *("julho", "agosto", "setembro", "outubro", "novembro", "dezembro"),
    )
    return f"{day.day} de {months[day.month - 1]}", f"{day.month} de {months[day.day - 1]}"


def other_order(review: Review) -> str:
    """The order that could be chosen instead; empty where the dates fit one alone."""
    chat = review.read.chat
    if chat.evidence is OrderEvidence.DATES:
        return ""
    is_day_first = chat.order is DateOrder.DAY_FIRST
    return (DateOrder.MONTH_FIRST if is_day_first else DateOrder.DAY_FIRST).value


def author_lines(review: Review) -> list[AuthorLine]:
    counts = dict.fromkeys(review.authors, 0)
    for message in review.messages:
        if message.author:
            counts[message.author] += 1
    return [
        AuthorLine(place, name, counts[name], name in review.our_names)
        for place, name in enumerate(review.authors)
    ]


def window_of(review: Review, case_id: int, start: int | None) -> Window:
    messages = review.messages
    if start is None:
        start = len(messages) - WINDOW if review.first is None else review.first - BEFORE
    start = max(0, min(start, len(messages) - 1))
    shown = messages[start : start + WINDOW]
    bubbles = []
    day: dt.date | None = None
    for message in shown:
        new_day = message.moment.date() if message.moment.date() != day else None
        day = message.moment.date()
        bubbles.append(_bubble(review, case_id, message, new_day))
    return Window(
        tuple(bubbles),
        start,
        older=max(0, start - WINDOW) if start else None,
        newer=start + WINDOW if start + WINDOW < len(messages) else None,
    )


def draft_cards(review: Review) -> list[DraftCard]:
    kept = {item.first.position for item in review.kept_drafts}
    return [_card(item, review, kept) for item in review.drafts[:MOST_CARDS]]


def missing_media(review: Review) -> str:
    """A sentence about files that the conversation names and the export does not hold."""
    file = review.read.file
    named = {name for draft in review.drafts for name in draft.media_names}
    missing = sum(not file.holds(name) for name in named)
    hidden = sum(
        item.kind is MessageKind.MEDIA and not item.media
        for draft in review.drafts
        for item in draft.messages
    )
    if not missing and not hidden:
        return ""
    count = counted(missing + hidden, "arquivo não veio", "arquivos não vieram")
    return f"{count} na exportação: para anexá-los, exporte a conversa incluindo a mídia e envie o .zip."


def counted(number: int, one: str, many: str) -> str:
    shown = f"{number:,}".replace(",", ".")
    return f"{shown} {one if number == 1 else many}"


def _bubble(review: Review, case_id: int, message: Message, day: dt.date | None) -> Bubble:
    side = "app" if not message.author else "ours" if message.author in review.our_names else "theirs"
    return Bubble(
        message=message,
        side=side,
        who=who(message),
        day=f"{_WEEKDAYS[day.weekday()]}, {format_date(day)}" if day else "",
        is_taken=message.position in review.taken,
        is_chosen=review.is_chosen(message) and message.may_be_taken,
        is_first=message.position == review.first,
        is_last=message.position == review.last,
        picture_url=_picture_url(review, case_id, message),
    )


def _picture_url(review: Review, case_id: int, message: Message) -> str:
    place = review.read.file.place_of(message.media) if message.media.lower().endswith(_PICTURES) else None
    if place is None:
        return ""
    return reverse("conversation-medium", args=[case_id, review.read.stored.pk, place])


def _card(draft: ContactDraft, review: Review, kept: set[int]) -> DraftCard:
    values = draft.values(made_by="", chat_with=review.chat_with)
    people = _joined((values["made_by"], values["spoken_to"] or values["address"]))
    return DraftCard(
        position=draft.first.position,
        day=values["on"],
        time=values["time"],
        direction="Nós procuramos" if draft.is_ours else "Eles procuraram",
        people=people,
        messages=len(draft.messages),
        files=sum(review.read.file.holds(name) for name in set(draft.media_names)),
        note=values["note"],
        is_kept=draft.first.position in kept,
    )


def _joined(names: Sequence[str]) -> str:
    return " e ".join(name for name in names if name)
