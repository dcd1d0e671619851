"""A page of HTML to text. Text that merely holds some tags stays as it is, hostile ones too."""

from __future__ import annotations

import re

# Fewer tags than this are no page, but something that was written.
_ENOUGH_TAGS = 12
# A parser of HTML can be made to take very long with a page made for it.
_LARGEST_PAGE = 1_000_000
_STRUCTURE = re.compile(r"</?(?:table|tr|td|th|p|div|li|h[1-6])\b[^<>]{0,400}>", re.IGNORECASE)


def text_of_html(text: str) -> str:
    """`text` itself, unless it is a page of HTML: then its words, cells parted by tabs."""
    if len(text) > _LARGEST_PAGE or text.count("</") < _ENOUGH_TAGS:
        return text
    if len(_STRUCTURE.findall(text)) < 2 * _ENOUGH_TAGS:
        return text
    from .html_page import words_of_page  # noqa: PLC0415 - an HTML parser, for the few that need one

    return words_of_page(text)
