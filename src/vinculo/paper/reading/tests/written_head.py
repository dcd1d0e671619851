"""The head of a form as text, in each of the ways that people and programs lay it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .form_texts import FormText

# Rows in which one value alone could be of either of two fields, if nothing shows the blank cell.
_ALIKE = (
    {"joined_on", "protocol_opened_on"},
    {"started_on", "ended_on"},
    {"lives", "published_cros"},
    {"us_value", "last_production_value"},
    {"operator", "dentist_name"},
    {"requested_by", "protocol_number"},
)
_BLANK = "______"


def head_rows(text: FormText) -> str:
    rows = []
    for row in text.edition.head:
        names = [labelled.field for labelled in row]
        if text.layout.other_place and {"city", "state"} <= set(names):
            names[0], names[1] = names[1], names[0]
        rows.append(_ROWS[text.layout.head](text, names))
    joint = (
        "\n" if text.layout.head in {"pairs", "pairs-wide", "colon-lines", "bullets", "leaders"} else "\n\n"
    )
    return joint.join(rows)


def _labels(text: FormText, names: list[str]) -> list[str]:
    return [text.emphasised(text.label(name)) for name in names]


def _values(text: FormText, names: list[str]) -> list[str]:
    return [text.value(name) for name in names]


def _above(text: FormText, labels: str, values: str) -> str:
    if text.layout.trim == "end":
        values = values.rstrip()
    return f"{labels}\n\n{values}" if text.layout.blank_row and values.strip() else f"{labels}\n{values}"


def _tabs(text: FormText, names: list[str]) -> str:
    return _above(text, "\t".join(_labels(text, names)), "\t".join(_values(text, names)))


def _spaces(text: FormText, names: list[str]) -> str:
    """Blank cells leave their gap, so that they can be told."""
    gap = " " * text.layout.label_gap
    values = _values(text, names)
    if any(not value for value in values):
        # Only where more blanks than one gap stand can a reader know; else the writer marks the blank.
        values = [value or _BLANK for value in values]
    return _above(text, gap.join(_labels(text, names)), gap.join(values))


def _gaps(text: FormText, names: list[str]) -> str:
    """Blank cells leave a gap twice as wide; those at the end are seen, for the row is not trimmed."""
    gap = " " * text.layout.label_gap
    values = _values(text, names)
    if len(names) == 2 or not values[0]:
        return _spaces(text, names)
    return f"{gap.join(_labels(text, names))}\n{gap.join(values)}"


def _vanishing(text: FormText, names: list[str]) -> list[str]:
    """Values of a row whose blank cells vanish, where that leaves no doubt; else they are marked."""
    values = _values(text, names)
    blank = {name for name in names if getattr(text.form, name) is None}
    for pair in _ALIKE:
        present = pair & set(names)
        if len(present) == 2 and len(present & blank) == 1:
            values = [value or _BLANK for value in values]
    if {"operator", "cro", "cro_state", "dentist_name"} <= set(names) and {"cro", "cro_state"} <= blank:
        values = [value or _BLANK for value in values]
    return [value for value in values if value]


def _single(text: FormText, names: list[str]) -> str:
    labels = " ".join(_labels(text, names))
    return _above(text, labels, " ".join(_vanishing(text, names)))


def _aligned(text: FormText, names: list[str]) -> str:
    labels, values = _labels(text, names), _values(text, names)
    widths = [max(len(label), len(value)) + 3 for label, value in zip(labels, values, strict=True)]
    row = "".join(label.ljust(width) for label, width in zip(labels, widths, strict=True)).rstrip()
    return (
        f"{row}\n" + "".join(value.ljust(width) for value, width in zip(values, widths, strict=True)).rstrip()
    )


def _pipes(text: FormText, names: list[str]) -> str:
    if len(names) == 1:
        return _above(text, *_labels(text, names), *_values(text, names))
    return _above(text, " | ".join(_labels(text, names)), " | ".join(_values(text, names)))


def _boxed(text: FormText, names: list[str]) -> str:
    rule = f"\n|{'---|' * len(names)}" if text.layout.head == "boxed-rule" else ""
    return f"| {' | '.join(_labels(text, names))} |{rule}\n| {' | '.join(_values(text, names))} |"


def _colon(text: FormText, names: list[str]) -> str:
    pairs = zip(_labels(text, names), _values(text, names), strict=True)
    return "  ".join(f"{label}: {value}" for label, value in pairs) + text.layout.line_break.replace(
        "\\", "  "
    )


def _colon_lines(text: FormText, names: list[str]) -> str:
    prefix = {"bullets": "- ", "leaders": ""}.get(text.layout.head, "")
    dots = text.layout.head == "leaders"
    lines = []
    for name in names:
        label = text.label(name)
        label = label.ljust(26, ".") if dots else label
        lines.append(f"{prefix}{text.emphasised(label + ':')} {text.value(name)}")
    return "\n".join(lines)


def _below(text: FormText, names: list[str]) -> str:
    joint = "\n\n" if text.layout.blank_row else "\n"
    return "\n".join(f"{text.emphasised(text.label(name))}{joint}{text.value(name)}" for name in names)


def _pairs(text: FormText, names: list[str]) -> str:
    cells = [f"{text.emphasised(text.label(name))} | {text.value(name)}" for name in names]
    if text.layout.head == "pairs":
        return "\n".join(f"| {cell} |" for cell in cells)
    return f"| {' | '.join(cells)} |"


def _cell_colon(text: FormText, names: list[str]) -> str:
    joint = "<br>" if text.layout.head == "cell-break" else ": "
    cells = [f"{text.emphasised(text.label(name))}{joint}{text.value(name)}" for name in names]
    return f"| {' | '.join(cells)} |"


def _stacked(text: FormText, names: list[str]) -> str:
    """A table of Word copied cell by cell: all labels of a row, then all its values, one a line."""
    return "\n".join([*_labels(text, names), *_vanishing(text, names)])


def _inline_bold(text: FormText, names: list[str]) -> str:
    pairs = zip(_labels(text, names), _values(text, names), strict=True)
    return "  ".join(f"{label} {value}" for label, value in pairs)


_ROWS = {
    "tabs": _tabs,
    "spaces": _spaces,
    "gaps": _gaps,
    "pipes": _pipes,
    "boxed": _boxed,
    "boxed-rule": _boxed,
    "colon": _colon,
    "colon-lines": _colon_lines,
    "bullets": _colon_lines,
    "leaders": _colon_lines,
    "below": _below,
    "pairs": _pairs,
    "pairs-wide": _pairs,
    "cell-colon": _cell_colon,
    "cell-break": _cell_colon,
    "aligned": _aligned,
    "single": _single,
    "stacked": _stacked,
    "inline-bold": _inline_bold,
}
