"""Comparing and merging two versions of a text: nothing that anybody wrote may vanish."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vinculo.kernel.text_merge import Change, compare, merge

WORDS = st.lists(st.sampled_from(["a", "doutora", "não", "quer", "voltar", ".", "\n"]), max_size=12)
TEXTS = WORDS.map(" ".join)


def shown(before: str, after: str) -> str:
    marks = {Change.SAME: "{}", Change.REMOVED: "[-{}-]", Change.ADDED: "[+{}+]"}
    return "".join(marks[part.change].format(part.text) for part in compare(before, after))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Itu", "Itu", "Itu"),
        ("", "Itu", "[+Itu+]"),
        ("Itu", "Salto", "[-Itu-][+Salto+]"),
        ("Falei com a doutora.", "Falei com a secretária.", "Falei com a [-doutora-][+secretária+]."),
        ("Liguei.", "Liguei. Sem resposta.", "Liguei.[+ Sem resposta.+]"),
    ],
)
def test_words_that_differ_are_marked(before: str, after: str, expected: str):
    assert shown(before, after) == expected


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "expected", "clashes"),
    [
        ("Liguei hoje.", "Liguei hoje cedo.", "Liguei hoje.", "Liguei hoje cedo.", False),
        ("Liguei hoje.", "Eu liguei hoje.", "Liguei hoje. Sem resposta.", None, False),
        ("Nota.", "Nota. Retornar dia 5.", "Nota. Sem resposta.", None, True),
        ("", "Falei com ela.", "Ninguém atendeu.", "Ninguém atendeu. Falei com ela.", True),
        ("Itu", "Salto", "Sorocaba", "Sorocaba Salto", True),
        (None, "um", "outro", "outro\num", True),
        ("a\nb\n", "a\nb\nminha\n", "a\nb\ndele\n", "a\nb\ndele\nminha\n", True),
    ],
)
def test_both_texts_become_one(base: str | None, mine: str, theirs: str, expected: str | None, clashes: bool):
    merged = merge(base=base, mine=mine, theirs=theirs)
    assert merged.has_clash is clashes
    if expected is not None:
        assert merged.text == expected


def test_what_each_added_at_another_place_stands_in_the_merged_text():
    merged = merge(
        base="Falei com a recepção.",
        mine="02/03: Falei com a recepção.",
        theirs="Falei com a recepção. A doutora volta dia 9.",
    )
    assert merged.text == "02/03: Falei com a recepção. A doutora volta dia 9."
    assert not merged.has_clash


@given(TEXTS, TEXTS)
def test_a_comparison_holds_both_texts_whole(before: str, after: str):
    parts = compare(before, after)
    assert "".join(part.text for part in parts if part.change is not Change.ADDED) == before
    assert "".join(part.text for part in parts if part.change is not Change.REMOVED) == after


@given(TEXTS, TEXTS, TEXTS)
def test_every_word_that_somebody_added_is_in_the_merged_text(base: str, mine: str, theirs: str):
    merged = merge(base=base, mine=mine, theirs=theirs).text.split()
    for text in (mine, theirs):
        for word in set(text.split()) - set(base.split()):
            assert word in merged
    assert merge(base=base, mine=base, theirs=theirs).text == theirs
    assert merge(base=base, mine=mine, theirs=base).text == mine


def test_huge_texts_are_compared_in_time():
    before = "\n".join(f"linha {number} de um texto que não acaba" for number in range(2500))
    after = before.replace("linha 1999 ", "linha do meio ")
    scattered = " ".join(f"p{number}" for number in range(1400))
    begun = time.monotonic()
    assert merge(base=before, mine=after, theirs=before + "\nfim").text == after + "\nfim"
    assert [part.change for part in compare(before, "x" * 500_000)] == [Change.REMOVED, Change.ADDED]
    assert merge(base=scattered, mine=scattered.upper(), theirs=scattered[::-1]).has_clash
    assert time.monotonic() - begun < 3
