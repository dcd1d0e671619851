"""Pure rules on the number of a protocol: of which case it is, and whether it can be from then."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from vinculo.kernel.dates import format_moment
from vinculo.kernel.finding import Finding, Severity
from vinculo.kernel.identifiers import protocol_number


@dataclass(frozen=True, slots=True)
class NumberFacts:
    """A number, cleaned, and what is known of it. `used_by` names another case that has it, for people;
    from `earliest` to `latest` it may have been given.
    """

    number: str
    used_by: str
    is_originating: bool
    earliest: dt.datetime
    latest: dt.datetime


def number_findings(facts: NumberFacts) -> tuple[Finding, ...]:
    """What blocks comes first. A moment that cannot be only warns: clocks err more than people."""
    if not facts.number:
        return (_blocks("protocol-number-missing", "Informe o número do protocolo, como SAD168320523417."),)
    if facts.is_originating:
        return (
            _blocks(
                "protocol-number-originating",
                f"{facts.number} é o protocolo de origem deste processo; o que se abre depois tem outro.",
            ),
        )
    if facts.used_by:
        return (_blocks("protocol-number-used", f"O protocolo {facts.number} já está em {facts.used_by}."),)
    moment = protocol_number.opening_moment(facts.number)
    if moment is None or facts.earliest <= moment <= facts.latest:
        return ()
    return (
        Finding(
            "protocol-number-moment",
            Severity.WARNING,
            "number",
            f"Pelos seus dígitos, o protocolo {facts.number} foi aberto em {_told(moment)}, fora do tempo "
            f"deste pedido ({_told(facts.earliest)} a {_told(facts.latest)}).",
        ),
    )


def _blocks(code: str, message: str) -> Finding:
    return Finding(code, Severity.BLOCKING, "number", message)


def _told(moment: dt.datetime) -> str:
    return format_moment(moment)
