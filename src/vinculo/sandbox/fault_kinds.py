"""How faults are asked for, whichever system has them: on a command line and in JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Generic, TypeVar

from .refused import Refused

ALL = "all"
_ASKED = re.compile(
    r"(?P<name>[a-z_]+)(?:=(?P<value>[^@~]+))?(?:@(?P<place>[a-z_]+))?(?:~(?P<share>[0-9]+(?:\.[0-9]+)?)%)?"
)

F = TypeVar("F", bound=StrEnum)
S = TypeVar("S")


class FaultKinds(Generic[F, S]):
    def __init__(
        self,
        names: type[F],
        setting: Callable[[F, Mapping[str, object]], S],
        place: str,
        *,
        others: Sequence[str] = (),
        all_of: Sequence[F] = (),
    ) -> None:
        """`setting` judges what is told of one fault: its value, its place, under the name that places have
        there, and `others`. `all_of`: those that "all" switches together, where there is such a word.
        """
        self._names = names
        self._parts = {"value", place, *others}
        self._setting = setting
        self._place = place
        self._all_of = tuple(all_of)

    def of_words(self, words: Iterable[str]) -> dict[F, S]:
        """`slow`, `slow=2.5`, `cut_on_page=37@production`, `cut_after@open~5%`.

        Raises:
            Refused: no such fault or place, or not its kind of value.
        """
        found: dict[F, S] = {}
        for word in words:
            match = _ASKED.fullmatch(word)
            if match is None:
                raise self._unknown(word)
            told = {"value": match["value"], self._place: match["place"], "share": match["share"]}
            asked = {name: part for name, part in told.items() if part is not None}
            found |= {fault: self._judged(fault, asked) for fault in self._named(match["name"])}
        return found

    def switched(self, faults: Mapping[F, S], asked: Mapping[str, object]) -> dict[F, S]:
        """With those asked for switched on, or off where the value is false or null.

        Raises:
            Refused: see `of_words`; nothing is switched then.
        """
        new = dict(faults)
        for name, told in asked.items():
            parts = told if isinstance(told, dict) else {} if told is True else {"value": told}
            for fault in self._named(name):
                if told is None or told is False:
                    new.pop(fault, None)
                else:
                    new[fault] = self._judged(fault, parts)
        return new

    def _judged(self, fault: F, parts: Mapping[str, object]) -> S:
        if unknown := sorted(parts.keys() - self._parts):
            raise Refused(400, f"{fault}: {', '.join(unknown)} não existe aqui.")
        return self._setting(fault, parts)

    def _named(self, name: str) -> tuple[F, ...]:
        if name == ALL and self._all_of:
            return self._all_of
        try:
            return (self._names(name),)
        except ValueError:
            raise self._unknown(name) from None

    def _unknown(self, name: str) -> Refused:
        return Refused(400, f"Falha desconhecida: {name}. As que há: {', '.join(self._names)}.")


def value_told(told: Mapping[str, object]) -> str | None:
    """None: the one that is usual."""
    value = told.get("value")
    return None if value is None or value is True else str(value)


def number_told(fault: str, value: str | None, usual: float) -> float:
    """
    Raises:
        Refused: it is no number above nought.
    """
    try:
        number = float(value) if value else usual
    except ValueError:
        number = -1
    if not 0 < number < 1_000_000:
        raise Refused(400, f"{fault}: {value} não é um número acima de zero.")
    return number
