"""The filters and the rows of the list, written straight to HTML: hundreds of boxes and cells on one page.

A template takes many times as long for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from ..cases.list_filters import FilterView
from ..cases.list_presenters import ListPage
from ..cases.list_rows import Cell, Row
from ..site.controls import Control, ControlOption
from .vinculo_components import icon, state_tag

register = template.Library()

ALWAYS_WIDE = frozenset({"name"})
UNLABELLED = frozenset({"name", "state"})
CLASS_OF_KIND = {
    "note": " is-wide",
    "day": " nowrap",
    "moment": " nowrap",
    "count": " is-number",
    "money": " is-number",
}


@register.simple_tag
def filter_control(view: FilterView) -> SafeString:
    """One filter: boxes that fold away, two ends of a range, or a single control."""
    # S308: every part that is not ours is escaped below.
    return mark_safe(_DRAWN[view.kind](view))  # noqa: S308


def _pick(view: FilterView) -> str:
    label, control = escape(view.label), view.controls[0]
    name = escape(control.name)
    boxes = "".join(_box(name, option) for option in control.options)
    return (
        f'<details class="pick"><summary class="pick__name">{label}{icon("chevron")}</summary>'
        f'<fieldset class="pick__panel"><legend class="visually-hidden">{label}</legend>{boxes}'
        "</fieldset></details>"
    )


def _box(name: str, option: ControlOption) -> str:
    return _written_box(name, option.value, option.label, option.selected)


@lru_cache(maxsize=4096)
def _written_box(name: str, value: str, label: str, checked: bool) -> str:
    """Kept: they are the same on every list, but for those that are ticked."""
    tick = " checked" if checked else ""
    return (
        f'<label class="choice"><input type="checkbox" name="{name}" value="{escape(value)}"{tick}>'
        f" <span>{escape(label)}</span></label>\n"
    )


def _range(view: FilterView) -> str:
    label = escape(view.label)
    ends = "".join(_end(label, control) for control in view.controls)
    return f'<fieldset class="range"><legend>{label}</legend>{ends}</fieldset>'


def _end(of: str, control: Control) -> str:
    label = escape(control.label)
    return (
        f'<input type="text" name="{escape(control.name)}" value="{escape(control.value)}"'
        f' aria-label="{of}, {label}" placeholder="{label}"{_format(control)}'
        f' inputmode="{control.input_mode or "numeric"}" autocomplete="off">'
    )


def _single(view: FilterView) -> str:
    control = view.controls[0]
    named = f'id="{escape(control.id)}" name="{escape(control.name)}"'
    if control.kind == "select":
        written = f"<select {named}>{options_of(control.options)}</select>"
    else:
        mode = f' inputmode="{control.input_mode}"' if control.input_mode else ""
        value = escape(control.value)
        written = f'<input type="text" {named} value="{value}"{_format(control)}{mode}>'
    return (
        f'<div class="field"><label for="{escape(control.id)}">{escape(control.label)}</label>{written}</div>'
    )


def _format(control: Control) -> str:
    return f' data-format="{control.format}"' if control.format else ""


_DRAWN = {"pick": _pick, "range": _range, "control": _single}


@register.simple_tag
def case_rows(page: ListPage) -> SafeString:
    """The rows of the table, each with what it has of the searched words."""
    may_pick = bool(page.bulk)
    return mark_safe("".join(_row(row, may_pick=may_pick) for row in page.rows))  # noqa: S308


def _row(row: Row, *, may_pick: bool) -> str:
    number = escape(row.number)
    pick = (
        f'<td class="case-table__pick"><input type="checkbox" name="case" value="{row.case_id}" data-pick'
        f' aria-label="Selecionar {number}"></td>'
        if may_pick
        else ""
    )
    return (
        f'<tr>{pick}<th scope="row" class="case-table__number">'
        f'<a class="row-link" href="{escape(row.url)}">{number}</a></th>'
        f"{''.join(_cell(row, cell) for cell in row.cells)}</tr>\n{_excerpt(row, may_pick=may_pick)}"
    )


def _cell(row: Row, cell: Cell) -> str:
    css = f"case-table__{cell.key}{CLASS_OF_KIND.get(cell.kind, '')}"
    if cell.key in ALWAYS_WIDE:
        css += " is-wide"
    if not cell.text:
        css += " is-empty"
    label = "" if cell.key in UNLABELLED else f' data-label="{escape(cell.label)}"'
    text = state_tag(row.state, is_history=row.is_history) if cell.kind == "state" else escape(cell.text)
    second = f'<span class="cell-second {cell.tone}">{escape(cell.second)}</span>' if cell.second else ""
    if cell.key == "city":
        # A narrow column parts a city from its state, never a word.
        text = text.replace("/", "/<wbr>")
    return f'<td class="{css}"{label}>{text}{second}</td>'


def _excerpt(row: Row, *, may_pick: bool) -> str:
    if row.excerpt is None:
        return ""
    empty = '<td class="is-empty"></td>'
    return (
        f'<tr class="case-table__excerpt">{empty if may_pick else ""}{empty}'
        f'<td class="is-wide" colspan="{len(row.cells)}">'
        f'<span class="visually-hidden">{escape(row.number)}, nas observações: </span>'
        f"{escape(row.excerpt.before)}<mark>{escape(row.excerpt.word)}</mark>{escape(row.excerpt.after)}"
        "</td></tr>\n"
    )


@register.simple_tag
def column_choices(choices: Sequence[ControlOption]) -> SafeString:
    """The columns to choose and to move, one to a line."""
    return mark_safe("".join(_column(choice) for choice in choices))  # noqa: S308


def _column(choice: ControlOption) -> str:
    label = escape(choice.label)
    moves = "".join(
        f'<button type="button" class="button button--quiet button--icon" data-move="{step}"'
        f' aria-label="{label}: mais à {side}">{icon(sign)}</button>'
        for step, side, sign in (("-1", "esquerda", "up"), ("1", "direita", "down"))
    )
    return (
        f"<li>{_written_box('column', choice.value, choice.label, choice.selected).rstrip()}"
        f'<span class="column-choices__move">{moves}</span></li>'
    )


@register.simple_tag
def options_of(choices: Sequence[ControlOption]) -> SafeString:
    """The options of a `select`."""
    return mark_safe(  # noqa: S308
        "".join(
            f'<option value="{escape(option.value)}"{" selected" if option.selected else ""}>'
            f"{escape(option.label)}</option>"
            for option in choices
        )
    )
