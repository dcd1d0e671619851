"""Text and Markdown to the lines of a page: what is markup goes, what the writer wrote stays."""

from __future__ import annotations

import re

from .flat import composed
from .grids import with_piped_tables
from .html_text import text_of_html
from .inline_marks import ESCAPED_PIPE, without_comments, without_entities_of_letters, without_inline_marks
from .margins import without_idle_tabs, without_stamps
from .page import CELL, Line

_NEW_LINES = re.compile("\r\n?|[\x0b\x85\u2028\u2029]")
_SPACES = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_ODD = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\xa0\xad\u1680\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f\u2060\u3000\ue000-\uefff\ufeff]"
)
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u2060\ue000-\uefff\ufeff]")

_RUN_SIGNS = "*-=~#+·•–—_.|>` \t[(<&!{:/\\"
_LONGEST_RUN = 200

# A mail's answer quotes nearly every line.
_QUOTED, _MOSTLY = 5, 0.8
_QUOTE_MARK = re.compile(r"^[ \t]*(?:(?:>[ \t]?)+|•[ \t]*)", re.MULTILINE)
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)[\w-]*[ \t]*$", re.MULTILINE)
_BOXED_ROW = re.compile(r"^[ \t\f]*\|.*\|[ \t]*$", re.MULTILINE)
# The head of the form has more rows; a note may hold one that looks like a table's.
_LEAST_ROWS = 3
_TABLE_RULE = re.compile(r"[ \t]*\|?(?:[ \t]*:?-{2,}:?[ \t]*\|)+(?:[ \t]*:?-{2,}:?[ \t]*)?|\|[ :]*-[ :-]*\|")
# One sign is taken in one way only: what says something behind a thousand stars is left at once.
_RULE = re.compile(r"[ \t]*[-=*~#+·•–—─━═│|>](?:[ \t]*[-=*~#+·•–—─━═│|>])+[ \t]*")


def lines_of_text(text: str) -> list[Line]:
    """The lines of a text file or of pasted text, its Markdown and HTML undone.

    Lines that are rules ("-----") or empty are gone: they only part what is around them.
    """
    if "&" in text:
        text = without_entities_of_letters(text)
    text = with_piped_tables(_without_margin(text_of_html(_cleaned(text))))
    if "<!--" in text:
        text = without_comments(text)
    boxed = _tables_are_boxed(text)
    text = without_inline_marks(text, boxed)
    if "\t" in text:
        text = without_idle_tabs(text)
    lines: list[Line] = []
    opens = False
    for row in text.split("\n"):
        if boxed and row.lstrip(" \t\f").startswith("|"):
            row = _table_row(row)  # noqa: PLW2901 - the row as the page has it
        if not row or row.isspace() or is_rule(row):
            # A row of tabs holds blank cells: no paragraph ends there.
            opens = opens or CELL not in row
            continue
        lines.append(Line(row, opens))
        opens = False
    if ESCAPED_PIPE in text:
        lines = [Line(line.text.replace(ESCAPED_PIPE, "|"), line.opens) for line in lines]
    return lines


def is_rule(row: str) -> bool:
    """Whether a line draws a rule, a table's border or the frame of a heading, and says nothing.

    A line of underscores or dots may be a blank cell, and is none.
    """
    if row[0].isalnum() or row[-1].isalnum():
        return False
    return bool(_RULE.fullmatch(row) or _TABLE_RULE.fullmatch(row))


def _cleaned(text: str) -> str:
    text = composed(text)
    for sign in _RUN_SIGNS:
        if sign * _LONGEST_RUN in text:
            # A longer line of one sign says no more, and is slow to look through.
            text = re.sub(re.escape(sign) + f"{{{_LONGEST_RUN},}}", sign * _LONGEST_RUN, text)
    if not _ODD.search(text):
        return text
    text = _NEW_LINES.sub("\n", text)
    if "\f" in text:
        # A page's end belongs to the line that opens the next page.
        text = re.sub(r"\f(?:\s|[=*~-]{3,}[ \t]*(?=\n))*", "\n\f", text)
    return _UNSEEN.sub("", _SPACES.sub(" ", text))


def _without_margin(text: str) -> str:
    """Take away what a mail program or an editor put before every line."""
    if max(text.count("\n>"), text.count("\n >"), text.count("\n•")) > _QUOTED:
        rows = [row for row in text.split("\n") if row.strip()]
        if sum(row.lstrip()[0] in ">•" for row in rows) >= _MOSTLY * len(rows):
            text = _QUOTE_MARK.sub("", text)
    elif text.lstrip("\n")[:1] in (" ", "\t"):
        rows = [row for row in text.split("\n") if row.strip()]
        if all(row[0] in " \t" for row in rows):
            width = min((len(row) - len(row.lstrip(" ")) for row in rows), default=0)
            text = "\n".join(row[width:] for row in text.split("\n"))
    text = without_stamps(text)
    return _FENCE.sub("", text) if "```" in text or "~~~" in text else text


def _tables_are_boxed(text: str) -> bool:
    """Whether rows of tables begin with a pipe ("| a | b |"), or pipes only stand between cells."""
    if _BOXED_ROW.search(text) is None:
        return False
    first = text[: text.find("|")].rpartition("\n")[2]
    return not first.strip() and (
        len(_BOXED_ROW.findall(text)) >= _LEAST_ROWS or "|--" in text or "|:-" in text
    )


def _table_row(row: str) -> str:
    if _TABLE_RULE.fullmatch(row):
        return ""
    page_end = "\f" if "\f" in row else ""
    inner = row.strip(" \t\f")[1:]
    inner = inner[:-1] if inner.endswith("|") else inner
    return page_end + CELL.join(cell.strip(" \t") for cell in inner.split("|"))
