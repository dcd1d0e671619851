"""What protocol is asked for after each outcome, in whose name, and in which words: data, no code."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from vinculo.kernel.text_gaps import filled

GAPS: Mapping[str, str] = {
    "quem_sai": "o prestador, ou os dentistas dele que saem",
    "prestador": "nome do prestador",
    "registro": "CRO e UF",
    "cidade": "cidade e UF",
    "processo": "número do processo",
    "desfecho": "status da retenção",
    "inicio": "data de início",
    "fim": "data de fim",
    "motivos": "motivos do desligamento",
    "protocolo": "protocolo de origem",
}
"""What may stand in braces, and what it stands for. A CPF and what was noted are not among them."""

OUTCOMES = ("terminated", "retained", "not_retention")
PARTS = ("kind", "in_name_of", "subject", "text")
LONGEST: Mapping[str, int] = {"kind": 80, "in_name_of": 200, "subject": 200, "text": 20_000}


@dataclass(frozen=True, slots=True)
class ProtocolKind:
    """Each with its gaps."""

    kind: str
    in_name_of: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class WordedRequest:
    """As it is sent, no longer than the system takes it."""

    kind: str
    in_name_of: str
    subject: str
    text: str


def worded(kind: ProtocolKind, values: Mapping[str, str]) -> WordedRequest:
    """A line whose gap has no value is left out; who has no name at all is said so."""

    def line(text: str, part: str) -> str:
        told = " ".join(_without_empty_lines(text, values).split())
        return (told or values.get("prestador") or "Prestador sem nome")[: LONGEST[part]]

    text = _without_empty_lines(kind.text, values)
    return WordedRequest(
        kind=line(kind.kind, "kind"),
        in_name_of=line(kind.in_name_of, "in_name_of"),
        subject=line(kind.subject, "subject"),
        text=(text or line(kind.subject, "subject"))[: LONGEST["text"]],
    )


def _without_empty_lines(text: str, values: Mapping[str, str]) -> str:
    lines = (filled(line, values) for line in text.strip().splitlines())
    return "\n".join(line.text for line in lines if not line.missing)


@cache
def packaged_kinds() -> Mapping[str, ProtocolKind]:
    text = files("vinculo.consequences").joinpath("data/protocol_kinds.toml").read_text(encoding="utf-8")
    told = tomllib.loads(text)
    return {outcome: ProtocolKind(**{part: told[outcome][part] for part in PARTS}) for outcome in OUTCOMES}
