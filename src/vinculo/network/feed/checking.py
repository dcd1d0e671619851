"""Each row of a table becomes what it tells, or is refused with the reason."""

from __future__ import annotations

import datetime as dt
import hashlib
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from vinculo import __version__
from vinculo.kernel.numbers import format_count

from .columns import Column, columns_of
from .days import FARTHEST_AHEAD
from .entities import Entity, FedRow
from .mapping import FeedMapping
from .refusals import UnableToReadFeed
from .repeats import (
    AT_ODDS,
    FIRST,
    KEYS,
    KNOWN,
    SAME_AGAIN,
    Contents,
    FirstLook,
    content_reader,
    identifier,
    look_through,
    mark_known,
)
from .rows import BUILDERS, Told, WrongRow, affiliation_to_last_day
from .sources.raw_table import RawRow, RawTable
from .texts import read_cnpj, read_cpf
from .wrong_value import WrongValue, is_blank, is_nought

_EMPTY = "está vazia"
_NOTHING: tuple[Any, ...] = ("", None, ("", ""))
LOOKED_AT = 1000
"""How many rows are read before a table is judged as a whole, where it has so many."""
FEWEST_TO_JUDGE = 20
NEARLY_ALL = 0.9
# A month before the day shows only where the day is beyond twelve: in three rows of five.
MONTHS_FIRST = 0.3
_SWAPPED = "Colunas trocadas, ou códigos que faltam no mapeamento? Nada dele foi lido."


@dataclass(frozen=True, slots=True)
class SeenRow:
    """A row as the table has it, and its mark among the others."""

    number: int
    values: Sequence[str]
    mark: int


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """`raw` holds personal data, `reason` none.

    `key` is the provider's, or the dentist's UF and CRO, where it can be read: who is refused is not gone.
    `names`: by what else a row of a provider says whose it is, its key being another's. `is_nameless`: it has
    no key, or one that is told otherwise too, so that one of the two is about somebody else.
    `seen` is by which it is looked at again without the table.
    """

    entity: Entity
    place: str
    reason: str
    raw: Mapping[str, str]
    key: str = ""
    seen: SeenRow | None = None
    names: tuple[str, ...] = ()
    is_nameless: bool = False


ReadRow = tuple[FedRow | RejectedRow, int]
"""A row, and the number that stands for what it says."""


class Reading:
    """One table read through. `right`, `rejected` and `repeated` count while `rows` goes on.

    `told` are the fields of the entity that this feed speaks of; the others keep what the registry has.
    `is_whole`: what it does not tell any more is gone.
    """

    def __init__(self, table: RawTable, mapping: FeedMapping, entity: Entity, *, today: dt.date) -> None:
        """
        Raises:
            UnableToReadFeed: columns are missing.
        """
        mapped, forms = mapping.entities[entity], mapping.forms
        self.table = table
        self.entity = entity
        self.is_whole = mapped.is_whole
        self.right = self.rejected = self.repeated = 0
        self._build = BUILDERS[entity]
        if entity is Entity.AFFILIATIONS and forms.ends_on_is_last_day:
            self._build = affiliation_to_last_day
        self._columns: tuple[Column, ...] = ()
        # A server without a single record tells no columns, and nothing is wrong with it.
        if table.columns:
            self._columns = columns_of(
                mapped,
                table.columns,
                forms,
                table=table.name,
                today=today,
                counts_days=table.counts_days,
            )
        # Years of two digits are near to today; a day that was not ahead will not be.
        layout = [(column.field.name, len(column.positions)) for column in self._columns]
        self._meaning = (
            f"{__version__} {mapped} {forms} {layout} {table.counts_days} {(today + FARTHEST_AHEAD).year}"
        )
        self._look: FirstLook | None = None
        self._wrong: Counter[str] = Counter()
        self._wrong_columns: Counter[Column] = Counter()
        self._months_first: Counter[str] = Counter()
        self._share_one_column()
        self._plan_columns()
        names = set(mapped.columns)
        self.told = frozenset(names - {"city", "uf"} | {"ibge_code"} if "city" in names else names)

    @property
    def meaning(self) -> str:
        """The same where the same text in the same field is read as the same, if it is right at all.

        What was refused for today's sake may be right tomorrow all the same.
        """
        return _digest(self._meaning)

    def fingerprint(self) -> str:
        """The same where the same bytes are read in the same way; blank where the source tells no bytes."""
        digest = self.table.digest()
        return _digest(f"{digest} {self._meaning}") if digest else ""

    def look(self, known: Contents) -> Contents:
        """A first look through the table for who knows rows that were right with this `meaning`: `read`
        leaves them out, and counts them as right. Which of those known the table tells no more.

        Raises:
            UnableToReadFeed: the table is cut.
        """
        if not self._columns:
            return known
        known.sort()
        look = look_through(self.table, self.entity, self._columns, known)
        self._look, gone = mark_known(look, known)
        return gone

    def forget_known(self) -> None:
        """All rows are to be read."""
        self._look = None

    def rows(self) -> Iterator[FedRow | RejectedRow]:
        """Each row, in order; those that say the same again are left out.

        Raises:
            UnableToReadFeed: the table is cut, or nearly all rows are wrong in the same way.
        """
        return (row for row, _ in self.read())

    def read(self) -> Iterator[ReadRow]:
        """The same; without those that `look` knows.

        Raises:
            UnableToReadFeed: see there.
        """
        self._begin()
        if not self._columns:
            return
        look = self._look or look_through(self.table, self.entity, self._columns)
        self._look = None
        marks, contents = look.marks, look.contents
        self.right = marks.count(KNOWN) if marks else 0
        is_judged = False
        for ordinal, (number, values) in self._left(look):
            mark = marks[ordinal] if marks else FIRST
            if mark == KNOWN:
                continue
            if mark == SAME_AGAIN:
                self.repeated += 1
                continue
            if ordinal >= LOOKED_AT and not is_judged:
                is_judged = True
                self._judge(LOOKED_AT)
            row = self._row(number, values, mark)
            if isinstance(row, RejectedRow):
                self.rejected += 1
            else:
                self.right += 1
            yield row, contents[ordinal]
        if not is_judged:
            self._judge(min(len(contents), LOOKED_AT))

    def _left(self, look: FirstLook) -> Iterable[tuple[int, RawRow]]:
        """Rows that are to be read, each with its place; those that are known may be among them."""
        marks, strange = look.marks, look.strange
        if marks is None:
            return enumerate(islice(self.table.rows(), len(look.contents)))
        if strange is not None:
            again = sum(marks[ordinal] == SAME_AGAIN for ordinal, _ in strange)
            aside = marks.count(KNOWN) + marks.count(SAME_AGAIN) - again
            if len(strange) + aside == len(marks):
                self.repeated += marks.count(SAME_AGAIN) - again
                return strange
        # Behind the last row that is not known there is nothing to be read.
        end = len(marks.rstrip(bytes([KNOWN])))
        return enumerate(islice(self.table.rows(), end))

    def read_again(self, refused: Iterable[SeenRow], *, right: int, repeated: int) -> Iterator[ReadRow]:
        """Rows of a table that is as it was, refused then: some are right by now. So many others are, too."""
        self._begin()
        self.right, self.repeated = right, repeated
        content = content_reader(self._columns, len(self.table.columns))
        for seen in refused:
            row = self._row(seen.number, seen.values, seen.mark)
            if isinstance(row, RejectedRow):
                self.rejected += 1
            else:
                self.right += 1
            yield row, int.from_bytes(content(seen.values), sys.byteorder, signed=True)

    def _begin(self) -> None:
        self.right = self.rejected = self.repeated = 0
        self._wrong.clear()
        self._wrong_columns.clear()
        self._months_first.clear()

    def _row(self, number: int, values: Sequence[str], mark: int) -> FedRow | RejectedRow:
        if mark >= AT_ODDS or len(values) != len(self.table.columns):
            reason = self._repeated_told(mark) if mark >= AT_ODDS else self._width_told(values)
            self._wrong[reason] += 1
            return self._rejected(number, values, mark, [reason])
        cells = [*values, *(column.text(values) for column in self._joined)] if self._joined else values
        try:
            told = {name: read(cells[place]) for name, place, read in self._plan}
            for name in self._needed:
                if told[name] in _NOTHING:
                    raise WrongValue(_EMPTY)
            return self._build(told)
        except WrongRow as wrong:
            self._wrong[wrong.reason] += 1
            return self._rejected(number, values, mark, [wrong.reason])
        except WrongValue:
            return self._rejected(number, values, mark, list(self._reasons(values)))

    def _reasons(self, values: Sequence[str]) -> Iterator[str]:
        for column in self._columns:
            try:
                value = column.read(column.text(values))
                if column.field.is_needed and value in _NOTHING:
                    raise WrongValue(_EMPTY)
            except WrongValue as wrong:
                reason = f"A coluna {column.label} {wrong.reason}."
                self._wrong[reason] += 1
                self._wrong_columns[column] += _is_filled(column.text(values))
                self._months_first[column.label] += wrong.is_month_first
                yield reason

    def _rejected(self, number: int, values: Sequence[str], mark: int, reasons: Sequence[str]) -> RejectedRow:
        columns = self.table.columns
        names = [*columns, *(f"(coluna {place})" for place in range(len(columns) + 1, len(values) + 1))]
        raw = dict(zip(names, values, strict=False))
        key, numbers = self._key(values), tuple(self._numbers(values))
        return RejectedRow(
            self.entity,
            self.table.place(number),
            " ".join(reasons),
            raw,
            key,
            SeenRow(number, values, mark),
            numbers,
            is_nameless=not key or (mark >= AT_ODDS and not numbers),
        )

    def _numbers(self, values: Sequence[str]) -> Iterator[str]:
        """CNPJ and CPF of a row of a provider, right or not."""
        if self.entity is Entity.PROVIDERS and len(values) == len(self.table.columns):
            for column in self._columns:
                if column.field.name in ("cnpj", "cpf") and (number := identifier(column.text(values))):
                    yield f"= {number}"

    def _key(self, values: Sequence[str]) -> str:
        names = KEYS[self.entity][0]
        if self.entity is Entity.COVERAGE:
            return ""
        by_name = {column.field.name: column for column in self._columns}
        # A value too many or too few moves all behind it: a name may stand where the key should.
        if len(values) != len(self.table.columns) and by_name[names[0]].positions[0] > 0:
            return ""
        try:
            if self.entity is Entity.DENTISTS:
                number, _ = by_name["cro"].read(by_name["cro"].text(values))
                return f"{by_name['cro_uf'].read(by_name['cro_uf'].text(values))} {number}"
            return str(by_name[names[0]].read(by_name[names[0]].text(values)))
        except (WrongValue, IndexError):
            return ""

    def _repeated_told(self, mark: int) -> str:
        names = KEYS[self.entity][mark - AT_ODDS]
        labels = dict.fromkeys(column.label for column in self._columns if column.field.name in names)
        same = "o mesmo" if len(labels) == 1 else "os mesmos"
        return f"Há outra linha com {same} {', '.join(labels)} e os demais dados diferentes."

    def _width_told(self, values: Sequence[str]) -> str:
        return (
            f"A linha tem {len(values)} valores e o cabeçalho {len(self.table.columns)} colunas:"
            " aspas ou separador dentro de um texto?"
        )

    def _judge(self, seen: int) -> None:
        """Refuses the table where a column is wrong from top to bottom: it is not the rows that are wrong."""
        if seen < FEWEST_TO_JUDGE:
            return
        for label, count in self._months_first.items():
            if count >= MONTHS_FIRST * seen:
                raise UnableToReadFeed(
                    f"{self.table.name}: a coluna {label} traz o mês antes do dia. Nada dele foi lido;"
                    ' exporte com o dia primeiro ou ponha "mm/dd/aaaa" em dates, na tabela [forms].'
                )
        lines = f"{self.table.name}: as primeiras {format_count(seen)} linhas"
        wrong = [reason for reason, count in self._wrong.items() if count >= NEARLY_ALL * seen]
        if wrong:
            raise UnableToReadFeed(f"{lines} têm quase todas o mesmo erro. {' '.join(wrong)} {_SWAPPED}")
        if self.rejected >= NEARLY_ALL * seen:
            # Clinics are wrong in one way, persons in another.
            told = " ".join(reason for reason, _ in self._wrong.most_common(2))
            raise UnableToReadFeed(f"{lines} estão quase todas erradas. {told} {_SWAPPED}")
        if labels := self._columns_of_something_else(seen):
            raise UnableToReadFeed(f"{lines} trazem outra coisa em {', '.join(labels)}. {_SWAPPED}")

    def _columns_of_something_else(self, seen: int) -> list[str]:
        """Columns that are filled in few rows, and wrong in nearly all of those."""
        suspects = [column for column, count in self._wrong_columns.items() if count >= FEWEST_TO_JUDGE]
        if not suspects:
            return []
        rows = [
            values for _, values in islice(self.table.rows(), seen) if len(values) == len(self.table.columns)
        ]
        return [
            column.label
            for column in suspects
            if self._wrong_columns[column]
            >= NEARLY_ALL * sum(_is_filled(column.text(values)) for values in rows)
        ]

    def _plan_columns(self) -> None:
        """What is done for each row, as flat as may be: rows come by the million."""
        width = len(self.table.columns)
        self._joined = [column for column in self._columns if len(column.positions) > 1]
        self._needed = [column.field.name for column in self._columns if column.field.is_needed]
        self._plan: list[tuple[str, int, Callable[[str], Any]]] = []
        for column in self._columns:
            is_joined = column in self._joined
            place = width + self._joined.index(column) if is_joined else column.positions[0]
            self._plan.append((column.field.name, place, column.read))

    def _share_one_column(self) -> None:
        """CPF and CNPJ in one column: which of them it is, the kind of provider tells."""
        by_name = {column.field.name: column for column in self._columns}
        cpf, cnpj = by_name.get("cpf"), by_name.get("cnpj")
        if cpf is None or cnpj is None or cpf.positions != cnpj.positions:
            return
        self._columns = tuple(
            replace(column, read=str) if column in {cpf, cnpj} else column for column in self._columns
        )
        self._build = self._with_one_number(self._build)

    def _with_one_number(self, build: Callable[[Told], FedRow]) -> Callable[[Told], FedRow]:
        def build_one(told: Told) -> FedRow:
            is_person = told["kind"] == "PF"
            try:
                told["cpf"] = read_cpf(told["cpf"]) if is_person else ""
                told["cnpj"] = "" if is_person else read_cnpj(told["cnpj"])
            except WrongValue as wrong:
                raise WrongRow(f"A coluna do CPF ou CNPJ {wrong.reason}.") from wrong
            return build(told)

        return build_one


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _is_filled(text: str) -> bool:
    plain = text.strip()
    return not (is_blank(plain) or is_nought(plain))
