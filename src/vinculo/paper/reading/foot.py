"""Under the form: the name of who signs, where one is written."""

from __future__ import annotations

import re

from ..printing.layout import SIGNATURE_LABEL
from .flat import flat, squeezed
from .furniture import names_the_sheet
from .notes import is_blank

_SIGN_LABEL = re.compile(
    r"(?:assinad[oa] por|assinatura(?: d[oae] [a-z]+){0,2}|ass\.|visto"
    r"|nome(?: de quem assina|(?: do)?(?: responsavel)?))"
    r"(?![a-z])[ ]*[:.–—-]*[ ]*"
)
_LINE_TO_SIGN_ON = re.compile(r"[_.…]{3,}|[-–—]{4,}")
# On the paper that we print, below the line to sign on, so that no name follows; pen that runs over it
# mixes its words up.
_CAPTION = flat(SIGNATURE_LABEL)
_OF_CAPTION = _CAPTION.partition(" ")[2]
_LIKE_IT, _LONGEST_CAPTION = 88.0, 2 * len(_CAPTION)
_DAY_OR_PLACE = re.compile(r"[0-9]{1,2}[/.-][0-9]|[0-9]{1,2} de [a-z]+")


def read_signature(text: str) -> tuple[str | None, list[str]]:
    """The name under the form, and what else stands there."""
    name: str | None = None
    others: list[str] = []
    below_caption = False
    for row in text.replace("\t", "\n").replace("\v", "\n").split("\n"):
        line = squeezed(_LINE_TO_SIGN_ON.sub(" ", row)).strip("|*` ")
        if not line or is_blank(line) or _is_caption(flat(line)):
            continue
        label = _SIGN_LABEL.match(flat(line))
        if label:
            below_caption |= label[0].strip(" ") == _CAPTION
            line = line[label.end() :].strip("_ ")
            if is_blank(line):
                continue
        if name is None and not below_caption and _is_name(line):
            name = line
        elif not names_the_sheet(line):
            others.append(line)
    return name, others


def _is_caption(plain: str) -> bool:
    """Whether a line is the caption of ours, more or less well read; its very words are a label."""
    if not len(_OF_CAPTION) <= len(plain) <= _LONGEST_CAPTION or plain.startswith(_CAPTION):
        return False
    from rapidfuzz import fuzz  # noqa: PLC0415 - few lines stand there

    return fuzz.partial_ratio(_OF_CAPTION, plain) >= _LIKE_IT


def _is_name(line: str) -> bool:
    """Whether a line could be a person's name: words, no sentence, no day."""
    if names_the_sheet(line) or len(line) > 80 or _DAY_OR_PLACE.search(flat(line)):
        return False
    return sum(map(str.isalpha, line)) >= 2 and not any(map(str.isdigit, line))
