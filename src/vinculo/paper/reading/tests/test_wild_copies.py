"""Texts as programs and people wrote them: each of these was once read wrongly."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from vinculo.paper.reading import Line, Page, decode, read_page, split_forms

from .corpus import EDITIONS, differences, reread, sample, samples

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


def of_rows(*rows: list[str]) -> str:
    """A text whose head has these rows, each as a table of pipes with its labels above its values."""
    lines = sample(5, edition=2, **PLAIN).text.split("\n")
    gone = ("Operadora", "UF:", "Data início")
    table = ["", *("| " + " | ".join(row) + " |" for row in rows), ""]
    place = next(number for number, line in enumerate(lines) if line.startswith(gone))
    kept = [line for line in lines if not line.startswith(gone)]
    return "\n".join([*kept[:place], *table, *kept[place:]])


def test_a_merged_cell_that_a_converter_repeats_is_one_cell() -> None:
    text = of_rows(
        ["Operadora", "CRO", "UF", "Nome dentista", "Nome dentista"],
        ["Odonto Lume", "57720", "AL", "LETÍCIA SCHNEIDER", "LETÍCIA SCHNEIDER"],
        ["Data início", "Data final", "Tempo finalização", "Tempo finalização", "Tempo finalização"],
        ["14/03/2024", "14/03/2024", "177 dias", "177 dias", "177 dias"],
    )
    form = reread(text).form
    assert form is not None
    assert (form.operator, form.dentist_name) == ("Odonto Lume", "LETÍCIA SCHNEIDER")
    assert form.started_on is not None
    assert form.started_on == form.ended_on
    assert form.duration_days == 177


def head_rows(seed: int, change: Callable[[str], str]) -> None:
    """The head's lines changed: those up to the first block."""

    def changed(text: str) -> str:
        end = text.index("Status retenção")
        return change(text[:end]) + text[end:]

    assert_same(seed, changed)


def test_semicolons_between_label_and_value_pairs(seed: int) -> None:
    head_rows(seed, lambda head: re.sub(r"(?<=\S)  (?=[A-ZÚnN][^:\n]*:)", "; ", head))


def test_cells_of_word_copied_one_by_one() -> None:
    lines = sample(5, edition=2, **PLAIN).text.split("\n")
    cells = "Operadora\nOdonto Lume\tCRO\n57720\tUF\n\tNome dentista\nLETÍCIA SCHNEIDER\n\nCNPJ\n\tCPF\n"
    place = next(number for number, line in enumerate(lines) if line.startswith("Operadora"))
    form = reread("\n".join([*lines[:place], cells, *lines[place + 3 :]])).form
    assert form is not None
    found = (form.operator, form.cro, form.cro_state, form.dentist_name)
    assert found == ("Odonto Lume", "57720", None, "LETÍCIA SCHNEIDER")


@pytest.mark.parametrize("stamp", ["[14/03/2024 10:22] Iara: ", "14/03/2024 10:22 - Iara Lins: "])
def test_the_stamps_of_a_chat(seed: int, stamp: str) -> None:
    assert_same(seed, lambda text: re.sub(r"^(?=.)", stamp, text, flags=re.MULTILINE))


def test_tabs_at_the_end_of_lines_that_blanks_part() -> None:
    for number in range(40, 60):
        base = sample(number, edition=1, **(PLAIN | {"head": "aligned"}))
        text = re.sub(r"(?<=\S)$", "\t", base.text, flags=re.MULTILINE)
        assert differences(base.form, reread(text)) == differences(base.form, reread(base.text))


TITLES = (
    "Formulário - Processo de Retenção anterior foi cancelado\n\nOperadora: a concorrente libera na hora."
)


def test_a_title_with_words_behind_it_is_none() -> None:
    text = with_note("Ligação.\n" + TITLES)
    assert len(split_forms(text)) == 1
    assert len(split_forms(text + "\n" + text)) == 2


ALL_ACTIONS = ["novos valores", "suporte", "divulgação", "treinamento", "reciclagem"]


def with_actions(mark: str) -> str:
    text = sample(5, edition=2, **PLAIN).text
    options = [f"{mark}Ofertado {name}" for name in ALL_ACTIONS] + [f"{mark}Outros"]
    start = text.index("Ação Retenção")
    return f"{text[:start]}Ação Retenção\n\n{'  '.join(options)}\n\n{text[text.index('Obs.', start) :]}"


def test_all_ticked_is_all_ticked() -> None:
    reading = reread(with_actions("☒ "))
    assert reading.form is not None
    assert len(reading.form.actions) == 6
    assert reading.confidence["actions"] < 0.9
    assert "all-ticked" in {finding.code for finding in reading.findings}


@pytest.mark.parametrize("mark", ["", "● ", "■ "])
def test_options_without_marks_are_never_ticked(mark: str) -> None:
    reading = reread(with_actions(mark))
    assert reading.form is not None
    assert reading.form.actions == ()
    assert reading.confidence["actions"] <= 0.5
    assert "ticks-lost" in {finding.code for finding in reading.findings}


def test_words_of_an_unsure_page_are_no_ticks() -> None:
    """Where boxes were drawn, some options may have been lost from the text."""
    text = re.sub("[☐☒] ?", "", sample(5, edition=2, **PLAIN).text).replace("Ofertado", "0fertad0")
    lines = (Line(row, sure=0.5) for row in text.split("\n") if row)
    form = read_page(Page.of(lines), EDITIONS).form
    assert form is not None
    assert (form.outcome, form.actions, form.termination_reasons, form.sectors) == (None, (), (), ())


def repeated_in_columns(row: re.Match[str]) -> str:
    cells = [cell.strip() for cell in row[0].strip().strip("|").split("|")]
    return "| " + " | ".join([*cells, *[cells[-1]] * (7 - len(cells))]) + " |"


def in_a_grid(row: re.Match[str]) -> str:
    cells = [f" {cell.strip()} " for cell in row[0].strip().strip("|").split("|")]
    border = "+" + "+".join("-" * max(3, len(cell)) for cell in cells) + "+"
    padded = "|".join(cell.ljust(max(3, len(cell))) for cell in cells)
    return f"{border}\n|{padded}|\n{border}"


@pytest.mark.parametrize("change", [repeated_in_columns, in_a_grid])
@pytest.mark.parametrize("head", ["cell-colon", "cell-break"])
def test_tables_of_the_corpus_as_converters_write_them(
    head: str, change: Callable[[re.Match[str]], str]
) -> None:
    own = PLAIN | {"head": head, "gap": " ", "margin": 0, "quoted": False, "trailing": False}
    for each in samples(range(700, 712), lambda layout: layout.but(**own)):
        text = re.sub(r"^\|(?![ :|-]*$).*\|[ \t]*$", change, each.text, flags=re.MULTILINE)
        assert text != each.text
        assert differences(each.form, reread(text)) == differences(each.form, reread(each.text)), each.seed
