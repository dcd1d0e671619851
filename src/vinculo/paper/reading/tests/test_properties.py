"""What holds for any text and any bytes."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from random import Random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from vinculo.paper.form import RetentionForm
from vinculo.paper.reading import Line, Page, UndecodableError, decode, read_page, split_forms

from .corpus import EDITIONS, reread, sample
from .form_texts import write_form

BASE = sample(seed=11, head="colon", title="# {}", escape=True)
PIECES = [
    "Qtd CRO(s)",
    "Colaborador",
    "Data",
    ":",
    "\t",
    "  ",
    "|",
    "\n",
    "\n\n",
    "CRO",
    "UF",
    "SP",
    "57.798",
    "☒",
    "☐",
    "12/06/2023",
    "(x)",
    "( )",
    "[x]",
    "Status retenção",
    "Desligamento",
    "1º contato",
    "2º contato",
    "Obs.:",
    "Outros",
    "Motivo Retenção",
    "Ação Retenção",
    "Motivo desligamento",
    "Glosas",
    "Sim",
    "Não",
    "Obs. Geral",
    "Necessário abertura de protocolo",
    "Comercial",
    "Helena",
    "____",
    "**",
    "\\",
    "<br>",
    "R$ 1,02",
    "\f",
    "é",
    "Página 1 de 2",
    "Quais?",
    "Setor responsável",
]
# A writer's paragraphs: words with blanks between, no markup that a copy would undo.
WORDS = st.text(
    st.characters(categories=("L", "N", "P", "S"), exclude_characters="\\*_`|<>#~&•-=+.:☐☒"), min_size=1
)


@settings(max_examples=150, deadline=None)
@given(st.text())
@example("\x00\ud800")
@example("\v\f\x1c\x85\u2028")
def test_any_text_is_read_or_refused(text: str) -> None:
    reading = reread(text)
    assert reading.form is None or reading.form.edition in (1, 2)
    assert "".join(split_forms(text, EDITIONS)) is not None


@settings(max_examples=250, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_any_heap_of_the_forms_own_words_is_read_or_refused(text: str) -> None:
    reading = reread(text)
    json.dumps(reading.to_json())
    if reading.form is not None:
        assert RetentionForm.from_json(reading.form.to_json()) == reading.form
        assert all(0 <= sure <= 1 for sure in reading.confidence.values())


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
@example(b"\xff\xfe\x00")
@example(b"\xc3" * 10)
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text = decode(data)
    except UndecodableError:
        return
    reread(text)


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(0, 30))
def test_a_damaged_form_is_read_the_same_every_time(rng: Random, damages: int) -> None:
    letters = list(BASE.text)
    for _ in range(damages):
        at = rng.randrange(len(letters))
        letters[at] = rng.choice(("", "\n", " ", "x", "☒", "|", letters[at] * 2))
    text = "".join(letters)
    assert reread(text) == reread(text)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.lists(WORDS, min_size=1, max_size=8).map(" ".join), min_size=1, max_size=3))
@example(["<script>alert(1)</script>"])
@example(["</div><img src=x onerror=alert(1)>", "<!-- -->"])
@example(["<b> & &nbsp &x; a&b;c"])
@example(['"><svg onload=alert(1)>'])
@example(["{{ 7*7 }} ${x} %s"])
def test_a_note_of_any_words_survives_as_text(paragraphs: list[str]) -> None:
    note = "\n".join(map(spoken, paragraphs))
    form = replace(BASE.form, general_note=note, actions_note=note)
    reading = reread(write_form(form, BASE.edition, BASE.layout, Random(1)))
    assert reading.form is not None
    assert reading.form.general_note == note
    assert reading.form.actions_note == note


def spoken(paragraph: str) -> str:
    """A paragraph that begins and ends like a sentence, its letters and accents joined."""
    return unicodedata.normalize("NFC", "Diz: " + " ".join(paragraph.split()) + " fim.")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=30))
def test_any_page_of_another_reader_is_read_or_refused(rows: list[str]) -> None:
    read_page(Page.of(Line(row, sure=0.5) for row in rows), EDITIONS)
