"""Text as labels are looked for: lower case, without accents, every character where it was."""

from __future__ import annotations

import re
import unicodedata

# The accented letters of Portuguese and its neighbours; ordinal marks become the letter typed for them.
_PLAIN_LETTERS = (
    ("áàâãäå", "a"),
    ("éèêë", "e"),
    ("íìîï", "i"),
    ("óòôõö", "o"),
    ("úùûü", "u"),
    ("ç", "c"),
    ("ñ", "n"),
    ("º°˚ª", "o"),
)
_PAIRS = tuple((accented, plain) for group, plain in _PLAIN_LETTERS for accented in group)

# Small words that people leave out or put in ("Prazo Liberação de Guias").
_LINKS = frozenset({"de", "do", "da", "dos", "das"})
_NUMBER_SIGNS = frozenset({"no", "n.", "n", "n.o"})
_BETWEEN = r"(?:[ \n\v/.,-]{1,4}(?:d[eoa]s?[ \n\v]{1,3})?)"
_BEHIND_SIGN = _BETWEEN.replace("{1,4}", "{0,4}", 1)


def flat(text: str) -> str:
    """`text` in lower case without accents, of the same length: offsets into one hold for the other."""
    low = text.lower()
    if len(low) != len(text):
        # A few letters ("İ") grow when lowered.
        low = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    if low.isascii():
        return low
    for accented, plain in _PAIRS:
        if accented in low:
            low = low.replace(accented, plain)
    return low


def loose_pattern(wording: str) -> str:
    """A regular expression that finds a printed wording in flat text.

    Blanks, line breaks and punctuation between the words may differ, an abbreviated word ("produç.")
    may be written out, and an ordinal sign may be anything typed for one ("nº", "n°", "n.", "no").
    """
    words = [word for word in flat(wording).split() if _letters(word)]
    pattern = ""
    for place, word in enumerate(words):
        if place and word in _LINKS:
            continue
        if place:
            pattern += _BEHIND_SIGN if words[0] in _NUMBER_SIGNS and place <= 2 else _BETWEEN
        # "Data" alone is a label of its own; before another word it may be short.
        pattern += _word_pattern("dt." if word == "data" and len(words) > 1 else word)
    return pattern


def skeleton(text: str) -> str:
    """The letters and digits of `text` alone, flat."""
    return _letters(flat(text))


def squeezed(text: str) -> str:
    """`text` with its runs of white space made one space each, stripped."""
    return " ".join(text.split())


def composed(text: str) -> str:
    """`text` with accents and letters joined (NFC)."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _letters(word: str) -> str:
    return re.sub(r"[^0-9a-z]", "", word)


_SPECIAL_WORDS = {
    **dict.fromkeys(_NUMBER_SIGNS, r"n(?:[o.]{1,2}|ro\.?|um(?:ero)?)?"),
    **dict.fromkeys(("qtd", "qtd.", "qtde"), r"q(?:tde?\.?|uantidade)"),
    **dict.fromkeys(("dt.", "dt"), r"d(?:ata|t\.?)"),
    "obs.": r"obs(?:ervac(?:ao|oes))?\.?",
}


def _word_pattern(word: str) -> str:
    core = word.strip("?!:;,\"'")
    if core in _SPECIAL_WORDS:
        return _SPECIAL_WORDS[core]
    if core.endswith("(s)"):
        return re.escape(core[:-3]) + r"(?:\(s\)|s)?"
    if core.endswith(".") and len(_letters(core)) > 2 and "." not in core[:-1]:
        return re.escape(core[:-1]) + r"[a-z]{0,8}\.?"
    return r"[^0-9a-z\n]{0,3}".join(re.findall(r"[0-9a-z]+", core))
