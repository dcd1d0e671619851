"""What copying does to a text: mail quotes and wraps it, an editor turns tabs to blanks."""

from __future__ import annotations

import html
import re
import textwrap
import unicodedata
from collections.abc import Callable
from itertools import count

import pytest

from vinculo.paper.editions import packaged_edition

from .corpus import differences, reread, sample, samples
from .html_copy import as_html

LINES_OF_THEIR_OWN = {"colon", "colon-lines", "bullets", "below", "leaders", "inline-bold", "stacked"}


def wrapped(text: str, width: int, mark: str = "") -> str:
    rows: list[str] = []
    for line in text.split("\n"):
        fits = len(line) <= width
        rows += [line] if fits else textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)
    return "\n".join(mark + row for row in rows)


COPIES: dict[str, Callable[[str], str]] = {
    "tabs to one blank": lambda text: text.replace("\t", " "),
    "runs of blanks to one": lambda text: re.sub(" {2,}", " ", text),
    "no blank lines": lambda text: re.sub(r"\n\s*\n", "\n", text),
    "blank lines doubled": lambda text: text.replace("\n", "\n\n"),
    "bold gone": lambda text: text.replace("**", ""),
    "bullets before all lines": lambda text: re.sub(r"(?m)^(?=.*\S)", "• ", text),
    "quoted": lambda text: re.sub(r"(?m)^", "> ", text),
    "quoted twice": lambda text: re.sub(r"(?m)^", ">> ", text),
    "no-break blanks": lambda text: text.replace(" ", "\xa0"),
    "thin blanks and marks of direction": lambda text: text.replace(" ", "\u202f").replace("a", "a\u200e"),
    "a code block": lambda text: f"```text\n{text}\n```\n",
    "accents apart": lambda text: unicodedata.normalize("NFD", text),
    "old Macintosh line ends": lambda text: text.replace("\n", "\r"),
    "form feeds": lambda text: re.sub(
        r"\n\n(?=\W*(?:2|4).{0,2}contato)", "\n\f\n", text, flags=re.IGNORECASE
    ),
}
LOSES_CELLS = {"tabs to one blank", "runs of blanks to one"}


@pytest.mark.parametrize("copy", sorted(COPIES))
def test_a_copy_reads_as_its_original(copy: str) -> None:
    own = {"newline": "\n", "bom": False, "quoted": False, "margin": 0, "nbsp": False, "boxes": "glyph"}
    for each in samples(range(100, 160), lambda layout: layout.but(**own)):
        if copy in LOSES_CELLS and each.layout.head in {"spaces", "gaps", "aligned", "single"}:
            continue
        reading = reread(COPIES[copy](each.text))
        assert differences(each.form, reading) == {}, (each.seed, each.layout.head)


@pytest.mark.parametrize(("width", "mark"), [(76, ""), (72, "> "), (64, "")])
def test_wrapped_by_a_mail_program(width: int, mark: str) -> None:
    own = {"newline": "\n", "bom": False, "quoted": False, "margin": 0, "nbsp": False, "trailing": False}
    for each in samples(range(200, 330), lambda layout: layout.but(boxes="parens", **own)):
        if each.layout.head in LINES_OF_THEIR_OWN:
            reading = reread(wrapped(each.text, width, mark))
            assert differences(each.form, reading) == {}, (each.seed, each.layout.head)


def test_wrapped_lines_are_no_paragraphs_and_blank_lines_part_them() -> None:
    each = sample(seed=3, head="colon", obs="same")
    reading = reread(wrapped(each.text, 70))
    assert reading.form is not None
    assert reading.form.contacts == each.form.contacts
    assert reading.form.general_note == each.form.general_note


def in_the_head(text: str, change: Callable[[str], str]) -> str:
    end = text.lower().index("status reten")
    return change(text[:end]) + text[end:]


LABELS = "|".join(re.escape(item.label) for row in packaged_edition(1).head for item in row)
TYPED = {
    "head": "colon-lines",
    "bold_labels": "",
    "upper": False,
    "ordinal": "º",
    "newline": "\n",
    "bom": False,
}


@pytest.mark.parametrize("sign", [" - ", " – ", " = ", " -> ", ":", " : ", "\n: ", ":\n", ".....: "])
def test_whatever_people_type_between_label_and_value(sign: str) -> None:
    own = {**TYPED, "quoted": False, "margin": 0, "nbsp": False, "trailing": False}
    for each in samples(range(400, 440), lambda layout: layout.but(**own)):
        typed = in_the_head(each.text, lambda head: re.sub(rf"(?m)^({LABELS}): ", rf"\g<1>{sign}", head))
        assert differences(each.form, reread(typed)) == {}, each.seed


def numbered(text: str) -> str:
    numbers = count(1)
    return re.sub(rf"(?m)^(?={LABELS})", lambda _: f"{next(numbers)}. ", text)


def test_numbered_lines() -> None:
    own = {**TYPED, "quoted": False, "margin": 0, "nbsp": False, "trailing": False}
    for each in samples(range(440, 470), lambda layout: layout.but(**own)):
        assert differences(each.form, reread(in_the_head(each.text, numbered))) == {}, each.seed


def test_all_on_one_line() -> None:
    own = {
        **TYPED,
        "head": "colon",
        "boxes": "brackets",
        "bold_obs": "",
        "title": "{}",
        "rules": "",
        "bullet": "",
        "escape": False,
        "line_break": "",
        "obs": "same",
        "obs_word": "Obs.:",
        "contact_date": "same",
        "paragraphs": "newline",
        "instruction": "",
        "page_break": "",
        "foot": "",
        "sign": "name",
        "gap": " ",
        "preface": "",
        "label_end": ":",
        "behind": False,
        "placeholder": "",
        "quoted": False,
        "nbsp": False,
    }
    for each in samples(range(470, 530), lambda layout: layout.but(**own)):
        assert differences(each.form, reread(" ".join(each.text.split()))) == {}, each.seed


def test_entities_of_a_program_that_knew_no_accents() -> None:
    own = {"head": "colon", "boxes": "parens", "newline": "\n"}
    for each in samples(range(530, 550), lambda layout: layout.but(**own)):
        text = html.escape(each.text, quote=False).encode("ascii", "xmlcharrefreplace").decode()
        assert differences(each.form, reread(text)) == {}, each.seed


def test_a_mail_before_a_form_without_title_says_nothing_of_it() -> None:
    mail = "De: Central\nData: 01/02/2020\nPara: Cadastro\nAssunto: formulário\n\n"
    for each in samples(range(550, 580), lambda layout: layout.but(title=None, preface="", quoted=False)):
        assert differences(each.form, reread(mail + each.text)) == {}, each.seed


def test_a_page_of_html_reads_as_its_text() -> None:
    own = {
        "head": "boxed", "newline": "\n", "bom": False, "escape": False, "bold_labels": "", "bold_obs": "",
        "line_break": "", "quoted": False, "margin": 0, "trailing": False, "nbsp": False, "title": "{}",
        "paragraphs": "newline", "gap": "  ", "boxes": "glyph",
    }  # fmt: skip
    for each in samples(range(300, 340), lambda layout: layout.but(**own)):
        assert differences(each.form, reread(as_html(each.text))) == {}, each.seed
