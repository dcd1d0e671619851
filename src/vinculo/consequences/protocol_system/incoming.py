"""Requests of providers, as the protocol system or a file tells them. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from vinculo.kernel.dates import SAO_PAULO, parse_date
from vinculo.kernel.identifiers import cnpj, cpf, cro, protocol_number
from vinculo.kernel.places import clean_uf

from .answers import clean_number

INCOMING_PARTS: Mapping[str, str] = {
    "number": "numero",
    "asked_at": "aberto_em",
    "cnpj": "cnpj",
    "cpf": "cpf",
    "cro": "cro",
    "cro_state": "uf_cro",
    "name": "nome",
    "city": "municipio",
    "city_state": "uf",
    "text": "texto",
}
"""Our name for each part of a request, and what it is usually called."""

LONGEST_TEXT = 20_000
LONGEST_NAME = 200
LONGEST_CITY = 100


@dataclass(frozen=True, slots=True)
class ToldRequest:
    """A request whose number is one. Numbers of people and providers are those that can be right."""

    number: str
    asked_at: dt.datetime
    asked_told: str = "moment"
    cnpj: str = ""
    cpf: str = ""
    cro: str = ""
    cro_state: str = ""
    name: str = ""
    city: str = ""
    city_state: str = ""
    text: str = ""


class NotARequest(Exception):
    """A row that cannot be taken. The sentence says why, and quotes nothing personal."""


def told_request(row: Mapping[str, object], names: Mapping[str, str], now: dt.datetime) -> ToldRequest:
    """
    Raises:
        NotARequest: it has no number, neither name nor registration, or it was asked after now.
    """
    said = {part: _text(row.get(name)) for part, name in names.items() if name}
    number = clean_number(said.get("number", ""))
    if not number:
        raise NotARequest("não tem um número de protocolo que se entenda")
    asked_at, asked_told = _asked(number, said.get("asked_at", ""), now)
    if asked_at > now + dt.timedelta(days=1):
        raise NotARequest("foi pedido em um dia que ainda não chegou")
    council = cro.parse(said.get("cro", ""))
    found = ToldRequest(
        number=number,
        asked_at=asked_at,
        asked_told=asked_told,
        cnpj=_cnpj(said.get("cnpj", "")),
        cpf=_cpf(said.get("cpf", "")),
        cro=council.number if council else "",
        cro_state=(council.uf or clean_uf(said.get("cro_state", "")) or "") if council else "",
        name=said.get("name", "")[:LONGEST_NAME],
        city=said.get("city", "")[:LONGEST_CITY],
        city_state=clean_uf(said.get("city_state", "")) or "",
        text=said.get("text", "")[:LONGEST_TEXT],
    )
    if not (found.name or found.cnpj or found.cpf or found.cro):
        raise NotARequest("não diz quem pede: falta nome, CNPJ, CPF ou CRO")
    return found


def _text(value: object) -> str:
    """Half of a sign, as a text that was cut off ends with, becomes a question mark."""
    plain = str(value).strip().replace("\x00", "") if isinstance(value, str | int) else ""
    return plain.encode("utf-8", "replace").decode("utf-8")


def _cnpj(text: str) -> str:
    """The number where its check digits are right: with others nobody is to be found."""
    found = cnpj.clean(text) if text else None
    return found if found and cnpj.is_valid(found) else ""


def _cpf(text: str) -> str:
    found = cpf.clean(text) if text else None
    return found if found and cpf.is_valid(found) else ""


def _asked(number: str, text: str, now: dt.datetime) -> tuple[dt.datetime, str]:
    """When it was asked, and how much of that was told: its moment, its day, or nothing, which is now."""
    moment = protocol_number.opening_moment(number)
    if moment is not None:
        return moment, "moment"
    if day := parse_date(text):
        return dt.datetime.combine(day, dt.time(12), SAO_PAULO), "day"
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return now, "nothing"
    return (moment if moment.tzinfo else moment.replace(tzinfo=SAO_PAULO)), "moment"
