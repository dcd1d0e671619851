"""What the protocol system holds: protocols, their files, requests that came in, and who asked how often.

Whatever changes is an event: written to the journal first, then done, and done again after a restart.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vinculo.kernel.identifiers import protocol_number

from ..refused import Refused
from .incoming import IncomingRequest
from .journal import Event, Journal

_HUNDREDTH = dt.timedelta(milliseconds=10)


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class OpenProtocol:
    number: str
    moment: dt.datetime
    key: str
    asked: Mapping[str, object]
    attachments: dict[str, Attachment] = field(default_factory=dict)


class ProtocolSystem:
    def __init__(self, invented: Sequence[IncomingRequest], journal: Journal) -> None:
        self._invented = tuple(invented)
        self._journal = journal
        self._lock = threading.RLock()
        self.beginnings = 0
        self._begin()
        for event in journal.events():
            self._do(event)

    def reset(self) -> None:
        """As it was at its very first start; the journal is empty then."""
        with self._lock:
            self._journal.forget()
            self._begin()

    def _begin(self) -> None:
        self.beginnings += 1
        self._of_key: dict[str, OpenProtocol] = {}
        self._of_number: dict[str, OpenProtocol] = {}
        self._incoming = {request.number: request for request in self._invented}
        self._taken: dict[str, dt.datetime] = {}
        self._asked: Counter[str] = Counter()
        self._newest = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

    def count(self, key: str) -> None:
        """A key was asked for, whatever comes of it."""
        with self._lock:
            self._happened({"did": "asked", "key": key})

    def open(self, key: str, asked: Mapping[str, object], now: dt.datetime) -> tuple[OpenProtocol, bool]:
        """The key's protocol, and whether it is new.

        Raises:
            Refused: the key was used for something else.
        """
        with self._lock:
            known = self._of_key.get(key)
            if known is None:
                number = self._free_number(now)
                self._happened({"did": "opened", "key": key, "number": number, "asked": dict(asked)})
                return self._of_key[key], True
            if known.asked != asked:
                raise Refused(409, "Esta Idempotency-Key já foi usada em outro pedido.")
            return known, False

    def with_key(self, key: str) -> OpenProtocol | None:
        return self._of_key.get(key)

    def with_number(self, number: str) -> OpenProtocol:
        """
        Raises:
            Refused: there is none.
        """
        found = self._of_number.get(number)
        if found is None:
            raise Refused(404, "Protocolo não encontrado.")
        return found

    def another_number(self, number: str) -> str:
        """A protocol's that was there before, or what comes nearest."""
        with self._lock:
            return next((one for one in (*self._of_number, *self._incoming) if one != number), number)

    def attach(self, number: str, name: str, data: bytes) -> tuple[Attachment, bool]:
        """The file, and whether it is new.

        Raises:
            Refused: no such protocol, or another file has that name.
        """
        digest = hashlib.sha256(data).hexdigest()
        with self._lock:
            known = self.with_number(number).attachments.get(name)
            if known is None:
                file = {"name": name, "size": len(data), "sha256": digest}
                self._happened({"did": "attached", "number": number} | file)
                return self._of_number[number].attachments[name], True
            if known.sha256 != digest:
                raise Refused(409, "Este protocolo já tem outro arquivo com este nome.")
            return known, False

    def waiting(self, since: dt.datetime | None, *, taken_too: bool) -> list[IncomingRequest]:
        """Requests that nobody took yet, the oldest first."""
        with self._lock:
            return sorted(
                (
                    request
                    for number, request in self._incoming.items()
                    if (taken_too or number not in self._taken) and (since is None or request.moment >= since)
                ),
                key=lambda request: request.moment,
            )

    def take(self, number: str, now: dt.datetime) -> dt.datetime:
        """When it was taken first.

        Raises:
            Refused: no such request.
        """
        with self._lock:
            if number not in self._incoming:
                raise Refused(404, "Pedido não encontrado.")
            if number not in self._taken:
                self._happened({"did": "taken", "number": number, "at": now.isoformat()})
            return self._taken[number]

    def come_in(self, fields: Mapping[str, str], now: dt.datetime) -> IncomingRequest:
        with self._lock:
            number = self._free_number(now)
            self._happened({"did": "came in", "number": number, "fields": dict(fields)})
            return self._incoming[number]

    def held(self) -> list[tuple[OpenProtocol, int]]:
        """Each protocol in the order of their opening, and how often its key was asked for."""
        with self._lock:
            return [(protocol, self._asked[protocol.key]) for protocol in self._of_key.values()]

    def unopened(self) -> dict[str, int]:
        """Keys that were asked for in vain, and how often."""
        with self._lock:
            return {key: times for key, times in self._asked.items() if key not in self._of_key}

    def taken(self) -> dict[str, dt.datetime]:
        with self._lock:
            return dict(self._taken)

    def _free_number(self, now: dt.datetime) -> str:
        """That of the moment, or of the next hundredth of a second which has none."""
        number = protocol_number.from_moment(now)
        while number in self._of_number or number in self._incoming:
            now = max(now, self._newest) + _HUNDREDTH
            number = protocol_number.from_moment(now)
        return number

    def _happened(self, event: Event) -> None:
        self._journal.write(event)
        self._do(event)

    def _do(self, event: Event) -> None:
        match event:
            case {"did": "asked", "key": str(key)}:
                self._asked[key] += 1
            case {"did": "opened", "key": str(key), "number": str(number), "asked": dict(asked)}:
                protocol = OpenProtocol(number, self._moment_of(number), key, asked)
                self._of_key[key] = self._of_number[number] = protocol
            case {"did": "attached", "number": str(number), "name": str(name), "size": int(size)}:
                file = Attachment(name, size, str(event["sha256"]))
                self._of_number[number].attachments[name] = file
            case {"did": "taken", "number": str(number), "at": str(moment)}:
                self._taken[number] = dt.datetime.fromisoformat(moment)
            case {"did": "came in", "number": str(number), "fields": dict(fields)}:
                self._incoming[number] = IncomingRequest(number, self._moment_of(number), fields)

    def _moment_of(self, number: str) -> dt.datetime:
        moment = protocol_number.opening_moment(number)
        assert moment is not None
        self._newest = moment
        return moment
