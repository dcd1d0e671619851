"""What a test or a person does behind the protocol system: faults, new requests, a look, a fresh start."""

from __future__ import annotations

import datetime as dt

from ..refused import Refused
from .answers import LONGEST, Asked, Told, attachment_told, fields_of_request, moment_told, request_told
from .faults import Fault, FaultBoard, Place
from .incoming import FIELDS
from .system import OpenProtocol, ProtocolSystem


def controlled(system: ProtocolSystem, board: FaultBoard, asked: Asked, now: dt.datetime) -> Told:
    """
    Raises:
        Refused: there is nothing there, or see what is asked for.
    """
    match asked.method, asked.path:
        case "GET", ():
            return _addresses()
        case "GET" | "POST" | "PUT" | "DELETE", ("_faults",):
            return _faults(board, asked)
        case "GET", ("_protocols",):
            return _held(system, board)
        case "GET", ("_incoming",):
            taken = system.taken()
            return {
                "items": [
                    request_told(request)
                    | {"taken_at": moment_told(taken[request.number]) if request.number in taken else None}
                    for request in system.waiting(None, taken_too=True)
                ]
            }
        case "POST", ("_incoming",):
            return request_told(system.come_in(fields_of_request(asked.told), now))
        case "POST", ("_reset",):
            system.reset()
            board.reset()
            return {"done": "reset"}
    raise Refused(404, "Endereço desconhecido.")


def _faults(board: FaultBoard, asked: Asked) -> Told:
    """PUT: these and no others; POST: these besides; DELETE: none."""
    if asked.method == "POST":
        board.switch(asked.told)
    elif asked.method != "GET":
        board.switch(asked.told if asked.method == "PUT" else {}, alone=True)
    return board.told()


def _held(system: ProtocolSystem, board: FaultBoard) -> Told:
    held = system.held()
    return {
        "total": len(held),
        "items": [_row(protocol, times) for protocol, times in held],
        "unopened": system.unopened(),
        "requests": {place.value: board.requests[place] for place in Place},
    }


def _row(protocol: OpenProtocol, times: int) -> Told:
    """Without its text, which may be long: whoever wants that asks by the number."""
    return {
        "number": protocol.number,
        "opened_at": moment_told(protocol.moment),
        "key": protocol.key,
        "asked": times,
        "kind": protocol.asked["tipo"],
        "in_name_of": protocol.asked["em_nome_de"],
        "subject": protocol.asked["assunto"],
        "announced": protocol.asked.get("anexos", []),
        "attachments": [attachment_told(file) for file in tuple(protocol.attachments.values())],
    }


def _addresses() -> Told:
    return {
        "sistema": "SAD (de demonstração)",
        "abrir": {"POST /protocols": [*LONGEST, "anexos"], "cabecalho": "Idempotency-Key"},
        "consultar": ["GET /protocols?idempotency_key=CHAVE", "GET /protocols/NUMERO"],
        "anexar": "PUT /protocols/NUMERO/attachments/NOME",
        "pedidos": {"GET /incoming?since=MOMENTO&page=N&size=N": ["numero", "aberto_em", *FIELDS]},
        "receber": "POST /incoming/NUMERO/taken",
        "falhas": list(Fault),
        "lugares": list(Place),
    }
