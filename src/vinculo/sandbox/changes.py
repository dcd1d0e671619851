"""What may happen in the core system while one looks on: to try things out, or as somebody asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal

from vinculo.kernel.dates import format_date, parse_date
from vinculo.kernel.identifiers import protocol_number
from vinculo.kernel.money import parse_money

from .columns import AFFILIATIONS, CONTRACTS, DENTISTS, PRODUCTION, PROVIDERS
from .core_system import CoreSystem, Fields, Receipt
from .refused import Refused

MONTHS_STOPPED = 3
LONGEST_LINE = 2000
_NEW_DENTISTS = 1_000_000
"""From here on CRO numbers are nobody's that was invented at the start."""

Change = Callable[[CoreSystem, int, dt.date, Mapping[str, object]], None]


def change(core: CoreSystem, asked: Mapping[str, object]) -> dict[str, object]:
    """`{"deactivate": "100007"}`, with `"on": "dd/mm/aaaa"` where it is not today.

    Raises:
        Refused: no such change, provider or day.
    """
    named = [name for name in CHANGES if name in asked]
    if len(named) != 1:
        raise Refused(400, f"Diga uma alteração: {', '.join(CHANGES)}.")
    key = str(asked[named[0]])
    day = _day(asked.get("on"), core.size.today)
    with core.lock:
        CHANGES[named[0]](core, _provider(core, key), day, asked)
    return {"done": named[0], "cod_prestador": key, "on": format_date(day)}


def note_line(core: CoreSystem, key: str, asked: Mapping[str, object], once: str) -> dict[str, object]:
    """A line in a provider's history.

    Raises:
        Refused: no such provider, no text, or the idempotency key was used for something else.
    """
    text = asked.get("texto")
    if not isinstance(text, str) or not 0 < len(text.strip()) <= LONGEST_LINE:
        raise Refused(422, f"texto: de 1 a {LONGEST_LINE} caracteres.")

    def write() -> dict[str, object]:
        lines = core.history[key]
        line = {
            "dt_evento": format_date(_day(asked.get("dt_evento"), core.size.today)),
            "texto": text.strip(),
        }
        lines.append(line)
        return {"cod_prestador": key, "linha": len(lines)} | line

    return _once(core, once, ("history", key, dict(asked)), key, write)


def inactivate(core: CoreSystem, key: str, asked: Mapping[str, object], once: str) -> dict[str, object]:
    """The provider is inactive from a day on.

    Raises:
        Refused: no such provider, inactive already, or the idempotency key was used for something else.
    """

    def write() -> dict[str, object]:
        provider = _provider(core, key)
        if core.provider(provider)["situacao"] == "I":
            raise Refused(409, f"Prestador {key} já está inativo.")
        day = _day(asked.get("dt_situacao"), core.size.today)
        _set_status("I")(core, provider, day, {})
        return {"cod_prestador": key, "situacao": "I", "dt_situacao": format_date(day)}

    return _once(core, once, ("inactivate", key, dict(asked)), key, write)


def _once(
    core: CoreSystem, once: str, asked: object, key: str, write: Callable[[], dict[str, object]]
) -> dict[str, object]:
    """The same request again gets the same answer, and changes nothing."""
    if not once:
        raise Refused(400, "Falta o cabeçalho Idempotency-Key.")
    with core.lock:
        _provider(core, key)
        receipt = core.receipts.get(once)
        if receipt is None:
            receipt = core.receipts[once] = Receipt(asked, write())
        elif receipt.asked != asked:
            raise Refused(409, "Esta Idempotency-Key já foi usada em outro pedido.")
        return receipt.answer


def _provider(core: CoreSystem, key: str) -> int:
    provider = core.invention.provider_with(key)
    if provider is None:
        raise Refused(404, "Prestador não encontrado.")
    return provider


def _day(told: object, today: dt.date) -> dt.date:
    if told is None:
        return today
    day = parse_date(str(told))
    if day is None:
        raise Refused(422, "A data deve ser dd/mm/aaaa.")
    return day


def _set_status(letter: str) -> Change:
    def write(core: CoreSystem, provider: int, day: dt.date, asked: Mapping[str, object]) -> None:
        core.edit(PROVIDERS, provider, {"situacao": letter, "dt_situacao": day})

    return write


def _change_rt(core: CoreSystem, provider: int, day: dt.date, asked: Mapping[str, object]) -> None:
    """Who was asked for becomes the RT; else another dentist of the clinic, else a new one."""
    ties = core.rows_of(AFFILIATIONS, provider)
    pending = next(((place, tie) for place, tie in ties if tie["pendente"] == "S"), None)
    chosen = pending[1] if pending else _another_dentist(core, provider, ties)
    if pending:
        core.remove(AFFILIATIONS, pending[0])
    for place, tie in core.rows_of(AFFILIATIONS, provider):
        if _is_rt(tie) and tie["dt_inicio"] == day:
            # Who became the RT on this very day never was.
            core.remove(AFFILIATIONS, place)
        elif _is_rt(tie):
            core.edit(AFFILIATIONS, place, {"dt_fim": day})
    core.add(AFFILIATIONS, _rt_tie(core, provider, chosen) | {"dt_inicio": day, "pendente": "N"})


def _ask_rt(core: CoreSystem, provider: int, day: dt.date, asked: Mapping[str, object]) -> None:
    ties = core.rows_of(AFFILIATIONS, provider)
    if any(tie["pendente"] == "S" for _, tie in ties):
        raise Refused(409, "Já há uma troca de responsável técnico pendente.")
    protocol = protocol_number.from_moment(dt.datetime.combine(day, dt.time(14), tzinfo=dt.UTC))
    asked_for = {"dt_inicio": None, "pendente": "S", "nr_protocolo": protocol}
    core.add(AFFILIATIONS, _rt_tie(core, provider, _another_dentist(core, provider, ties)) | asked_for)


def _is_rt(tie: Fields) -> bool:
    return tie["resp_tecnico"] == "S" and tie["pendente"] == "N" and tie["dt_fim"] is None


def _rt_tie(core: CoreSystem, provider: int, dentist: Fields) -> Fields:
    return {
        "cod_prestador": core.invention.key(provider),
        "nr_cro": dentist["nr_cro"],
        "uf_cro": dentist["uf_cro"],
        "resp_tecnico": "S",
        "dt_inicio": None,
        "dt_fim": None,
        "pendente": "N",
        "nr_protocolo": "",
    }


def _another_dentist(core: CoreSystem, provider: int, ties: list[tuple[int, Fields]]) -> Fields:
    now = {(tie["nr_cro"], tie["uf_cro"]) for _, tie in ties if _is_rt(tie)}
    for _, tie in ties:
        if tie["dt_fim"] is None and (tie["nr_cro"], tie["uf_cro"]) not in now:
            return tie
    number = _NEW_DENTISTS + core.total(DENTISTS)
    dentist: Fields = {
        "nr_cro": str(number),
        "uf_cro": core.invention.city(provider).uf,
        "nm_dentista": core.invention.dentist_name(number),
        "tp_categoria": "CD",
        "tp_inscricao": "P",
        "nr_cpf": "",
        "divulgado": "S",
        "especialidades": "Clínica Geral",
    }
    core.add(DENTISTS, dentist)
    return dentist


def _stop_production(core: CoreSystem, provider: int, day: dt.date, asked: Mapping[str, object]) -> None:
    """Nothing in the last months, as if they had never been told."""
    first = core.invention.months_ago(MONTHS_STOPPED)
    for place, row in reversed(core.rows_of(PRODUCTION, provider)):
        month, year = str(row["mes_ref"]).split("/")
        if dt.date(int(year), int(month), 1) >= first:
            core.remove(PRODUCTION, place)


def _produce(core: CoreSystem, provider: int, day: dt.date, asked: Mapping[str, object]) -> None:
    """Something in the month of that day, the day itself being the last."""
    quantity = Decimal("87.50")
    value = core.rows_of(CONTRACTS, provider)[-1][1]["vlr_us"]
    assert isinstance(value, Decimal)
    told: Fields = {
        "cod_prestador": core.invention.key(provider),
        "mes_ref": f"{day:%m/%Y}",
        "qt_us": quantity,
        "vlr_producao": (quantity * value).quantize(Decimal("0.01")),
        "dt_ult_atendimento": day,
    }
    for place, row in core.rows_of(PRODUCTION, provider):
        if row["mes_ref"] == told["mes_ref"]:
            core.edit(PRODUCTION, place, told)
            return
    core.add(PRODUCTION, told)


def _set_us_value(core: CoreSystem, provider: int, day: dt.date, asked: Mapping[str, object]) -> None:
    value = parse_money(str(asked.get("value", "")))
    if value is None:
        raise Refused(422, "value: o valor da US, como 0,5200.")
    told: Fields = {"vlr_us": value.quantize(Decimal("0.0001")), "dt_vlr_us": day}
    rows = core.rows_of(CONTRACTS, provider)
    place, last = rows[-1]
    if len(rows) > 1:
        # Who tells all values that there were tells one more.
        core.add(CONTRACTS, last | told)
    else:
        core.edit(CONTRACTS, place, told)


CHANGES: Mapping[str, Change] = {
    "deactivate": _set_status("I"),
    "suspend": _set_status("S"),
    "reactivate": _set_status("A"),
    "change_rt": _change_rt,
    "ask_rt": _ask_rt,
    "stop_production": _stop_production,
    "produce": _produce,
    "set_us_value": _set_us_value,
}
