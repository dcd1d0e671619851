"""Requests from a CSV file: what each column is is told by its name."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.kernel.folding import fold

from ..models import IncomingRequest
from ..refusals import UnableToTakeRequest
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


def take_file(*, operator: Operator, content: bytes, actor: Actor, now: dt.datetime) -> Taken:
    """Takes the rows that are requests; the others are told, each with its line's number among the rows.

    Raises:
        NotPermitted: the actor does not work on cases of that operator.
        UnableToTakeRequest: it is too large, no CSV, or has no column with the number of the protocol.
    """
    if len(content) > LARGEST_FILE:
        raise UnableToTakeRequest(f"O arquivo passa de {LARGEST_FILE // 1_000_000} MB. {NOTHING}")
    rows = _rows(_text(content))
    heads = {fold(name): name for name in rows[0]} if rows else {}
    names = {
        part: next((heads[name] for name in known if name in heads), "")
        for part, known in COLUMN_NAMES.items()
    }
    if not names["number"]:
        raise UnableToTakeRequest(f"Falta a coluna com o número do protocolo, como “numero”. {NOTHING}")
    if len(rows) > MOST_ROWS:
        raise UnableToTakeRequest(f"O arquivo tem mais de {MOST_ROWS} linhas. Divida-o. {NOTHING}")
    source = IncomingRequest.Source.FILE
    return take_rows(operator=operator, rows=rows, names=names, source=source, actor=actor, now=now)


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise UnableToTakeRequest(f"O arquivo não é um CSV que se possa ler. {NOTHING}")


def _rows(text: str) -> list[dict[str, str]]:
    head = text.partition("\n")[0]
    separator = max(";,\t", key=head.count)
    try:
        reader = csv.DictReader(io.StringIO(text), delimiter=separator)
        return [{name: value or "" for name, value in row.items() if name} for row in reader]
    except csv.Error as error:
        raise UnableToTakeRequest(f"O arquivo não é um CSV que se possa ler. {NOTHING}") from error
