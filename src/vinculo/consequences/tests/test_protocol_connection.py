"""The file that says how a protocol system is reached: its example, its mistakes, the words that are sent."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from vinculo.consequences.core_system.connection import StatusLook
from vinculo.consequences.core_system.connection_file import HISTORY, INACTIVATION, read_core_connection
from vinculo.consequences.protocol_system.answers import NotAsItself, clean_number, looked_up, opened
from vinculo.consequences.protocol_system.connection import LookingUp, Opening, SystemAddress
from vinculo.consequences.protocol_system.connection_file import connection_of, read_connection
from vinculo.consequences.protocol_system.http_asking import Answer
from vinculo.consequences.protocol_system.kinds import packaged_kinds, worded

FILING_EXAMPLE = Path(__file__).parents[4] / "docs/examples/arquivamento.toml"
EXAMPLE = Path(__file__).parents[4] / "docs/examples/protocolos.toml"


def test_the_example_says_what_is_usual():
    system, mistakes = read_connection(EXAMPLE.read_text(encoding="utf-8"))
    assert mistakes == []
    assert (system.address.token_variable, system.opening.fields["kind"]) == ("SAD_TOKEN", "tipo")
    assert system.looking_up == LookingUp()
    assert system.kinds == packaged_kinds()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[http]\nbase_url = 7", "[http] base_url: precisa ser um texto"),
        ('[http]\nbase_url = "sad.exemplo"', "informe o endereço do servidor"),
        ('[http]\nbase_url = "http://u:p@x"', "informe o endereço do servidor"),
        ('[http]\nbase_url = "http://x"\ntoken_variable = "abc123!"', "nunca o token"),
        ('[http]\nbase_url = "http://x"\ntimeout_seconds = 90', "de 1 a 25"),
        ('[http]\nbase_url = "http://x"\n[look_up]\nkey_parameter = ""', "nada pode ser reenviado"),
        (
            '[http]\nbase_url = "http://x"\n[kinds.terminated]\ntext = "{cpf}"',
            "não se preenche sozinho: {cpf}",
        ),
        ('[http]\nbase_url = "http://x"\n[kinds.left]\nkind = "x"', "left"),
        ('[http]\nbase_url = "http://x"\n[opens]', "a tabela [opens] não existe"),
        ("[http\n", "não segue o formato TOML na linha 1"),
    ],
)
def test_each_mistake_is_a_sentence_with_its_place(text: str, words: str):
    assert any(words.lower() in mistake.lower() for mistake in read_connection(text)[1])


def test_no_file_is_by_hand_and_a_broken_one_is_not(tmp_path: Path):
    assert connection_of("ODL", tmp_path).is_by_hand
    assert connection_of("../ODL", tmp_path).is_by_hand
    (tmp_path / "ODL.toml").write_bytes(b"\xff")
    found = connection_of("ODL", tmp_path)
    assert (found.is_by_hand, found.system, len(found.mistakes)) == (False, None, 1)


def test_a_token_comes_from_a_variable_or_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "token").write_text(" abc \n")
    monkeypatch.setenv("SAD_TOKEN", "xyz")
    assert SystemAddress("http://x", token_file=str(tmp_path / "token")).token() == "abc"
    assert SystemAddress("http://x", token_variable="SAD_TOKEN").token() == "xyz"
    assert SystemAddress("http://x").token() == ""


def test_lines_without_their_value_are_left_out():
    told = worded(
        packaged_kinds()["retained"], {"prestador": "Ana", "processo": "ODL-1", "desfecho": "Retenção"}
    )
    assert told.text == "Processo de retenção ODL-1: Retenção."
    assert (told.in_name_of, told.subject) == ("Ana", "Retenção efetiva: Ana")
    assert worded(packaged_kinds()["terminated"], {}).in_name_of == "Prestador sem nome"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("sad 1683-2052-3417", "SAD168320523417"),
        ("2026/000123", "2026/000123"),
        ("sem número", ""),
        ("9" * 41, ""),
        ("", ""),
    ],
)
def test_a_number_is_what_holds_a_digit_and_is_short(text: str, number: str):
    assert clean_number(text) == number


def answer(status: int, body: str, retry_after: str = "") -> Answer:
    return Answer(status, "application/json", retry_after, body.encode())


def test_answers_that_are_none():
    for status, body, words in (
        (401, "{}", "recusou o acesso"),
        (302, "", "Confira os endereços"),
        (500, "{}", "um erro dele (500)"),
        (200, "<html>", "página da internet"),
        (200, "[1", "não se entendem"),
        (200, "[]", "não se entendem"),
    ):
        with pytest.raises(NotAsItself, match=words.replace("(", r"\(").replace(")", r"\)")):
            opened(answer(status, body), Opening())
    with pytest.raises(NotAsItself) as caught:
        opened(answer(429, "", "7"), Opening())
    assert caught.value.rest is not None
    assert caught.value.rest.seconds == 7
    assert looked_up(answer(200, '{"items": []}'), Opening(), LookingUp()) is None
    assert looked_up(answer(404, ""), Opening(), LookingUp(items_field="")) is None


def test_the_example_of_filing_says_what_is_usual_and_mistakes_have_their_place():
    system, mistakes = read_core_connection(FILING_EXAMPLE.read_text(encoding="utf-8"))
    assert mistakes == []
    assert (system.history, system.inactivation) == (HISTORY, replace(INACTIVATION, status=StatusLook()))
    http = '[http]\nbase_url = "http://x"\n'
    for text, words in (
        ("", "Falta dizer o que informar"),
        ('[history]\npath = "/historico"', "[history] path: falta {key}"),
        ('[history]\n[history.fields]\ntext = ""', "falta o nome do campo"),
        ("[inactivate]\nlongest = 9", "a chave longest não existe em [inactivate]"),
        ('[inactivate]\n[forms]\ndates = "mm/dd"', 'Use "dd/mm/aaaa", "aaaa-mm-dd"'),
    ):
        assert any(words.lower() in told.lower() for told in read_core_connection(http + text)[1]), text
    with_path = '[attach]\npath = "/protocols/{number}"'
    assert "[attach] path: falta {name}" in " ".join(read_connection(http + with_path)[1])
