"""Messages with gaps: filled, told what is missing, refused where a gap is none."""

from __future__ import annotations

import pytest

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.tests.case_files import NOW
from vinculo.desk.actions.message_templates import (
    UnableToSaveMessage,
    adopt_starter_messages,
    create_message_template,
    edit_message_template,
)
from vinculo.desk.message_gaps import GAPS, filled, unknown_gaps
from vinculo.desk.queries.message_templates import edited_messages, offered_messages
from vinculo.desk.starter_messages import STARTER_MESSAGES
from vinculo.kernel.refusal import NotPermitted


def test_a_gap_without_a_value_stays_and_is_told():
    made = filled("Olá, {pessoa}! Sou {consultor}.", {"consultor": "Alice {x}", "pessoa": " "})
    assert (made.text, made.missing) == ("Olá, {pessoa}! Sou Alice {x}.", ("pessoa",))


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("Olá, {pessoa}!", ()),
        ("{Pessoa} e {nome}", ("{Pessoa}", "{nome}")),
        ("sobra {pessoa", ("{",)),
        ("{} e }{", ("{}", "{")),
    ],
)
def test_what_is_no_gap_is_named(text: str, unknown: tuple[str, ...]):
    assert unknown_gaps(text) == unknown


def test_the_packaged_messages_have_no_unknown_gap():
    assert [name for name, text in STARTER_MESSAGES if unknown_gaps(text)] == []
    assert all(len(name) <= 60 for name, _ in STARTER_MESSAGES)


def test_an_operator_without_messages_is_offered_the_packaged_ones(cast: Cast):
    alice = actor_of(cast.alice)
    assert offered_messages(alice, cast.operator.pk)[0].name == "Primeiro contato"
    made = create_message_template(
        operator=cast.operator, name="Portal", text="O portal voltou.", actor=actor_of(cast.bob), now=NOW
    )
    offered = [item.name for item in offered_messages(alice, cast.operator.pk)]
    assert offered == [*(name for name, _ in STARTER_MESSAGES), "Portal"]
    edit_message_template(
        template=made, name="Portal", text="Voltou.", is_active=False, actor=actor_of(cast.nina), now=NOW
    )
    assert "Portal" not in [item.name for item in offered_messages(alice, cast.operator.pk)]
    assert adopt_starter_messages(operator=cast.operator, actor=actor_of(cast.bob), now=NOW) == []


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("", "Olá", "Dê um nome"),
        ("Oi", "  ", "Dê um nome"),
        ("Oi", "Olá, {nome}", "{nome}"),
        ("Sem resposta", "Olá", "Já existe uma mensagem"),
    ],
)
def test_what_cannot_be_a_message_is_refused_with_its_reason(cast: Cast, name: str, text: str, words: str):
    with pytest.raises(UnableToSaveMessage) as refused:
        create_message_template(
            operator=cast.operator, name=name, text=text, actor=actor_of(cast.bob), now=NOW
        )
    assert words in refused.value.message
    assert all(f"{{{gap}}}" in refused.value.message for gap in GAPS) or "{nome}" not in words


def test_only_who_may_edit_edits_and_nobody_sees_another_operators(cast: Cast):
    for user in (cast.alice, cast.charlie):
        with pytest.raises(NotPermitted):
            adopt_starter_messages(operator=cast.operator, actor=actor_of(user), now=NOW)
    adopt_starter_messages(operator=cast.operator, actor=actor_of(cast.bob), now=NOW)
    assert not edited_messages(actor_of(cast.charlie)).exists()
    assert not edited_messages(actor_of(cast.alice)).exists()
    assert edited_messages(actor_of(cast.adam)).count() == len(STARTER_MESSAGES)
