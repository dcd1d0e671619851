"""The rows of the core system as they are told while some faults are on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from .columns import COLUMNS, KEYS, Row, Value
from .core_system import CoreSystem
from .faults import Fault, Faults

_MISSING = MappingProxyType(
    {
        "providers": "razao_social",
        "dentists": "nm_dentista",
        "contact_persons": "nm_contato",
        "affiliations": "nr_cro",
        "contracts": "vlr_us",
        "coverage": "qt_vidas",
        "production": "vlr_producao",
    }
)
_SWAPPED = MappingProxyType(
    {
        "providers": ("razao_social", "nr_cnpj"),
        "dentists": ("nr_cro", "nm_dentista"),
        "contact_persons": ("nm_contato", "ds_email"),
        "affiliations": ("nr_cro", "dt_inicio"),
        "contracts": ("vlr_us", "dt_vlr_us"),
        "coverage": ("ds_municipio", "dt_referencia"),
        "production": ("mes_ref", "dt_ult_atendimento"),
    }
)


def _wrong_digit(value: Value) -> Value:
    """The check digit beside the right one; a number where there is none."""
    text = str(value or 0)
    return f"{text[:-1]}{(int(text[-1]) + 1) % 10}"


def _as_spreadsheets_spoil(value: Value) -> Value:
    """A code taken for a number: it keeps six digits of fourteen."""
    return float("".join(filter(str.isdecimal, str(value))) or 1)


# What a bad row says instead, or what becomes of what it said.
_SPOILT: Mapping[str, tuple[tuple[str, Value | Callable[[Value], Value]], ...]] = MappingProxyType(
    {
        "providers": (
            ("nr_cnpj", _wrong_digit),
            ("nr_cnpj", _as_spreadsheets_spoil),
            ("dt_inclusao", "01/01/1900"),
            ("situacao", "X"),
            ("cod_prestador", ""),
            ("ds_municipio", "Pasárgada"),
        ),
        "dentists": (
            ("nr_cro", "12A45"),
            ("uf_cro", "XX"),
            ("nr_cpf", _wrong_digit),
            ("nm_dentista", ""),
        ),
        "contact_persons": (
            ("cod_prestador", "999999999"),
            ("nr_telefones", "123"),
            ("ds_email", "sem arroba"),
        ),
        "affiliations": (("cod_prestador", "999999999"), ("dt_inicio", "31/02/2020"), ("nr_cro", "")),
        "contracts": (("vlr_us", "-0,4500"), ("dt_vlr_us", "01/01/1900"), ("dias_aviso", "trinta")),
        "coverage": (("ds_municipio", "Pasárgada"), ("qt_vidas", "-3"), ("dt_referencia", "00/00/0000")),
        "production": (
            ("mes_ref", "13/2026"),
            ("vlr_producao", "1.2.3,4"),
            ("dt_ult_atendimento", "30/02/2026"),
        ),
    }
)


class FaultyView:
    """The rows of the core system as they are told while some faults are on."""

    def __init__(self, core: CoreSystem, faults: Faults, entity: str) -> None:
        self._core = core
        self._entity = entity
        self._faults = {fault: setting for fault, setting in faults.items() if setting.entity in ("", entity)}
        missing = self._faults.get(Fault.MISSING_COLUMN)
        gone = (missing.text or _MISSING[entity]) if missing else None
        self._all = COLUMNS[entity]
        self.columns = tuple(column for column in self._all if column != gone)

    def number(self, fault: Fault) -> float | None:
        """The value of a fault that is on, else None."""
        setting = self._faults.get(fault)
        return setting.number if setting else None

    def total(self) -> int:
        return self._core.total(self._entity)

    def rows(self, start: int, stop: int) -> Iterator[Row]:
        before: Row | None = None
        if start and Fault.DUPLICATE_KEYS in self._faults:
            before = next(self._core.rows(self._entity, start - 1, start), None)
        for place, row in enumerate(self._core.rows(self._entity, start, stop), start):
            yield self._faulty(place, row, before) if self._faults else row
            before = row

    def _faulty(self, place: int, row: Row, before: Row | None) -> Row:
        told = dict(zip(self._all, row, strict=True))
        if self._is_hit(Fault.DUPLICATE_KEYS, place) and before:
            told |= {key: before[self._all.index(key)] for key in KEYS[self._entity]}
        if self._is_hit(Fault.BAD_ROWS, place):
            told |= self._spoilt(place, told)
        if "situacao" in told and self._is_deactivated(place):
            told |= {"situacao": "I", "dt_situacao": self._core.size.today}
        if setting := self._faults.get(Fault.SWAPPED_COLUMNS):
            one, other = setting.text.split(",") if setting.text else _SWAPPED[self._entity]
            if one in told and other in told:
                told[one], told[other] = told[other], told[one]
        return tuple(told[column] for column in self.columns)

    def _is_hit(self, fault: Fault, place: int) -> bool:
        """Each tenth row, say."""
        each = self.number(fault)
        return each is not None and (place + 1) % max(int(each), 1) == 0

    def _spoilt(self, place: int, told: Mapping[str, Value]) -> dict[str, Value]:
        """One kind of mistake after the other. Who has no CNPJ has the mistake in the CPF."""
        ways = _SPOILT[self._entity]
        column, value = ways[(place + 1) // max(int(self.number(Fault.BAD_ROWS) or 1), 1) % len(ways) - 1]
        if column == "nr_cnpj" and not told["nr_cnpj"]:
            column = "nr_cpf"
        return {column: value(told[column]) if callable(value) else value}

    def _is_deactivated(self, place: int) -> bool:
        share = self.number(Fault.MASS_DEACTIVATION)
        return share is not None and place * 37 % 100 < share
