"""The letters that come with the product, used where an operator has none of its own yet."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Wording:
    """What a letter says: its title, its text, and the message that goes along with it."""

    title: str
    body: str
    message: str


@dataclass(frozen=True, slots=True)
class StarterLetter:
    """A packaged template. `outcome` is the decision that it is about."""

    name: str
    outcome: str
    wording: Wording


@cache
def starter_letters() -> tuple[StarterLetter, ...]:
    text = files("vinculo.documents").joinpath("data/starter_letters.toml").read_text(encoding="utf-8")
    return tuple(
        StarterLetter(
            row["name"],
            row["outcome"],
            Wording(row["title"], row["body"].strip(), row["message"].strip()),
        )
        for row in tomllib.loads(text)["letter"]
    )
