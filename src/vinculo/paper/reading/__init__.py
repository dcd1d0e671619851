"""Reading the form: from text, or any page of lines, to a `RetentionForm`.

In: bytes (`decode`), text (`read_text`) or a `Page` of lines (`read_page`), and the editions that may be
meant. Out: a `Reading`: the form or None, how sure each field is, and findings. Invariant: nothing is guessed
that looks certain: what cannot be read is null with a finding, and no field is inferred from another.

The way of a text:

1. `decoding`: bytes to text. `splitting`: several forms in one text.
2. `markup` (and `html_text`): what is Markdown or HTML goes, what was written stays: lines of a `page`.
   Readers of other files make such a page of their own, and everything below is the same for them.
3. `furniture`: page heads and feet go.
4. `told_edition`: which edition it is; `vocabulary`: that edition's labels and options as patterns.
5. `blocks`: where "Status retenção", "1º contato" and the others begin, told from the same words in notes.
6. `head` (with `head_cells`, `head_labels`, `rows`, `shapes`, `pairs`): which text stands in which field.
7. `contacts`, `lists` (with `ticks`), `notes`, `foot`: the blocks.
8. `values`: text to typed values, each with its confidence and, if need be, a finding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vinculo.kernel.finding import Finding, Severity

from ..editions import Edition
from .decoding import MAX_BYTES, UndecodableError, decode
from .markup import lines_of_text
from .page import CELL, TICKED, UNTICKED, WITHIN_CELL, Box, Line, Page, Word
from .reader import Reading, read_page, refused
from .splitting import split_forms
from .values import quoted

__all__ = [
    "CELL",
    "MAX_BYTES",
    "TICKED",
    "UNTICKED",
    "WITHIN_CELL",
    "Box",
    "Line",
    "Page",
    "Reading",
    "UndecodableError",
    "Word",
    "decode",
    "quoted",
    "read_page",
    "read_text",
    "refused",
    "split_forms",
]

# A form has some 6 kB; what stands beyond this is no part of one.
_LONGEST_FORM = 150_000


def read_text(text: str, editions: Sequence[Edition]) -> Reading:
    """Read the one form that a text holds, in whichever of the editions it is.

    Raises:
        ValueError: no edition was given.
    """
    reading = read_page(Page.of(lines_of_text(text[:_LONGEST_FORM])), editions)
    if len(text) <= _LONGEST_FORM or reading.form is None:
        return reading
    message = "O texto é longo demais para um formulário: só o começo foi lido."
    return replace(
        reading, findings=(Finding("text-too-long", Severity.WARNING, "", message), *reading.findings)
    )
