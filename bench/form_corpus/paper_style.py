"""The hand of whoever fills a form: how dates, numbers, options and labels are written."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from vinculo.kernel.identifiers import cnpj, cpf
from vinculo.paper.catalogue import Option, OptionList
from vinculo.paper.form import DATE_FIELDS, MONEY_FIELDS, RetentionForm

_SMALL_WORDS = frozenset(("a", "as", "com", "da", "das", "de", "do", "dos", "e", "o", "os", "ou"))
_ORDINAL = re.compile("(?<=[nN1-5])º")


@dataclass(frozen=True, slots=True)
class PaperStyle:
    """One way to write, kept through a form."""

    date: str
    punctuated: bool  # CNPJ and CPF.
    dotted_cro: bool
    thousands: bool
    money: str
    us_money: str
    days: str
    paper_wording: bool  # The options as the paper misprints them, or as the catalogue has them.
    upper_labels: bool
    yes_no: tuple[str, str]
    ordinal: str
    instruction: bool
    city_first: bool | None  # None: as the edition has it.

    def printed(self, name: str, form: RetentionForm) -> str:
        """A field of the head as it is written; nothing for a blank one."""
        value = getattr(form, name)
        if value is None:
            return ""
        if name in DATE_FIELDS:
            text = self.day(value)
        elif name in MONEY_FIELDS:
            text = (self.us_money if name == "us_value" else self.money) + self.decimal(value)
        elif name == "duration_days":
            text = f"{value} {self.days}".strip()
        elif name in {"cnpj", "cpf"} and self.punctuated:
            text = (cnpj if name == "cnpj" else cpf).formatted(value)
        elif name == "cro" and self.dotted_cro:
            text = self.count(int(value), thousands=True)
        elif isinstance(value, int):
            text = self.count(value, thousands=self.thousands)
        else:
            text = str(value)
        return text

    @staticmethod
    def count(number: int, *, thousands: bool) -> str:
        return f"{number:,}".replace(",", ".") if thousands else str(number)

    def day(self, day: dt.date) -> str:
        return day.strftime(self.date)

    def decimal(self, value: Decimal) -> str:
        whole, _, decimals = format(value, "f").partition(".")
        return f"{self.count(int(whole), thousands=self.thousands)},{decimals}"

    def label(self, words: str) -> str:
        words = _ORDINAL.sub(self.ordinal, words)
        # The ordinal's sign stays small: "Nº", and a word's capitals have no º.
        return words.upper() if self.upper_labels else words

    def option(self, option: Option, which: OptionList, edition: int, rng: Random) -> str:
        if not self.paper_wording:
            words = option.label
        else:
            words = rng.choice(option.seen) if option.seen else option.label
            if which is OptionList.REASON or (which is OptionList.ACTION and edition == 2):
                words = " ".join(_capital(word) for word in words.split(" "))
        return words.upper() if self.upper_labels else words


def _capital(word: str) -> str:
    return word if word in _SMALL_WORDS else word[:1].upper() + word[1:]


def random_style(rng: Random) -> PaperStyle:
    return PaperStyle(
        date=rng.choice(("%d/%m/%Y", "%d/%m/%Y", "%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y")),
        punctuated=rng.random() < 0.5,
        dotted_cro=rng.random() < 0.2,
        thousands=rng.random() < 0.6,
        money=rng.choice(("R$ ", "R$ ", "R$", "")),
        us_money=rng.choice(("", "", "R$ ")),
        days=rng.choice(("dia(s)", "dias", "")),
        paper_wording=rng.random() < 0.7,
        upper_labels=rng.random() < 0.2,
        yes_no=rng.choice((("Sim", "Não"), ("SIM", "NÃO"))),
        ordinal=rng.choice("ººº°"),
        instruction=rng.random() < 0.6,
        city_first=rng.choice((None, None, None, True, False)),
    )
