"""Sentences with slots, and the hand of who writes them.

A frame is Portuguese with slots in braces. Beside the facts of a contact there are two dice:
`{n:3-9}` is a number of that range, `{um:isto|aquilo}` one of the words.
"""

from __future__ import annotations

import re
import string
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

MALE_FIRST_NAMES = frozenset(
    {
        "André", "Bruno", "Davi", "Diego", "Eduardo", "Fábio", "Gabriel", "Gustavo", "Heitor", "João", "José",
        "Lucas", "Márcio", "Mateus", "Otávio", "Paulo", "Rafael", "Ricardo", "Rodrigo", "Thiago", "Vinícius",
        "Wagner",
    }
)  # fmt: skip


@cache
def phrases(name: str) -> dict[str, Any]:
    """One of the packaged tables of frames."""
    text = files(__package__).joinpath("phrases", f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def is_male(name: str) -> bool:
    return name.split(maxsplit=1)[0] in MALE_FIRST_NAMES


@dataclass(frozen=True, slots=True)
class Dice:
    """Thrown when it is formatted: its format is what may come."""

    rng: Random

    def __format__(self, spec: str) -> str:
        if "|" in spec:
            return self.rng.choice(spec.split("|"))
        least, most = spec.split("-")
        return str(self.rng.randint(int(least), int(most)))


def render(frame: str, slots: Mapping[str, object], rng: Random) -> str:
    """The frame with its slots filled, and slots within the words of a die too."""
    dice = Dice(rng)
    told = {**slots, "n": dice, "um": dice}
    return string.Formatter().vformat(frame, (), told)


def person_slots(name: str) -> dict[str, str]:
    """How notes speak of the dentist: title, article, pronoun, endings."""
    male = is_male(name)
    called = f"{'Dr.' if male else 'Dra.'} {name.split(maxsplit=1)[0]}"
    article = "o" if male else "a"
    return {
        "Odr": f"{article.upper()} {called}",
        "odr": f"{article} {called}",
        "Dr": called,
        "ele": "ele" if male else "ela",
        "o": article,
        "nome": name,
    }


_SHORT = {
    "para": ("p/", "pra"),
    "com": ("c/",),
    "que": ("q",),
    "não": ("nao", "ñ"),
    "também": ("tb", "tbm"),
    "porque": ("pq",),
    "quando": ("qdo",),
    "mensagem": ("msg",),
    "ligação": ("lig.",),
    "telefone": ("tel.", "tel"),
    "whatsapp": ("whats", "zap", "wpp"),
    "beneficiário": ("benef.",),
    "atendimento": ("atend.",),
    "protocolo": ("prot.",),
    "pacientes": ("pctes",),
    "hoje": ("hj",),
    "qualquer": ("qq",),
    "está": ("ta", "esta"),
    "consultório": ("cons.",),
    "responsável": ("resp.",),
}
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Voice:
    """How one consultant types: chances, for each word, of shortening and of dropping accents; and, for
    each note, of one slip."""

    shortens: float = 0.0
    drops_accents: float = 0.0
    slips: float = 0.0
    parts: str = " "
    """What stands between the sentences of a note."""

    def say(self, text: str, rng: Random) -> str:
        typed = _WORD.sub(lambda match: self._word(match[0], rng), text)
        return _slip(typed, rng) if rng.random() < self.slips else typed

    def _word(self, word: str, rng: Random) -> str:
        short = _SHORT.get(word)
        if short and rng.random() < self.shortens:
            return rng.choice(short)
        if not word.isascii() and word.islower() and rng.random() < self.drops_accents:
            return _plain(word)
        return word


VOICES: Mapping[str, Voice] = {
    "ana": Voice(shortens=0.12, drops_accents=0.03, slips=0.04),
    "bruno": Voice(shortens=0.6, drops_accents=0.6, slips=0.12),
    "carla": Voice(shortens=0.3, drops_accents=0.15, slips=0.06),
    "diego": Voice(shortens=0.45, drops_accents=0.35, slips=0.08),
    "livia": Voice(slips=0.02),
    "gustavo": Voice(shortens=0.25, drops_accents=0.5, slips=0.1),
}
PLAIN_VOICE = Voice(shortens=0.1, drops_accents=0.1, slips=0.03)


def join(sentences: Sequence[str], between: str = " ") -> str:
    return between.join(sentence.strip() for sentence in sentences if sentence.strip())


def _plain(word: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))


def _slip(text: str, rng: Random) -> str:
    """Two letters of one long word change places."""
    words = [match for match in _WORD.finditer(text) if match[0].islower() and len(match[0]) > 6]
    if not words:
        return text
    match = rng.choice(words)
    place = match.start() + rng.randrange(1, len(match[0]) - 2)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
