"""One print as data: its cells in paper order, each with its label and what stands in it.

The template draws a sheet; the reader of our prints walks the blank sheet of the same edition.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A tick box and its words."""

    code: str
    label: str
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A label, and what stands under it: text in paragraphs, or tick boxes.

    `hint` is printed beside the label, `guide` where a blank form is written on by hand; `weight` is the
    cell's share of its row.
    """

    field: str
    label: str
    text: tuple[str, ...] = ()
    boxes: tuple[Box, ...] = ()
    hint: str = ""
    guide: str = ""
    weight: int = 1


@dataclass(frozen=True, slots=True)
class ContactBlock:
    """A contact: its heading ("1º contato"), its day and its note."""

    number: int
    heading: Cell
    on: Cell
    note: Cell

    @property
    def cells(self) -> tuple[Cell, Cell, Cell]:
        return self.heading, self.on, self.note


@dataclass(frozen=True, slots=True)
class Listing:
    """A small table on the continuation sheet; `weights` are the shares of its columns."""

    title: str
    columns: tuple[str, ...]
    weights: tuple[int, ...]
    rows: tuple[tuple[tuple[str, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Continuation:
    """The sheet after the form; `of` says which form it continues."""

    title: str
    of: str
    contacts: tuple[ContactBlock, ...]
    listings: tuple[Listing, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """The foot of the form: a name over a line, and under it what the line is for and when it was signed."""

    name: tuple[str, ...]
    label: str
    details: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that is printed, top to bottom. `verified_at` is where one looks up the code of a document."""

    title: str
    head: tuple[tuple[Cell, ...], ...]
    outcome: Cell
    contacts: tuple[ContactBlock, ...]
    actions: Cell
    actions_note: Cell
    termination_reasons: Cell
    protocol_required: Cell
    general_note: Cell
    sectors: Cell
    signature: Signature
    edition: int
    edition_line: str
    case_line: str
    document_title: str
    continuation: Continuation | None = None
    watermark: str = ""
    blank: bool = False
    verified_at: str = ""

    def cells(self) -> Iterator[Cell]:
        """The labelled cells of the form proper, in the order in which they are printed."""
        for row in self.head:
            yield from row
        yield self.outcome
        for contact in self.contacts:
            yield from contact.cells
        yield self.actions
        yield self.actions_note
        yield self.termination_reasons
        yield self.protocol_required
        yield self.general_note
        yield self.sectors
