"""What an answer of the protocol system says: pure, no sockets and no database."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from vinculo.kernel.dates import SAO_PAULO
from vinculo.kernel.identifiers import protocol_number

from .connection import PROTOCOL_SYSTEM, LookingUp, Opening
from .http_asking import Answer

LONGEST_NUMBER = 40
_LONGEST_REST = dt.timedelta(hours=1)
_USUAL_REST = dt.timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class ToldProtocol:
    """A protocol as the system tells it. `number` is blank where it told none that is one."""

    number: str
    opened_at: dt.datetime | None


class NotAsItself(Exception):
    """The system answered, but not as a protocol system does. `rest`: it asked to be left alone.

    `may_have_opened`: it may have done what was asked, for all that it says.
    """

    def __init__(
        self, sentence: str, *, rest: dt.timedelta | None = None, may_have_opened: bool = True
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.rest = rest
        self.may_have_opened = may_have_opened


class RequestRefused(Exception):
    """The system will not open this protocol, however often it is asked. `sentence` is its own."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(str(status))
        self.status = status
        self.sentence = sentence


class KeyUsedOtherwise(Exception):
    """The system knows the key from another text."""


def opened(answer: Answer, opening: Opening) -> ToldProtocol:
    """
    Raises:
        NotAsItself, RequestRefused, KeyUsedOtherwise: see there.
    """
    if answer.status == 409:
        raise KeyUsedOtherwise
    if answer.status in {400, 413, 415, 422}:
        raise RequestRefused(answer.status, error_in(answer, opening.error_field))
    told = parsed(answer)
    if not isinstance(told, dict):
        raise NotAsItself("O sistema de protocolos respondeu com dados que não se entendem.")
    return _protocol(told, opening)


def looked_up(answer: Answer, opening: Opening, looking_up: LookingUp) -> ToldProtocol | None:
    """None where the system has nothing under the key.

    Raises:
        NotAsItself: see there.
    """
    if answer.status == 404 and not looking_up.items_field:
        return None
    told = parsed(answer)
    found = within(told, looking_up.items_field) if looking_up.items_field else [told]
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise NotAsItself("O sistema de protocolos respondeu à consulta com dados que não se entendem.")
    return _protocol(found[0], opening) if found else None


def _protocol(told: dict[str, Any], opening: Opening) -> ToldProtocol:
    text = within(told, opening.number_field)
    number = clean_number(str(text)) if isinstance(text, str | int) and not isinstance(text, bool) else ""
    return ToldProtocol(
        number, protocol_number.opening_moment(number) or moment_in(told, opening.moment_field)
    )


def clean_number(text: str) -> str:
    """The number as it is kept; blank where the text is none."""
    plain = " ".join(text.split())
    return protocol_number.clean(plain) or (
        plain if len(plain) <= LONGEST_NUMBER and plain.isprintable() and any(map(str.isdigit, plain)) else ""
    )


def moment_in(told: dict[str, Any], field: str) -> dt.datetime | None:
    text = within(told, field)
    try:
        moment = dt.datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=SAO_PAULO)


def parsed(answer: Answer, called: str = PROTOCOL_SYSTEM) -> Any:
    """The JSON of an answer that is one; `called` is what people call who answered.

    Raises:
        NotAsItself: it is something else.
    """
    if answer.status in {401, 403}:
        raise NotAsItself(
            f"O {called} recusou o acesso ({answer.status}): o token é outro ou venceu. "
            "Confira o token da ligação.",
            may_have_opened=False,
        )
    if answer.status in {429, 503}:
        raise NotAsItself(f"O {called} pediu uma pausa.", rest=_rest(answer), may_have_opened=False)
    if answer.status >= 500:
        raise NotAsItself(f"O {called} respondeu com um erro dele ({answer.status}).")
    if answer.body.lstrip()[:1] == b"<":
        raise NotAsItself(
            f"O {called} respondeu com uma página da internet em vez de dados. Em geral é a tela "
            "de entrada ou de manutenção: confira no navegador se ele está no ar e se o acesso vale."
        )
    if not 200 <= answer.status < 300:
        raise NotAsItself(f"O {called} respondeu com {answer.status}. Confira os endereços na ligação.")
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError) as problem:
        raise NotAsItself(f"O {called} respondeu com dados que não se entendem.") from problem


def _rest(answer: Answer) -> dt.timedelta | None:
    """As long as it asks for. A pause without a length is one of our own; an error without one is none."""
    told = answer.retry_after.strip()
    if told.isascii() and told.isdigit() and len(told) < 10:
        return min(dt.timedelta(seconds=int(told)), _LONGEST_REST)
    return _USUAL_REST if answer.status == 429 else None


def error_in(answer: Answer, field: str) -> str:
    """The sentence with which a system refuses something; blank where it gives none."""
    try:
        told = within(json.loads(answer.body), field)
    except (ValueError, RecursionError):
        told = None
    text = " ".join(str(told).split()) if isinstance(told, str) else ""
    return "".join(letter for letter in text if letter.isprintable())[:250]


def within(told: Any, field: str) -> Any:
    """What stands in a field, or in one of an object within: `dados.numero`."""
    for name in field.split(".") if field else ():
        told = told.get(name) if isinstance(told, dict) else None
    return told
