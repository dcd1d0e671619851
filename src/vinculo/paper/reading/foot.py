"""Under the form: the name of who signs, where one is written."""

from __future__ import annotations

import re

from .flat import flat, squeezed
from .furniture import names_the_sheet
from .notes import is_blank

_SIGN_LABEL = re.compile(
    r"(?:assinad[oa] por|assinatura(?: d[oae] [a-z]+){0,2}|ass\.|visto|nome(?: do)?(?: responsavel)?)"
    r"(?![a-z])[ ]*[:.–—-]*[ ]*"
)
_LINE_TO_SIGN_ON = re.compile(r"[_.…]{3,}|[-–—]{4,}")
_DAY_OR_PLACE = re.compile(r"[0-9]{1,2}[/.-][0-9]|[0-9]{1,2} de [a-z]+")


def read_signature(text: str) -> tuple[str | None, list[str]]:
    """The name under the form, and what else stands there."""
    name: str | None = None
    others: list[str] = []
    for row in text.replace("\t", "\n").replace("\v", "\n").split("\n"):
        line = squeezed(_LINE_TO_SIGN_ON.sub(" ", row)).strip("|*` ")
        if not line or is_blank(line):
            continue
        label = _SIGN_LABEL.match(flat(line))
        if label:
            line = line[label.end() :].strip("_ ")
            if is_blank(line):
                continue
        if name is None and _is_name(line):
            name = line
        elif not names_the_sheet(line):
            others.append(line)
    return name, others


def _is_name(line: str) -> bool:
    """Whether a line could be a person's name: words, no sentence, no day."""
    if names_the_sheet(line) or len(line) > 80 or _DAY_OR_PLACE.search(flat(line)):
        return False
    return sum(map(str.isalpha, line)) >= 2 and not any(map(str.isdigit, line))
