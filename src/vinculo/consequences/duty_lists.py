"""Which duties a signature sets going: the product's own lists until an operator sets others."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from .terms import GAPS as SECTOR_GAPS

GAPS: Mapping[str, str] = {**SECTOR_GAPS, "saida": "data de saída da rede"}
"""What may stand in braces in the texts of an exit list."""


@dataclass(frozen=True, slots=True)
class ListedDuty:
    """`days` are business days from the signature; of a watch, consecutive ones from the end of the case.

    `when` is a code of `signed_duties`; empty where it always follows. What is done `on_leaving` is due on
    the first day out of the network, where the law's clock knows it.
    """

    code: str
    label: str
    days: int
    text: str = ""
    needs_evidence: bool = False
    on_leaving: bool = False
    when: str = ""

    def as_item(self) -> dict[str, Any]:
        """As it is kept in an operator's exit list."""
        told = asdict(self)
        del told["when"]
        return told


def packaged_exit_list() -> tuple[ListedDuty, ...]:
    return _listed("exit")


def filing_list() -> tuple[ListedDuty, ...]:
    return _listed("filing")


def watch_list() -> tuple[ListedDuty, ...]:
    return _listed("watch")


def promise_of(code: str) -> ListedDuty:
    """What an action of the form promises, once the provider stays; `other` for one without its own."""
    told = _packaged()["promise"]
    return ListedDuty(code=code, **told.get(code, told["other"]))


def undo_of(code: str, *, is_sure: bool) -> ListedDuty:
    """What becomes of something that was done when its signature falls, or may have been done: it was sent
    to a system that did not answer. Has `o_que`, `motivo` and `protocolo` as gaps.
    """
    told = _packaged()["undo"]
    how = told["how"].get(code, told["how"]["other"])
    text = "\n".join(part.strip() for part in (told["text"], "" if is_sure else told["unsure"], how) if part)
    return ListedDuty(code="", label=told["label"], text=text, days=told["days"])


def read_items(items: Sequence[Mapping[str, Any]]) -> tuple[ListedDuty, ...]:
    return tuple(ListedDuty(**item) for item in items)


def _listed(name: str) -> tuple[ListedDuty, ...]:
    return read_items(_packaged()[name])


@cache
def _packaged() -> dict[str, Any]:
    text = files("vinculo.consequences").joinpath("data/duties.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
