"""Texts as programs and people wrote them: each of these was once read wrongly."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from vinculo.paper.reading import decode

from .corpus import differences, reread, sample

PLAIN = {"head": "colon", "gap": "  ", "boxes": "glyph", "newline": "\n", "bom": False}


@pytest.fixture(params=[3, 12], ids=["one-form", "another"])
def seed(request: pytest.FixtureRequest) -> int:
    number: int = request.param
    return number


def assert_same(seed: int, change: Callable[[str], str]) -> None:
    base = sample(seed, edition=2, **PLAIN)
    changed = change(base.text)
    assert changed != base.text
    assert differences(base.form, reread(changed)) == {}


CONTACT = re.compile(r"^([1-5]º contato)[ \t]*\n?Data:?[ \t]*(.*)$", re.MULTILINE)


@pytest.mark.parametrize(
    "head",
    [
        r"\1 (Data: \2)",
        r"\1 – Data do contato: \2",
        r"*\1* - *Data:* \2",
        r"\1, Data: \2",
        r"\1 / Data: \2",
        r"\1 [Data: \2]",
        r"\1: Data - \2",
    ],
)
def test_a_contact_is_met_however_its_date_is_parted(seed: int, head: str) -> None:
    assert_same(seed, lambda text: CONTACT.sub(head, text))


def test_a_contact_may_say_on_which_day(seed: int) -> None:
    def on_a_day(found: re.Match[str]) -> str:
        return f"{found[1]} em {found[2]}" if found[2].strip() else f"{found[1]} Data:"

    assert_same(seed, lambda text: CONTACT.sub(on_a_day, text))


@pytest.mark.parametrize(
    ("sign", "meant"),
    [
        ("☐", "&#9744;"),
        ("☒", "&#x2612;"),
        (" de ", " de&nbsp;"),
        ("1º contato", "1º\\ contato"),
        ("Status retenção", "[Status retenção]{.underline}"),
        ("Status retenção", "### Status retenção {#status-retenção}"),
        ("Status retenção", "<u>Status retenção</u>"),
        ("Status retenção", "<!-- page 2 -->\n\nStatus retenção"),
    ],
)
def test_markup_that_is_no_words(seed: int, sign: str, meant: str) -> None:
    assert_same(seed, lambda text: text.replace(sign, meant, 1 if sign == "Status retenção" else -1))


def test_the_printed_instruction_may_lack_its_accent() -> None:
    text = sample(5, edition=2, **PLAIN).text
    printed = 'Obs.: OBRIGATORIO JUSTIFICATIVA CASO SELECIONE "OUTROS".\n\nPediu prazo.\n\n'
    start = text.index("Obs.", text.index("Ação Retenção"))
    form = reread(text[:start] + printed + text[text.index("Motivo desligamento") :]).form
    assert form is not None
    assert form.actions_note == "Pediu prazo."


def test_coloured_values(seed: int) -> None:
    def coloured(text: str) -> str:
        return re.sub(r"([0-9]{2}/[0-9]{2}/[0-9]{4})", r'<span style="color:red">\1</span>', text)

    assert_same(seed, coloured)


def with_note(note: str) -> str:
    text = sample(5, edition=2, **PLAIN).text
    start = text.index("Obs. Geral")
    return text[:start] + f"Obs. Geral: {note}\n\n" + text[text.index("Setor responsável") :]


@pytest.mark.parametrize(
    "note",
    [
        "-> encaminhado ao comercial",
        "- ligou 14h\n- mandou whats",
        "* ligar amanhã",
        "— sem retorno",
        "Ligação feita.\n...",
        "Ligação feita.\n…\nRetornou.",
    ],
)
def test_the_first_sign_of_a_note_is_the_writers(note: str) -> None:
    form = reread(with_note(note)).form
    assert form is not None
    assert form.general_note == note


def test_entities_are_what_they_stand_for() -> None:
    form = reread(with_note("Clínica A &amp; B, preço &lt; R$ 5.")).form
    assert form is not None
    assert form.general_note == "Clínica A & B, preço < R$ 5."


def test_a_file_of_windows_with_many_fixed_blanks() -> None:
    text = sample(5, edition=2, **PLAIN).text.replace(" ", "\xa0").replace("☒", "(x)").replace("☐", "( )")
    assert decode(text.encode("cp1252")) == text


GRID = """\
+--------------+----------+----------+----------------+
| **Operadora**| **CRO**  | **UF**   | **Nome         |
|              |          |          | dentista**     |
+==============+==========+==========+================+
| Odonto Lume  | 57720    | AL       | LETÍCIA        |
|              |          |          | SCHNEIDER      |
+--------------+----------+----------+----------------+
"""
GRID_BESIDE = """\
+--------------+-------------+----------+----------+----------+----------+----------------+-----------+
| Operadora    | Odonto Lume | CRO      | 57720    | UF       | AL       | Nome           | LETÍCIA   |
|              |             |          |          |          |          | dentista       | SCHNEIDER |
+--------------+-------------+----------+----------+----------+----------+----------------+-----------+
"""
RULED = """\
  Operadora     CRO     UF   Nome dentista
  ------------- ------- ---- -------------------
  Odonto Lume   57720   AL   LETÍCIA SCHNEIDER
"""
RULED_LONG = """\
  ------------------------------------------------
  Operadora     CRO     UF   Nome
                             dentista
  ------------- ------- ---- -------------------
  Odonto Lume   57720   AL   LETÍCIA
                             SCHNEIDER
  ------------------------------------------------
"""


@pytest.mark.parametrize("table", [GRID, GRID_BESIDE, RULED, RULED_LONG])
def test_cells_that_run_over_lines(table: str) -> None:
    lines = sample(5, edition=2, **PLAIN).text.split("\n")
    place = next(number for number, line in enumerate(lines) if line.startswith("Operadora"))
    form = reread("\n".join([*lines[:place], "", table, "", *lines[place + 1 :]])).form
    assert form is not None
    found = (form.operator, form.cro, form.cro_state, form.dentist_name)
    assert found == ("Odonto Lume", "57720", "AL", "LETÍCIA SCHNEIDER")


def test_the_readers_own_signs_are_never_read() -> None:
    text = with_note("Visto\ue001\ue010.").replace("Operadora:", "Operadora: \ue002\ue010")
    assert not re.search("[\ue000-\uefff]", str(reread(text).to_json()))
