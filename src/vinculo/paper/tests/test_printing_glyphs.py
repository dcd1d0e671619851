"""What is printed of a text: no character fails a print, and none vanishes unsaid."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vinculo.paper.form import RetentionForm
from vinculo.paper.printing import print_form, printing_findings
from vinculo.paper.printing.glyphs import (
    BREAK_OPPORTUNITY,
    REPLACEMENT,
    Ink,
    clusters,
    printable,
    unprintable,
    with_breaks,
)
from vinculo.paper.reading.pdf import read_pdf
from vinculo.paper.tests.printed_forms import EDITIONS, EVERY_CHARACTER


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("  São \t José\xa0dos\u2003Campos ", "São José dos Campos"),
        ("\u200eoi\u2068 você\u2069\ufeff", "oi você"),
        ("co\u00adoperação", "cooperação"),
        ("👩‍⚕️ 👍🏽 🇧🇷 1️⃣", "👩‍⚕️ 👍🏽 🇧🇷 1️⃣"),
        ("a\u200db", "ab"),
        ("e\u0301 o\u0302\u0301", "e\u0301 o\u0302\u0301"),
        ("x\u0336y", f"x{REPLACEMENT}y"),
        ("שלום", REPLACEMENT * 4),
        ("\x00\x07", REPLACEMENT * 2),
        ("\ufe0fa", "a"),
        ("漢 ok", f"{REPLACEMENT} ok"),
    ],
)
def test_what_no_font_has_is_marked_and_what_cannot_be_seen_is_left_out(text: str, shown: str):
    assert printable(text, Ink.FILLED) == shown


@settings(deadline=None)
@given(st.text())
def test_a_printable_text_stays_as_it_is_and_has_lost_nothing(text: str):
    once = printable(text, Ink.FILLED)

    assert printable(once, Ink.FILLED) == once
    assert unprintable(once, Ink.FILLED) == ()
    assert bool(unprintable(text, Ink.FILLED)) == (once.count(REPLACEMENT) > text.count(REPLACEMENT))


def test_lost_characters_are_found_by_field_and_each_named_once():
    form = RetentionForm(edition=1, operator="Sul אא ב", general_note="tudo certo 😀")

    [finding] = printing_findings(form)

    assert (finding.code, finding.field) == ("character-not-printable", "operator")
    assert finding.message.endswith("saem como “\ufffd”: א ב.")


@settings(deadline=None)
@given(st.text(st.sampled_from("ab-é👍🏽‍⚕\ufe0f ")))
def test_clusters_put_together_are_the_text(text: str):
    assert "".join(clusters(text)) == text


def test_only_a_word_wider_than_its_place_may_be_broken_inside():
    assert with_breaks("Responsável financeiro", Ink.FILLED, 8) == "Responsável financeiro"
    broken = with_breaks("Responsável " + "SAD16" * 9, Ink.FILLED, 8)
    assert broken.replace(BREAK_OPPORTUNITY, "") == "Responsável " + "SAD16" * 9
    assert BREAK_OPPORTUNITY in broken
    assert "Responsável " in broken


@settings(deadline=None)
@given(st.text(st.sampled_from("a-W"), max_size=60), st.floats(1, 12))
def test_no_piece_of_a_broken_word_is_a_hyphen_that_seems_repeated(word: str, width: float):
    pieces = with_breaks(word, Ink.FILLED, width).split(BREAK_OPPORTUNITY)

    for before, after in pairwise(pieces):
        assert not (before.endswith("-") and after == "-")


def test_every_character_of_our_fonts_prints_and_reads_back():
    size = 600
    for start in range(0, len(EVERY_CHARACTER), size):
        chosen = [
            char for char in EVERY_CHARACTER[start : start + size] if printable(char, Ink.FILLED) == char
        ]
        form = RetentionForm(edition=2, actions_note="".join(chosen), general_note=" ".join(chosen))

        assert read_pdf(print_form(form, edition=EDITIONS[1]), EDITIONS).form == RetentionForm(
            edition=2,
            actions_note=printable("".join(chosen), Ink.FILLED),
            general_note=printable(" ".join(chosen), Ink.FILLED),
        )


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=80))
def test_no_text_fails_a_print(text: str):
    form = RetentionForm(edition=1, operator=text, general_note=text, signed_by=text)

    assert print_form(form, edition=EDITIONS[0]).startswith(b"%PDF-")
