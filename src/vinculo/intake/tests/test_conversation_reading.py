"""What is read in exports of both systems, in the languages and clocks that phones have."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vinculo.intake.whatsapp import stamps
from vinculo.intake.whatsapp.keys import digests_of
from vinculo.intake.whatsapp.message import (
    Conversation,
    DateOrder,
    MessageKind,
    OrderEvidence,
    UnreadableConversationError,
)
from vinculo.intake.whatsapp.reading import read_conversation

from .conversation_files import sample


def clock(*numbers: int) -> dt.datetime:
    """What a clock on a wall shows."""
    return dt.datetime(*numbers)  # type: ignore[arg-type] # noqa: DTZ001


NOW = clock(2026, 3, 10, 14, 0)
TEXT, MEDIA, DELETED, CALL, SYSTEM = MessageKind


def read(text: str) -> Conversation:
    return read_conversation(text, now=NOW)


def read_sample(name: str) -> Conversation:
    return read(sample(name).decode())


def kinds_of(name: str) -> list[MessageKind]:
    return [item.kind for item in read_sample(name).messages]


@pytest.mark.parametrize(
    ("name", "order", "authors", "kinds"),
    [
        (
            "android-pt.txt",
            DateOrder.DAY_FIRST,
            ("Renata Queiroz", "Alice Nogueira"),
            [
                *(SYSTEM, SYSTEM, TEXT, CALL, TEXT, TEXT, MEDIA, MEDIA),
                *(MEDIA, DELETED, MEDIA, TEXT, SYSTEM, TEXT, TEXT, TEXT),
            ],
        ),
        (
            "ios-pt.txt",
            DateOrder.DAY_FIRST,
            ("Renata Queiroz", "Alice Nogueira"),
            [SYSTEM, TEXT, CALL, TEXT, TEXT, MEDIA, MEDIA, MEDIA, DELETED, MEDIA, TEXT, TEXT, TEXT, TEXT],
        ),
        (
            "android-en-12h.txt",
            DateOrder.MONTH_FIRST,
            ("+55 11 91234-5678", "Alice Nogueira"),
            [TEXT, SYSTEM, TEXT, MEDIA, MEDIA, DELETED, TEXT, CALL],
        ),
        (
            "ios-en-12h.txt",
            DateOrder.MONTH_FIRST,
            ("Sorriso: Centro", "Alice Nogueira"),
            [SYSTEM, TEXT, TEXT, MEDIA, TEXT],
        ),
        (
            "android-pt-group.txt",
            DateOrder.DAY_FIRST,
            ("+55 19 99929-6103", "Rafael Silveira", "Alice Nogueira", "+55 19 99633-7218"),
            [SYSTEM, SYSTEM, SYSTEM, TEXT, TEXT, TEXT, SYSTEM, SYSTEM, TEXT, MEDIA],
        ),
        ("android-pt-2016.txt", DateOrder.DAY_FIRST, ("Renata", "Alice"), [TEXT, TEXT]),
        ("android-es-group.txt", DateOrder.DAY_FIRST, ("María", "Pedro"), [SYSTEM, TEXT, MEDIA, DELETED]),
        ("ios-de.txt", DateOrder.DAY_FIRST, ("Klara", "Jens"), [SYSTEM, TEXT, MEDIA]),
    ],
)
def test_samples_of_both_systems(name, order, authors, kinds):
    chat = read_sample(name)
    assert (chat.order, chat.authors(), kinds_of(name)) == (order, authors, kinds)
    assert chat.warnings == ()


def test_what_a_message_holds():
    messages = read_sample("android-pt.txt").messages
    assert (
        messages[2].text
        == "Bom dia! Quero sair do plano.\nO valor da US está muito baixo.\n\nPodem me ligar?"
    )
    assert messages[2].moment == clock(2026, 2, 24, 9, 2)
    assert messages[4].text == "Bom dia, doutora Renata. Vi sua mensagem: vamos conversar?"
    assert (messages[5].text, messages[5].is_edited) == ("Proposta: US de 1,65", True)
    assert (messages[6].media, messages[6].text) == ("IMG-20260224-WA0003.jpg", "Este é o extrato")
    assert messages[8].media == ""
    iphone = read_sample("ios-pt.txt").messages
    assert (iphone[5].media, iphone[5].text) == (
        "00000007-PHOTO-2026-02-24-10-40-12.jpg",
        "Este é o extrato",
    )
    assert (iphone[6].media, iphone[6].text) == ("00000008-extrato fevereiro.pdf", "extrato fevereiro.pdf")


def test_the_clock_of_twelve_hours():
    hours = [item.moment.hour for item in read_sample("android-en-12h.txt").messages]
    assert hours == [0, 8, 9, 12, 14, 14, 14, 14]
    assert read("2/24/26, 12:05 AM - A: x").messages[0].moment.hour == 0
    assert read("2/24/26, 12:05 PM - A: x").messages[0].moment.hour == 12
    assert read("24/2/26, 1:03 p. m. - A: x").messages[0].moment.hour == 13


@pytest.mark.parametrize(
    "line",
    [
        "24/02/2026 14:05 - Ana: oi",
        "24/02/26 14:05 - Ana: oi",
        "24/02/2026, 14:05 - Ana: oi",
        "24/02/26, 14:05 - Ana: oi",
        "24/02/2026 2:05 PM - Ana: oi",
        "24/02/2026 às 14:05 - Ana: oi",
        "24.02.26, 14:05 - Ana: oi",
        "2026-02-24, 14:05 - Ana: oi",
        "2026/02/24 14:05 - Ana: oi",
        "2/24/26, 2:05\u202fPM - Ana: oi",
        "[24/02/2026 14:05:33] Ana: oi",
        "[24/02/2026, 14:05:33] Ana: oi",
        "[24/02/26, 14:05:33] Ana: oi",
        "\u200e[24/02/26 14:05:33] \u202aAna\u202c: oi",
        "[2/24/26, 2:05:33\u202fPM] Ana: oi",
        "[24.2.2026 klo 14.05.33] Ana: oi",
        "[14:05, 24/02/2026] Ana: oi",
        "\ufeff24/02/2026 14:05 - ~\u202fAna: oi",
    ],
)
def test_stamps(line):
    (message,) = read(line).messages
    assert (message.author, message.text) == ("Ana", "oi")
    assert message.moment.replace(second=0) == clock(2026, 2, 24, 14, 5)


@pytest.mark.parametrize(
    ("days", "order", "evidence"),
    [
        (("13/01", "14/01"), DateOrder.DAY_FIRST, OrderEvidence.DATES),
        (("01/13", "01/14"), DateOrder.MONTH_FIRST, OrderEvidence.DATES),
        (("02/01", "02/02", "01/03"), DateOrder.DAY_FIRST, OrderEvidence.SEQUENCE),
        (("01/02", "02/01", "02/02", "03/01"), DateOrder.MONTH_FIRST, OrderEvidence.SEQUENCE),
        (("02/03", "02/12"), DateOrder.MONTH_FIRST, OrderEvidence.SEQUENCE),
        (("03/02", "03/02"), DateOrder.DAY_FIRST, OrderEvidence.ASSUMED),
        (("02/02", "02/02"), DateOrder.DAY_FIRST, OrderEvidence.LANGUAGE),
    ],
)
def test_the_order_of_dates_comes_from_the_whole_file(days, order, evidence):
    chat = read("\n".join(f"{day}/2026 10:00 - {'AB'[n % 2]}: x{n}" for n, day in enumerate(days)))
    assert (chat.order, chat.evidence) == (order, evidence)


def test_the_app_s_words_tell_the_order_and_a_person_may_say_otherwise():
    text = "03/02/2026 10:00 - Ana: <Mídia oculta>"
    assert read(text).evidence is OrderEvidence.LANGUAGE
    told = read_conversation(text, now=NOW, order=DateOrder.MONTH_FIRST)
    assert (told.messages[0].moment.date(), told.evidence) == (dt.date(2026, 3, 2), OrderEvidence.TOLD)


def test_a_wrong_clock_is_told_and_nothing_is_moved():
    chat = read("24/02/2026 10:00 - A: x\n24/02/2026 07:00 - B: y\n24/12/2026 10:00 - A: z")
    assert [item.text for item in chat.messages] == ["x", "y", "z"]
    assert any("no futuro" in warning for warning in chat.warnings)
    assert any("volta atrás" in warning for warning in chat.warnings)


def test_a_pasted_conversation_stays_in_the_message_that_holds_it():
    chat = read(
        "24/02/2026 10:00 - Ana: veja:\n[23/02/2026, 09:00:01] Zé: nunca disse\n"
        "24/02/2026 10:01 - Ana: viu?\n24/02/2026 10:02 - Bia: vi"
    )
    assert chat.authors() == ("Ana", "Bia")
    assert "nunca disse" in chat.messages[0].text
    assert any("colada" in warning for warning in chat.warnings)


@pytest.mark.parametrize(
    "text", ["", "olá\nmundo", "Prezada equipe,\n24/02/2026 pedi", "31/02/2026 10:00 - A: x"]
)
def test_what_is_no_export_is_refused_with_a_way_out(text):
    with pytest.raises(UnreadableConversationError, match="Exportar conversa"):
        read(text)


def test_both_systems_give_the_same_keys():
    android, iphone = (
        [
            digest
            for message, digest in zip(chat.messages, digests_of(chat.messages), strict=True)
            if message.may_be_taken
        ]
        for chat in (read_sample("android-pt.txt"), read_sample("ios-pt.txt"))
    )
    assert android == iphone
    assert len(set(android)) == len(android)


_WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp", "Zs", "Co", "Cn", "Nd")),
    min_size=1,
    max_size=12,
).filter(lambda word: word.strip() == word and not set(word) & set("[]<>()~:"))
_MESSAGES = st.lists(
    st.tuples(
        st.sampled_from(["Ana", "Dr. João da Silva", "+55 11 91234-5678", "Renata 😀"]),
        st.lists(st.lists(_WORDS, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=3).map(
            "\n".join
        ),
        st.integers(0, 4000),
    ),
    min_size=1,
    max_size=12,
)
_FORMS = {
    "android": "{0:%d/%m/%Y %H:%M} - {1}: {2}",
    "android short": "{0:%d/%m/%y}, {0:%H:%M} - {1}: {2}",
    "android 12h": "{0:%m/%d/%y}, {0:%I:%M}\u202f{0:%p} - {1}: {2}",
    "iphone": "[{0:%d/%m/%Y}, {0:%H:%M:%S}] {1}: {2}",
    "iphone short": "[{0:%d/%m/%y} {0:%H:%M:%S}] \u202a{1}\u202c: {2}",
    "iphone 12h": "[{0:%m/%d/%y}, {0:%I:%M:%S}\u202f{0:%p}] {1}: {2}",
}


@settings(max_examples=25, deadline=None)
@given(said=_MESSAGES, form=st.sampled_from(sorted(_FORMS)), line_end=st.sampled_from(["\n", "\r\n"]))
def test_what_is_written_in_any_form_reads_back(said, form, line_end):
    # The first day is one that has a single reading.
    moment, lines, expected = clock(2025, 3, 25, 8, 0), [], []
    for author, text, minutes in said:
        moment += dt.timedelta(minutes=minutes)
        lines.append(_FORMS[form].format(moment, author, text).replace("\n", line_end))
        expected.append((moment, author, text))
    messages = read(line_end.join(lines) + line_end).messages
    assert [(item.moment, item.author, item.text) for item in messages if item.kind is TEXT] == expected


def test_thousands_of_messages_in_a_moment():
    """At this pace a hundred thousand take a few seconds."""
    start = clock(2020, 1, 1)
    text = "\n".join(
        f"{start + dt.timedelta(minutes=7 * number):%d/%m/%Y %H:%M} - {'AB'[number % 2]}: nº {number}"
        for number in range(25_000)
    )
    before = time.process_time()
    messages = read(text).messages
    assert len(digests_of(messages)) == 25_000
    assert time.process_time() - before < 5


@pytest.mark.parametrize("end", ["b>", "• b", "\u200edocument omitted"])
def test_a_text_of_spaces_takes_no_time(end: str):
    began = time.monotonic()
    read_conversation(f"24/02/2026 14:05 - Ana: a{' ' * 200_000}{end}\n", now=NOW)
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("line", ["24/02/2026 14:05 - A: b\n", "1\n"])
def test_a_conversation_without_end_is_refused_before_it_fills_the_memory(monkeypatch, line: str):
    monkeypatch.setattr(stamps, "MOST_MESSAGES", 20)
    monkeypatch.setattr(stamps, "MOST_LINES", 40)
    assert len(read("24/02/2026 14:05 - A: b\n" * 20).messages) == 20
    with pytest.raises(UnreadableConversationError, match="longa demais"):
        read(line * 50)
