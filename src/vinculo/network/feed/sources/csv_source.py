"""CSV: any usual encoding and separator, read as a stream."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path

from vinculo.network.feed.mapping import Forms
from vinculo.network.feed.refusals import UnableToReadFeed

from .raw_table import RawRow, file_digest
from .text_files import encoding_of, ends_with_newline, separator_of

_LONGEST_HEAD = 65_536
_EMPTY = "{name} está vazio: nem o cabeçalho veio. Exporte o arquivo de novo."
_TRUNCATED = (
    "{name} está cortado: termina no meio da linha {line}. Nada dele foi lido; exporte o arquivo de novo."
)
_OPEN_QUOTES = (
    "{name}: as aspas abertas na linha {line} não fecham. Nada dele foi lido; exporte o arquivo de novo."
)
_OTHER_ENCODING = (
    "{name} está cortado ou não está em {encoding}. Nada dele foi lido; exporte o arquivo de novo ou corrija"
    " encoding em [forms]."
)


class CsvTable:
    """The first line that holds anything is the head. Excel's `sep=;` before it is understood."""

    counts_days = False

    def __init__(self, path: Path, *, name: str, wanted: Collection[str], forms: Forms) -> None:
        self.name = name
        self._path = path
        encoding = encoding_of(path) if forms.encoding == "auto" else forms.encoding
        self.encoding = "utf-8-sig" if encoding == "utf-8" else encoding
        self.separator, self._lines_before = self._found_out(forms.separator, wanted)
        _, head = next(self._records(self._lines_before), (0, []))
        self.columns = tuple(cell.strip() for cell in head)
        if not self.columns:
            raise UnableToReadFeed(_EMPTY.format(name=name))

    def rows(self) -> Iterator[RawRow]:
        records = self._records(self._lines_before)
        next(records)
        line, values = 0, list[str]()
        for line, values in records:
            yield line, values
        if any("\n" in value or "\r" in value for value in values):
            self._refuse_open_quotes(line)
        if values and len(values) < len(self.columns) and not ends_with_newline(self._path):
            raise UnableToReadFeed(_TRUNCATED.format(name=self.name, line=line))

    def place(self, number: int) -> str:
        return f"linha {number}"

    def close(self) -> None:
        """Nothing is kept open between two readings."""

    def digest(self) -> str:
        return file_digest(self._path)

    def _records(self, skipped: int, *, is_strict: bool = False) -> Iterator[tuple[int, list[str]]]:
        """Each record that holds anything, with the line on which it begins."""
        line = skipped + 1
        try:
            with self._path.open(encoding=self.encoding, newline="") as text:
                lines = islice(text, skipped, None)
                reader = csv.reader(lines, delimiter=self.separator, strict=is_strict)
                for values in reader:
                    if any(values):
                        yield line, values
                    line = skipped + reader.line_num + 1
        except csv.Error as problem:
            # Not strict, the one thing that can be wrong is a text without end.
            raise UnableToReadFeed(_OPEN_QUOTES.format(name=self.name, line=line)) from problem
        except UnicodeError as problem:
            told = _OTHER_ENCODING.format(name=self.name, encoding=self.encoding.removesuffix("-sig"))
            raise UnableToReadFeed(told) from problem

    def _found_out(self, asked: str, wanted: Collection[str]) -> tuple[str, int]:
        """The separator, and how many lines stand before the head."""
        lines_before = 0
        first = ""
        try:
            with self._path.open(encoding=self.encoding, newline="") as text:
                for first in iter(lambda: text.readline(_LONGEST_HEAD), ""):
                    plain = first.strip("\r\n").lower()
                    if plain.startswith("sep=") and len(plain) == len("sep=;"):
                        return plain[-1], lines_before + 1
                    if plain.strip():
                        break
                    lines_before += 1
        except UnicodeError:
            pass  # told when the records are read
        return (separator_of(first, wanted) if asked == "auto" else asked), lines_before

    def _refuse_open_quotes(self, line: int) -> None:
        """Text quoted up to the end of the file may have swallowed any number of rows."""
        try:
            for _ in self._records(line - 1, is_strict=True):
                pass
        except UnableToReadFeed as refusal:
            if "unexpected end of data" in str(refusal.__cause__):
                raise
