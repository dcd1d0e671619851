"""What is answered to what, as data: nothing here knows sockets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from vinculo.kernel.dates import SAO_PAULO

from ..listening import number_asked
from ..refused import Refused
from .faults import Fault, Place
from .incoming import FIELDS, IncomingRequest
from .system import Attachment, OpenProtocol, ProtocolSystem

USUAL_SIZE, LARGEST_SIZE = 50, 500
LONGEST_KEY = 200
LONGEST: Mapping[str, int] = {"tipo": 80, "em_nome_de": 200, "assunto": 200, "texto": 20_000}
"""What a protocol is opened with, besides `anexos`, the names of files that will follow."""
MOST_ATTACHMENTS, LONGEST_NAME = 50, 150
Path = tuple[str, ...]
Told = dict[str, object]
Hits = Mapping[Fault, float]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request. `told` is its JSON; `data` its bytes where it brings a file."""

    method: str
    path: Path
    query: Mapping[str, str]
    key: str
    told: Mapping[str, object]
    data: bytes
    host: str


def place_of(method: str, path: Path) -> Place | None:
    """What the address is for; None where there is nothing."""
    match method, path:
        case "POST", ("protocols",):
            return Place.OPEN
        case "GET", ("protocols",) | ("protocols", _):
            return Place.LOOK_UP
        case "PUT", ("protocols", _, "attachments", _):
            return Place.ATTACH
        case "GET", ("incoming",):
            return Place.INCOMING
        case "POST", ("incoming", _, "taken"):
            return Place.TAKE
    return None


def answered(
    system: ProtocolSystem, place: Place, asked: Asked, hits: Hits, now: dt.datetime
) -> tuple[int, Told]:
    """Status and what is told.

    Raises:
        Refused: something is missing, too long, unknown, or was used before.
    """
    if place is Place.OPEN:
        _judge_key(asked.key)
        _judge_fields(asked.told)
        opened_at = now + dt.timedelta(seconds=hits.get(Fault.CLOCK_STEP, 0))
        protocol, is_new = system.open(asked.key, asked.told, opened_at)
        return 201 if is_new else 200, protocol_told(protocol)
    if place is Place.LOOK_UP:
        return 200, _looked_up(system, asked)
    if place is Place.ATTACH:
        number, name = asked.path[1], asked.path[3]
        if not 0 < len(name) <= LONGEST_NAME or "/" in name or not name.isprintable():
            raise Refused(422, f"O nome do arquivo vai até {LONGEST_NAME} caracteres, sem barra.")
        file, is_new = system.attach(number, name, asked.data)
        return 201 if is_new else 200, {"numero": number} | attachment_told(file)
    if place is Place.INCOMING:
        return 200, _page(system, asked, is_twice=Fault.DUPLICATE_DELIVERY in hits)
    taken_at = system.take(asked.path[1], now)
    return 200, {"numero": asked.path[1], "recebido_em": moment_told(taken_at)}


def protocol_told(protocol: OpenProtocol) -> Told:
    return {
        "numero": protocol.number,
        "aberto_em": moment_told(protocol.moment),
        **{name: protocol.asked[name] for name in LONGEST},
        "situacao": "ABERTO",
        "anexos": [attachment_told(file) for file in tuple(protocol.attachments.values())],
    }


def attachment_told(file: Attachment) -> Told:
    return {"nome": file.name, "bytes": file.size, "sha256": file.sha256}


def request_told(request: IncomingRequest) -> Told:
    return {"numero": request.number, "aberto_em": moment_told(request.moment), **request.fields}


def moment_told(moment: dt.datetime) -> str:
    return moment.astimezone(SAO_PAULO).isoformat(timespec="milliseconds")


def fields_of_request(told: Mapping[str, object]) -> dict[str, str]:
    """What somebody has come in, for tests and trials.

    Raises:
        Refused: an unknown field, or neither name nor text.
    """
    if unknown := sorted(told.keys() - set(FIELDS)):
        raise Refused(422, f"Campos que não existem: {', '.join(unknown)}. Os que há: {', '.join(FIELDS)}.")
    if not told.get("nome") or not told.get("texto"):
        raise Refused(422, "Faltam nome e texto.")
    return {name: str(told.get(name, "")) for name in FIELDS}


def _looked_up(system: ProtocolSystem, asked: Asked) -> Told:
    if len(asked.path) == 2:
        return protocol_told(system.with_number(asked.path[1]))
    key = asked.query.get("idempotency_key", "")
    _judge_key(key)
    found = system.with_key(key)
    return {"total": 1, "items": [protocol_told(found)]} if found else {"total": 0, "items": []}


def _page(system: ProtocolSystem, asked: Asked, *, is_twice: bool) -> Told:
    page = number_asked(asked.query, "page", 1, 1_000_000)
    size = number_asked(asked.query, "size", USUAL_SIZE, LARGEST_SIZE)
    since = _since(asked.query.get("since", ""))
    found = [request for request in system.waiting(since, taken_too=is_twice) for _ in range(1 + is_twice)]
    again = f"&since={asked.query['since'].replace('+', '%2B')}" if since else ""
    next_page = f"http://{asked.host}/incoming?page={page + 1}&size={size}{again}"
    return {
        "total": len(found),
        "page": page,
        "size": size,
        "next": next_page if page * size < len(found) else None,
        "items": [request_told(request) for request in found[(page - 1) * size : page * size]],
    }


def _since(text: str) -> dt.datetime | None:
    if not text:
        return None
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        raise Refused(
            400, "since: um dia ou um momento, como 2026-11-20 ou 2026-11-20T14:00:00-03:00."
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=SAO_PAULO)


def _judge_key(key: str) -> None:
    if not 0 < len(key) <= LONGEST_KEY or not (key.isascii() and key.isprintable()):
        raise Refused(400, f"Falta a Idempotency-Key, de até {LONGEST_KEY} caracteres sem acento.")


def _judge_fields(told: Mapping[str, object]) -> None:
    if unknown := sorted(told.keys() - {*LONGEST, "anexos"}):
        raise Refused(422, f"Campos que não existem: {', '.join(unknown)}.")
    for name, longest in LONGEST.items():
        text = told.get(name)
        if not isinstance(text, str) or not text.strip() or len(text) > longest:
            raise Refused(422, f"{name}: de 1 a {longest} caracteres.")
    names = told.get("anexos", [])
    if not isinstance(names, list) or len(names) > MOST_ATTACHMENTS:
        raise Refused(422, f"anexos: uma lista de até {MOST_ATTACHMENTS} nomes.")
    if any(not isinstance(name, str) or not 0 < len(name) <= LONGEST_NAME for name in names):
        raise Refused(422, f"anexos: cada nome vai de 1 a {LONGEST_NAME} caracteres.")
    if len(set(names)) < len(names):
        raise Refused(422, "anexos: um nome não pode vir duas vezes.")
