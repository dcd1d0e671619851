"""Rules on the originating protocol: its number tells when it was opened."""

from __future__ import annotations

from vinculo.kernel.dates import SAO_PAULO, format_date
from vinculo.kernel.identifiers import protocol_number
from vinculo.kernel.rule import Hit

from .facts import FormFacts
from .shapes import FormRule, only_warns


def _protocol_moment_differs(facts: FormFacts) -> list[Hit]:
    written, stated = facts.form.protocol_number, facts.form.protocol_opened_on
    number = protocol_number.clean(written) if written else None
    moment = protocol_number.opening_moment(number) if number else None
    if moment is None or stated is None:
        return []
    opened = moment.astimezone(SAO_PAULO).date()
    if opened == stated:
        return []
    return [
        Hit(
            message=f"Pelos seus dígitos, o protocolo {number} foi aberto em {format_date(opened)}; a data"
            f" de abertura informada é {format_date(stated)}. Confira o número e a data."
        )
    ]


PROTOCOL_RULES: tuple[FormRule, ...] = (
    only_warns(
        "protocol-moment-differs",
        "protocol_opened_on",
        "Os dígitos do protocolo dizem outro dia de abertura. Confira o número e a data.",
        _protocol_moment_differs,
    ),
)
