"""Under which key a municipality's name is looked up.

Names of places kept spellings that the orthography left long ago (Mogi and Moji, Paraty and Parati,
Assú and Açu, Luiz and Luís), and people write what they are used to.
"""

from __future__ import annotations

import re

from vinculo.kernel.folding import fold

_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_LINKS = frozenset({"d", "da", "das", "de", "do", "dos", "del", "e"})
_ABBREVIATIONS = {
    "alm": "almirante",
    "bal": "balneario",
    "brig": "brigadeiro",
    "cel": "coronel",
    "cons": "conselheiro",
    "dep": "deputado",
    "des": "desembargador",
    "dr": "doutor",
    "eng": "engenheiro",
    "gal": "general",
    "gen": "general",
    "gov": "governador",
    "mal": "marechal",
    "min": "ministro",
    "n": "nossa",
    "pe": "padre",
    "pres": "presidente",
    "prof": "professor",
    "s": "sao",
    "sen": "senador",
    "sra": "senhora",
    "sta": "santa",
    "sto": "santo",
    "vde": "visconde",
    "visc": "visconde",
}
# In this order: what an old spelling writes, and the one way that stands for it here.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ph", "f"),
        (r"([lnc])h", r"\1#"),
        (r"h", ""),
        (r"#", "h"),
        (r"y", "i"),
        (r"w", "v"),
        (r"k", "c"),
        (r"c(?=[ei])", "s"),
        (r"z", "s"),
        (r"g(?=[ei])", "j"),
        (r"n(?=[pb])", "m"),
        (r"(.)\1+", r"\1"),
    )
)


def letters(name: str) -> str:
    """The letters and digits alone: "Sant'Ana do Livramento" and "SANTANA DO LIVRAMENTO" are one."""
    return _NOT_LETTERS.sub("", fold(name))


def sound(name: str) -> str:
    """What old and new spellings, abbreviations and linking words leave in common."""
    words = _NOT_LETTERS.split(fold(name.replace("ç", "ss").replace("Ç", "ss")))
    key = "".join(_ABBREVIATIONS.get(word, word) for word in words if word not in _LINKS)
    for pattern, replacement in _SOUNDS:
        key = pattern.sub(replacement, key)
    return key
