"""Requests from a CSV file: what each column is is told by its name."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping
from itertools import zip_longest

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.kernel.folding import fold

from ..models import IncomingRequest
from ..refusals import UnableToTakeRequest
from .refused_rows import Bundle
from .take_incoming import Taken, take_rows

LARGEST_FILE = 5_000_000
MOST_ROWS = 5_000
COLUMN_NAMES: Mapping[str, tuple[str, ...]] = {
    "number": ("numero", "protocolo", "numero do protocolo", "n do protocolo", "nr_protocolo"),
    "asked_at": ("aberto em", "aberto_em", "data", "data de abertura", "abertura", "pedido em"),
    "cnpj": ("cnpj",),
    "cpf": ("cpf",),
    "cro": ("cro", "nr_cro"),
    "cro_state": ("uf_cro", "uf do cro"),
    "name": ("nome", "prestador", "solicitante", "razao social"),
    "city": ("municipio", "cidade"),
    "city_state": ("uf", "estado"),
    "text": ("texto", "descricao", "mensagem", "pedido", "observacao"),
}
"""By our name for each part, how files call it, folded."""
NOTHING = "Nada foi incluído."


def take_file(*, operator: Operator, content: bytes, actor: Actor, now: dt.datetime, name: str = "") -> Taken:
    """Takes the rows that are requests; the others are told and kept, each by its row in a spreadsheet.

    Raises:
        NotPermitted: the actor does not work on cases of that operator.
        UnableToTakeRequest: it is too large, no CSV, or has no column with the number of the protocol.
    """
    if len(content) > LARGEST_FILE:
        raise UnableToTakeRequest(f"O arquivo passa de {LARGEST_FILE // 1_000_000} MB. {NOTHING}")
    rows = _rows(_text(content))
    heads = {fold(head): head for head in rows[0][1]} if rows else {}
    parts = {
        part: next((heads[called] for called in known if called in heads), "")
        for part, known in COLUMN_NAMES.items()
    }
    if not parts["number"]:
        raise UnableToTakeRequest(f"Falta a coluna com o número do protocolo, como “numero”. {NOTHING}")
    if len(rows) > MOST_ROWS:
        raise UnableToTakeRequest(f"O arquivo tem mais de {MOST_ROWS} linhas. Divida-o. {NOTHING}")
    bundle = Bundle(operator, IncomingRequest.Source.FILE, parts, name)
    return take_rows(bundle=bundle, rows=rows, actor=actor, now=now)


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise UnableToTakeRequest(f"O arquivo não é um CSV que se possa ler. {NOTHING}")


def _rows(text: str) -> list[tuple[int, dict[str, str]]]:
    """By the titles in the first row; those that are blank count, and are no rows."""
    first = text.partition("\n")[0]
    separator = max(";,\t", key=first.count)
    try:
        told = list(enumerate(csv.reader(io.StringIO(text), delimiter=separator), start=1))
    except csv.Error as error:
        raise UnableToTakeRequest(f"O arquivo não é um CSV que se possa ler. {NOTHING}") from error
    filled = [(place, cells) for place, cells in told if any(cell.strip() for cell in cells)]
    heads = filled[0][1] if filled else []
    return [
        (place, {head: cell for head, cell in zip_longest(heads, cells, fillvalue="") if head})
        for place, cells in filled[1:]
    ]
