"""What is true of the provider or dentist at a place: asked for anywhere, held nowhere."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from functools import cached_property, lru_cache
from random import Random

from vinculo.kernel.invented import cnpj_with, cpf_with, invented_clinic_name, invented_person_name

from . import block
from .chance import chance, never_twice
from .cities import City, cities_of

FIRST_KEY = 100_001
# The largest prime below each size of number.
_CRO_PRIMES, _CNES_PRIME, _CNPJ_PRIME, _CPF_PRIME = (99_991, 999_983), 9_999_991, 99_999_989, 999_999_937
_MANY_DENTISTS = 60_000
_ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_COMPANY_FORMS = (" Ltda.", " Ltda. ME", " S/S", " Serviços Odontológicos Ltda.")
_CITY_UNIT = 1 << 32


class For(IntEnum):
    """What chance is asked for."""

    CITY = 1
    JOINED = 2
    VALUE = 3
    PROVIDER = 4
    DENTIST = 5
    PERSON = 6
    CRO = 7
    CPF = 8
    CNPJ = 9
    CNES = 10
    VOLUME = 11
    MONTH = 12
    PUBLISHED = 13
    SPECIALITY = 14
    LIVES = 15
    TIE = 16
    CONTRACT = 17


@dataclass(frozen=True, slots=True)
class Size:
    """What the rows follow from, all of them."""

    providers: int = 60
    months: int = 24
    seed: int = 2026
    today: dt.date = dt.date(2026, 11, 1)


class Invention:
    def __init__(self, size: Size) -> None:
        self.size = size
        self.today = size.today
        self.cities = cities_of(size.providers, size.seed)
        self.dentists = block.dentists().total(size.providers)
        self._cro_prime = _CRO_PRIMES[self.dentists > _MANY_DENTISTS]
        # Rows of one provider follow each other, and ask the same.
        self.dentist_name = lru_cache(maxsize=256)(self._dentist_name)
        self.us_value = lru_cache(maxsize=256)(self._us_value)

    def chance(self, stream: For, place: int) -> int:
        return chance(self.size.seed, stream, place)

    def rng(self, stream: For, place: int) -> Random:
        return Random(self.chance(stream, place))  # noqa: S311 - nothing here is a secret

    def key(self, provider: int) -> str:
        return str(FIRST_KEY + provider)

    def provider_with(self, key: str) -> int | None:
        """Its place, or None where no provider has that key."""
        place = int(key) - FIRST_KEY if key.isascii() and key.isdecimal() and len(key) < 10 else -1
        return place if 0 <= place < self.size.providers else None

    def city(self, provider: int) -> City:
        """Few cities have many providers, many have few. A clinic is where its guest is a provider."""
        position = provider % block.SIZE
        provider += block.GUESTS.get(position, position) - position
        part = self.chance(For.CITY, provider) % _CITY_UNIT
        return self.cities[len(self.cities) * part * part // (_CITY_UNIT * _CITY_UNIT)]

    def joined_on(self, provider: int) -> dt.date:
        if provider % block.SIZE in block.NEWCOMERS:
            return self.months_ago(block.MONTHS_OF_NEWCOMERS)
        return self.months_ago(self.size.months + 1) - dt.timedelta(
            days=self.chance(For.JOINED, provider) % 3600
        )

    def status(self, provider: int) -> tuple[str, dt.date]:
        """The letter, and the first day on which it stood."""
        position = provider % block.SIZE
        if position == block.SUSPENDED:
            return "S", self.months_ago(block.MONTHS_SUSPENDED - 1) - dt.timedelta(days=6)
        if position == block.INACTIVE:
            return "I", self.months_ago(block.MONTHS_INACTIVE - 1) - dt.timedelta(days=2)
        return "A", self.joined_on(provider)

    def months_ago(self, months: int) -> dt.date:
        """The first day of that month."""
        whole = self.today.year * 12 + self.today.month - 1 - months
        return dt.date(whole // 12, whole % 12 + 1, 1)

    def _us_value(self, provider: int) -> Decimal:
        """Most a little under half a real, some above one; most in whole cents."""
        drawn = self.chance(For.VALUE, provider)
        ten_thousandths = 3000 + drawn % 3500 if drawn % 10 < 7 else 9000 + drawn % 16000
        if drawn % 11:
            ten_thousandths -= ten_thousandths % 100
        return Decimal(ten_thousandths).scaleb(-4)

    def dentist(self, provider: int, which: int = 0) -> int:
        """The place of a provider's own dentist."""
        number, position = divmod(provider, block.SIZE)
        return number * block.DENTISTS + block.FIRST_DENTIST[position] + which

    def dentist_of_block(self, provider: int, within: int) -> int:
        return provider // block.SIZE * block.DENTISTS + within

    def _dentist_name(self, dentist: int) -> str:
        return invented_person_name(self.rng(For.DENTIST, dentist))

    def cro(self, dentist: int) -> str:
        return str(never_twice(self.size.seed, For.CRO, dentist, self._cro_prime) + 1)

    def cpf(self, dentist: int) -> str:
        return cpf_with(f"{never_twice(self.size.seed, For.CPF, dentist, _CPF_PRIME):09}")

    def cnpj(self, provider: int) -> str:
        number = never_twice(self.size.seed, For.CNPJ, provider, _CNPJ_PRIME)
        if provider % block.SIZE != block.ALPHANUMERIC:
            return cnpj_with(f"{number:08}0001")
        letters = ""
        for _ in range(7):
            number, digit = divmod(number, len(_ALPHANUMERIC))
            letters = _ALPHANUMERIC[digit] + letters
        return cnpj_with(f"V{letters}0001")

    def cnes(self, provider: int) -> str:
        """A quarter of the clinics has none."""
        number = never_twice(self.size.seed, For.CNES, provider, _CNES_PRIME)
        return f"{number:07}" if number % 4 else ""

    def clinic_name(self, rng: Random) -> tuple[str, str]:
        """As registered, and as people call it."""
        if rng.random() < 0.4:
            called = invented_clinic_name(rng).split(" Ltda")[0].removesuffix(" S/S")
        else:
            ones, others = (invented_person_name(rng).split()[-1] for _ in range(2))
            called = rng.choice(("{} Odontologia", "Clínica {}", "{} & {} Odontologia")).format(ones, others)
        return called + rng.choice(_COMPANY_FORMS), called

    def is_published(self, dentist: int) -> bool:
        return self.chance(For.PUBLISHED, dentist) % 16 != 0

    @cached_property
    def published_cros(self) -> dict[City, int]:
        """Counted once: dentists in the public directory, at providers that are not inactive."""
        found = dict.fromkeys(self.cities, 0)
        for provider in range(self.size.providers):
            position = provider % block.SIZE
            if position == block.INACTIVE:
                continue
            first = self.dentist(provider)
            last = self.dentist(provider + 1)
            found[self.city(provider)] += sum(map(self.is_published, range(first, last)))
        return found
