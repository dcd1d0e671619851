"""TOML that people write who are no programmers: what is wrong with it is a sentence that says where."""

from __future__ import annotations

import re
import tomllib

_PLACE = re.compile(r"at line ([0-9]+), column ([0-9]+)")


class NotToml(Exception):
    """The sentence says where the text is no TOML."""


def parsed_toml(text: str) -> dict[str, object]:
    """
    Raises:
        NotToml: see there.
    """
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        place = _PLACE.search(str(problem))
        where = f"na linha {place[1]}, coluna {place[2]}" if place else "no fim do arquivo"
        raise NotToml(
            f"O arquivo não segue o formato TOML {where}: confira aspas, colchetes e o sinal de igual, "
            "e se nenhuma chave ou tabela está repetida."
        ) from problem
