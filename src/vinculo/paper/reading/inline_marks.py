"""Marks within lines: emphasis, tags, attributes, entities, escapes. They go; what was written stays."""

from __future__ import annotations

import html
import re

from .page import WITHIN_CELL

ESCAPED_PIPE = "\ue07c"

# What a pattern searches for stands first, what may not stand before it second: a search is faster so.
# The line end behind a break belongs to the break.
_BREAK = re.compile(r"<br(?<!\\<br)\s{0,4}/?>(?:[ \t]*\n)?", re.IGNORECASE)
_BACKSLASH_BREAK = re.compile(r"\\(?<!\\\\)[ \t]*(?=\n|\Z)")
_BACKSLASH_BLANK = re.compile(r"\\(?<=\S\\)(?<!\\\\) (?=[^\s\\])")
_ENTITY = re.compile(r"&(?:[a-z]{2,8}[0-9]{0,2}|#[0-9]{1,6}|#x[0-9a-f]{1,5});", re.IGNORECASE)
_LETTER_ENTITY = re.compile(
    r"&(?:[aeiou](?:acute|tilde|circ|grave)|ccedil|ordm|ordf|#(?:1[6-9]|2[0-5])[0-9]|#xe[0-9a-f]);",
    re.IGNORECASE,
)
# A text that a program wrote has them for all its accents.
_MANY_ENTITIES = 8
_LABEL_TAG = re.compile(r"</?label\b[^<>]{0,200}>", re.IGNORECASE)
_ATTRIBUTES = r"(?:\s[^<>\n=]{1,40}=[^<>\n]{0,400})?"
_STYLE_TAG = re.compile(rf"</?(?:span|font|o:p|mark){_ATTRIBUTES}\s?/?>", re.IGNORECASE)
_EMPHASIS_TAG = re.compile(rf"</?(?:u|b|i|em|strong|small|sup|sub|ins|s){_ATTRIBUTES}>", re.IGNORECASE)
# Somebody may write about a tag; a program that writes them does so all over the form.
_MANY_TAGS = 8
_PARAGRAPH_TAG = re.compile(rf"</?(?:p|div|center|h[1-6]){_ATTRIBUTES}>", re.IGNORECASE)
_NOTE_QUOTE = re.compile(r"^>[ ]+(?=[^ \n])", re.MULTILINE)
_BOLD_STARS = re.compile(r"\*\*(?<!\\\*\*)(?! )([^*\n]{1,2000}?)\*\*")
_BOLD_LINES = re.compile(r"__(?<![\w\\]__)(?![ _xX])([^_\n]{1,400}?)__(?!\w)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
# "[Cidade]{.underline}", but not the attributes of a tick box.
_ATTRIBUTED = re.compile(r"\[(?![ xX]?\]|\\)([^\[\]\n]{1,400})\]\{[^{}\n]{1,200}\}")
_BOX_ATTRIBUTES = re.compile(r"(?<=\])\{[.#][^{}\n]{1,200}\}")
_HEADING_ATTRIBUTES = re.compile(r"[ \t]*\{[.#][^{}\n]{1,200}\}[ \t]*$", re.MULTILINE)


def without_entities_of_letters(text: str) -> str:
    """`text` with all its entities undone first, where a program wrote every accent as one."""
    if len(_LETTER_ENTITY.findall(text)) >= _MANY_ENTITIES and "</" not in text:
        return html.unescape(text)
    return text


def without_comments(text: str) -> str:
    """`text` without the comments of HTML that have lines of their own; one that does not end is none."""
    kept: list[str] = []
    place = seen = 0
    while (start := text.find("<!--", seen)) >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            break
        seen = end + 3
        line = text.rfind("\n", 0, start) + 1
        line_end = text.find("\n", seen)
        if text[line:start].strip(" \t") or text[seen : line_end if line_end >= 0 else None].strip(" \t"):
            continue
        kept.append(text[place:start])
        place = seen
    return "".join(kept) + text[place:]


def without_inline_marks(text: str, boxed: bool) -> str:
    """`text` without its marks; `boxed`: rows of tables begin with a pipe."""
    if "<" in text:
        text = _without_tags(text, boxed)
    if "\n> " in text:
        text = _NOTE_QUOTE.sub("", text)
    if "**" in text:
        text = _BOLD_STARS.sub(_inside, text)
    if "__" in text:
        text = _BOLD_LINES.sub(_inside, text)
    if "{" in text:
        text = _ATTRIBUTED.sub(_inside, text)
        text = _HEADING_ATTRIBUTES.sub("", _BOX_ATTRIBUTES.sub("", text))
    if "\\" in text:
        text = _BACKSLASH_BREAK.sub("", text).replace("\\|", ESCAPED_PIPE)
        text = _ESCAPE.sub(_inside, _BACKSLASH_BLANK.sub(" ", text))
    return _ENTITY.sub(_meant, text) if "&" in text else text


def _inside(found: re.Match[str]) -> str:
    return found[1]


def _meant(found: re.Match[str]) -> str:
    """The character that an entity is; one that would be taken for a mark stays what was written."""
    char = html.unescape(found[0])
    return {"|": ESCAPED_PIPE, "\xa0": " ", "\n": " ", "\t": " ", "\xad": ""}.get(char, char)


def _without_tags(text: str, boxed: bool) -> str:
    if "<input" in text:
        text = _LABEL_TAG.sub("", text)
    text = _STYLE_TAG.sub("", text)
    if text.count("</") >= _MANY_TAGS:
        text = _EMPHASIS_TAG.sub("", text)
    if not boxed:
        return _PARAGRAPH_TAG.sub("\n", _BREAK.sub("\n", text))
    # Breaks of table rows stay within their cell, others part lines.
    rows = []
    for row in text.split("\n"):
        parting = WITHIN_CELL if row.lstrip(" \t\f").startswith("|") else "\n"
        rows.append(_PARAGRAPH_TAG.sub(parting, _BREAK.sub(parting, row)))
    return "\n".join(rows)
