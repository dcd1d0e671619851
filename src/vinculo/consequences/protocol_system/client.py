"""Opening one protocol: what is sent, what is asked when an answer was lost, what is made of it all."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from urllib.parse import urlencode

from vinculo.outbox.exchange import Exchange

from .answers import KeyUsedOtherwise, NotAsItself, RequestRefused, ToldProtocol, looked_up, opened
from .connection import ProtocolSystem
from .http_asking import Answer, AnswerLost, Asker
from .kinds import PARTS, WordedRequest

MOST_SHOWN = 1_500
"""Characters of one answer that are kept for people to look at."""


class SystemInTrouble(Exception):
    """The system could not be asked, or did not answer as itself. Nothing is known but what it has later."""

    def __init__(self, trouble: NotAsItself) -> None:
        super().__init__(trouble.sentence)
        self.sentence = trouble.sentence
        self.rest = trouble.rest
        self.may_have_arrived = trouble.may_have_opened


@dataclass(frozen=True, slots=True)
class ProtocolClient:
    """Asks in one try of a row, and notes in its exchange what was said."""

    system: ProtocolSystem
    exchange: Exchange

    def open(self, key: str, request: WordedRequest, *, may_be_there: bool) -> ToldProtocol:
        """The protocol of that key, opened now unless it is there. `may_be_there`: something was sent before.

        Raises:
            SystemInTrouble, RequestRefused: see there.
        """
        with self._asker() as asker:
            found = self._look_up(asker, key) if may_be_there else None
            return found or self._send(asker, key, request)

    def look_up(self, key: str) -> ToldProtocol | None:
        """What the system has under a key.

        Raises:
            SystemInTrouble: see there.
        """
        with self._asker() as asker:
            return self._look_up(asker, key)

    def _asker(self) -> Asker:
        try:
            return Asker(self.system.address)
        except (OSError, ValueError):
            raise SystemInTrouble(
                NotAsItself("O token da ligação não pode ser lido. Confira a variável ou o arquivo dele.")
            ) from None

    def _send(self, asker: Asker, key: str, request: WordedRequest) -> ToldProtocol:
        opening = self.system.opening
        told = {opening.fields[part]: getattr(request, part) for part in PARTS if opening.fields[part]}
        heads = {"Content-Type": "application/json", opening.key_header: key}
        body = json.dumps(told, ensure_ascii=False)
        self.exchange.asked(f"POST {opening.path}\n{opening.key_header}: {key}\n{body}")
        try:
            protocol = opened(
                self._heard(asker.ask("POST", opening.path, body=body.encode(), heads=heads)), opening
            )
        except AnswerLost as lost:
            return self._after_trouble(asker, key, NotAsItself(str(lost)), asks=lost.may_answer_now)
        except NotAsItself as trouble:
            return self._after_trouble(asker, key, trouble, asks=trouble.may_have_opened)
        except KeyUsedOtherwise:
            found = self._look_up(asker, key)
            if found is None:
                raise RequestRefused(409, "a chave do pedido já foi usada com outro texto") from None
            return found
        return protocol if protocol.number else self._look_up(asker, key) or protocol

    def _after_trouble(self, asker: Asker, key: str, trouble: NotAsItself, *, asks: bool) -> ToldProtocol:
        """It may have been opened all the same: where the system can be asked, it is asked at once."""
        found = None
        if asks:
            with contextlib.suppress(SystemInTrouble):
                found = self._look_up(asker, key)
        if found is None or not found.number:
            raise SystemInTrouble(trouble)
        return found

    def _look_up(self, asker: Asker, key: str) -> ToldProtocol | None:
        looking_up = self.system.looking_up
        path = f"{looking_up.path}?{urlencode({looking_up.key_parameter: key})}"
        self.exchange.asked(f"GET {path}")
        try:
            return looked_up(self._heard(asker.ask("GET", path)), self.system.opening, looking_up)
        except AnswerLost as lost:
            raise SystemInTrouble(NotAsItself(str(lost))) from lost
        except NotAsItself as trouble:
            raise SystemInTrouble(trouble) from trouble

    def _heard(self, answer: Answer) -> Answer:
        text = answer.body.decode("utf-8", "replace")
        self.exchange.answered(f"{answer.status} {answer.kind}\n{text[:MOST_SHOWN]}")
        return answer
