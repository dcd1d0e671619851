"""What copying does to a text: mail quotes and wraps it, an editor turns tabs to blanks."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable

import pytest

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
    "accents apart": lambda text: __import__("unicodedata").normalize("NFD", text),
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


def test_a_page_of_html_reads_as_its_text() -> None:
    own = {
        "head": "boxed", "newline": "\n", "bom": False, "escape": False, "bold_labels": "", "bold_obs": "",
        "line_break": "", "quoted": False, "margin": 0, "trailing": False, "nbsp": False, "title": "{}",
        "paragraphs": "newline", "gap": "  ", "boxes": "glyph",
    }  # fmt: skip
    for each in samples(range(300, 340), lambda layout: layout.but(**own)):
        assert differences(each.form, reread(as_html(each.text))) == {}, each.seed
