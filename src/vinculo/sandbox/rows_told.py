"""The rows as the core system tells them while nobody changes anything: any of them, by its place."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from vinculo.kernel.folding import fold
from vinculo.kernel.identifiers import protocol_number
from vinculo.kernel.invented import invented_person_name, invented_phone

from . import block
from .columns import AFFILIATIONS, CONTACT_PERSONS, CONTRACTS, COVERAGE, DENTISTS, PRODUCTION, PROVIDERS, Row
from .invention import For, Invention

COVERAGE_MONTHS = (6, 3, 0)
_STREETS = (
    "Rua das Acácias", "Avenida Brasil", "Rua Sete de Setembro", "Rua XV de Novembro", "Rua Dom Pedro II",
    "Avenida Getúlio Vargas", "Travessa do Comércio", "Alameda dos Ipês", "Rua Santa Luzia",
)  # fmt: skip
_DISTRICTS = ("Centro", "Jardim América", "Vila Nova", "Boa Vista", "Santo Antônio", "Bela Vista", "São José")
_FUNCTIONS = ("Recepcionista", "Financeiro", "Secretária", "Administração", "Sócio")
_OTHER_PLANS = ("SorriBem", "Plenident", "Dental Araucária", "OdontoIpê", "Vitaldente", "Prima Odonto")
_SPECIALITIES = (
    "Clínica Geral", "Ortodontia", "Endodontia", "Periodontia", "Odontopediatria", "Implantodontia",
    "Prótese Dentária", "Cirurgia e Traumatologia Bucomaxilofacial", "Dentística", "Radiologia Odontológica",
)  # fmt: skip
_REGISTRATIONS = ("P", "P", "P", "P", "P", "S", "P", "V")
_NOTICE_DAYS = (30, 60, 60, 90, None)
_SEASON = (82, 88, 104, 100, 103, 99, 93, 106, 104, 107, 101, 78)
"""Holidays are quiet."""
_CENT = Decimal("0.01")


class RowsTold:
    def __init__(self, invention: Invention) -> None:
        self._all = invention
        self._dentists = block.dentists()
        self._people = block.contact_persons()
        self._ties = block.ties()
        self._production = block.production(invention.size.months)
        self._once = block.once_each()
        # The month so many months ago: its first day, its name, its length.
        self._months = [
            (month, f"{month:%m/%Y}", calendar.monthrange(month.year, month.month)[1])
            for month in map(invention.months_ago, range(invention.size.months + 1))
        ]
        self._makers: dict[str, Callable[[int], Row]] = {
            PROVIDERS: self._provider,
            DENTISTS: lambda place: self._dentist(*self._dentists.at(place)),
            CONTACT_PERSONS: lambda place: self._person(*self._people.at(place)),
            AFFILIATIONS: lambda place: self._tie(*self._ties.at(place)),
            CONTRACTS: self._contract,
            COVERAGE: lambda place: self._coverage(*divmod(place, len(COVERAGE_MONTHS))),
            PRODUCTION: lambda place: self._month(*self._production.at(place)),
        }

    def total(self, entity: str) -> int:
        if entity == COVERAGE:
            return len(self._all.cities) * len(COVERAGE_MONTHS)
        return self._rows(entity).total(self._all.size.providers)

    def places_of(self, entity: str, provider: int) -> range:
        """Where the rows of a provider stand; coverage is nobody's."""
        return self._rows(entity).places_of(provider)

    def row(self, entity: str, place: int) -> Row:
        return self._makers[entity](place)

    def _rows(self, entity: str) -> block.Rows[int] | block.Rows[block.Tie]:
        found: dict[str, block.Rows[int] | block.Rows[block.Tie]] = {
            PROVIDERS: self._once,
            DENTISTS: self._dentists,
            CONTACT_PERSONS: self._people,
            AFFILIATIONS: self._ties,
            CONTRACTS: self._once,
            PRODUCTION: self._production,
        }
        return found[entity]

    def _provider(self, provider: int) -> Row:
        told, rng = self._all, self._all.rng(For.PROVIDER, provider)
        is_clinic = block.is_clinic(provider % block.SIZE)
        if is_clinic:
            name, trade_name = told.clinic_name(rng)
        else:
            name, trade_name = told.dentist_name(told.dentist(provider)), ""
        city, (status, since) = told.city(provider), told.status(provider)
        return (
            told.key(provider),
            "J" if is_clinic else "F",
            name,
            trade_name,
            told.cnpj(provider) if is_clinic else "",
            "" if is_clinic else told.cpf(told.dentist(provider)),
            told.cnes(provider) if is_clinic else "",
            status,
            since,
            told.joined_on(provider),
            city.name,
            city.uf,
            f"{rng.choice(_STREETS)}, {rng.randrange(10, 2900)}",
            rng.choice(_DISTRICTS),
            f"{rng.randrange(1000, 99_000):05}-{rng.randrange(1000):03}",
            ", ".join(rng.sample(_OTHER_PLANS, rng.randrange(0, 4))),
        )

    def _dentist(self, provider: int, within: int) -> Row:
        told = self._all
        dentist = told.dentist_of_block(provider, within)
        drawn = told.chance(For.SPECIALITY, dentist)
        first, second = drawn % len(_SPECIALITIES), drawn // 16 % len(_SPECIALITIES)
        specialities = [_SPECIALITIES[first]] + [_SPECIALITIES[second]] * (drawn % 3 == 0 and second != first)
        return (
            told.cro(dentist),
            told.city(provider).uf,
            told.dentist_name(dentist),
            "CD",
            _REGISTRATIONS[drawn // 256 % len(_REGISTRATIONS)],
            told.cpf(dentist),
            "S" if told.is_published(dentist) else "N",
            ", ".join(specialities),
        )

    def _person(self, provider: int, which: int) -> Row:
        told, rng = self._all, self._all.rng(For.PERSON, provider * 2 + which)
        name, area = invented_person_name(rng), told.city(provider).area
        digits = invented_phone(rng, area)
        phones = [f"({area}) {digits[2:7]}-{digits[7:]}"]
        if which == 0 and block.is_clinic(provider % block.SIZE):
            phones.append(f"({area}) 3{rng.randrange(200, 700)}-{rng.randrange(10_000):04}")
        address = f"{fold(name.split()[0])}@prestador{told.key(provider)}.example"
        return (
            told.key(provider),
            name,
            _FUNCTIONS[which] if which == 0 else rng.choice(_FUNCTIONS[1:]),
            " / ".join(phones),
            address if rng.random() < 0.6 else "",
        )

    def _tie(self, provider: int, tie: block.Tie) -> Row:
        told = self._all
        dentist = told.dentist_of_block(provider, tie.dentist)
        joined = told.joined_on(provider)
        # The day on which the RT changed, or on which somebody left.
        turn = told.months_ago(10) + dt.timedelta(days=told.chance(For.TIE, provider) % 28)
        starts: dt.date | None = joined
        ends: dt.date | None = None
        protocol = ""
        match tie.role:
            case block.Role.FORMER_RT | block.Role.FORMER_STAFF:
                ends = turn
            case block.Role.RT if provider % block.SIZE == block.FORMER_RT:
                starts = turn
            case block.Role.PENDING_RT:
                asked = dt.datetime.combine(told.today - dt.timedelta(days=9), dt.time(14), tzinfo=dt.UTC)
                starts, protocol = None, protocol_number.from_moment(asked)
        is_rt = tie.role in {block.Role.RT, block.Role.FORMER_RT, block.Role.PENDING_RT}
        is_pending = tie.role is block.Role.PENDING_RT
        return (
            told.key(provider),
            told.cro(dentist),
            told.city(provider).uf,
            "S" if is_rt else "N",
            starts,
            ends,
            "S" if is_pending else "N",
            protocol,
        )

    def _contract(self, provider: int) -> Row:
        told = self._all
        drawn = told.chance(For.CONTRACT, provider)
        valued_on = max(told.joined_on(provider), told.months_ago(drawn % 20 + 1))
        return (told.key(provider), told.us_value(provider), valued_on, _NOTICE_DAYS[drawn // 32 % 5])

    def _coverage(self, place: int, which: int) -> Row:
        told = self._all
        city, months = told.cities[place], COVERAGE_MONTHS[which]
        drawn = told.chance(For.LIVES, place)
        lives = (9000 + drawn % 3000) * max(told.size.providers // 200, 1) // (place + 1) + 40 + drawn % 97
        lives -= lives * months * (drawn % 7) // 600
        published = max(told.published_cros[city] - (months // 3 if drawn % 2 else 0), 0)
        return (city.name, city.uf, told.months_ago(months), lives, published)

    def _month(self, provider: int, ago: int) -> Row:
        """`amount` is what so many US are worth at the provider's value."""
        told = self._all
        month, name, last = self._months[ago]
        drawn = told.chance(For.MONTH, provider * 1024 + ago)
        hundredths = self._volume(provider) * _SEASON[month.month - 1] * (85 + drawn % 31) // 10_000
        quantity = Decimal(hundredths + drawn % 100).scaleb(-2)
        amount = (quantity * told.us_value(provider)).quantize(_CENT)
        return (told.key(provider), name, quantity, amount, month.replace(day=last - drawn // 128 % 6))

    def _volume(self, provider: int) -> int:
        """What it produces in an ordinary month, in hundredths of a US."""
        return 8_000 + self._all.chance(For.VOLUME, provider) % 90_000
