"""A table of the mapping's TOML, read key by key. What is wrong becomes a sentence and is passed over."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import Any


class MappingTable:
    """Remembers which keys were asked for, so that the others can be told as unknown."""

    def __init__(self, name: str, content: Any, mistakes: list[str]) -> None:
        self.name = name
        self._mistakes = mistakes
        self._content: dict[str, Any] = content if isinstance(content, dict) else {}
        self._asked: set[str] = set()
        if not isinstance(content, dict):
            mistakes.append(f"[{name}] precisa ser uma tabela: escreva [{name}] e, abaixo, as suas chaves.")

    def __contains__(self, key: str) -> bool:
        return key in self._content

    def wrong(self, key: str, sentence: str) -> None:
        self._mistakes.append(f"[{self.name}] {key}: {sentence}")

    def table(self, key: str) -> MappingTable:
        """The table of that key, an empty one where there is none."""
        return MappingTable(f"{self.name}.{key}" if self.name else key, self._take(key, {}), self._mistakes)

    def text(self, key: str, default: str = "", choices: Sequence[str] = ()) -> str:
        value = self._take(key, default)
        if not isinstance(value, str):
            self.wrong(key, f'precisa ser um texto entre aspas, como {key} = "…".')
            return default
        if choices and value not in choices:
            self.wrong(key, f"o valor {_quoted([value])} não existe. Use {_quoted(choices)}.")
            return default
        return value

    def texts(self, key: str, default: Sequence[str] = (), choices: Sequence[str] = ()) -> tuple[str, ...]:
        """One text, or a list of them."""
        value = self._take(key, list(default))
        found = [value] if isinstance(value, str) else value
        if not isinstance(found, list) or not all(isinstance(one, str) and one.strip() for one in found):
            self.wrong(key, f'precisa ser um texto ou uma lista de textos, como {key} = ["A", "B"].')
            return tuple(default)
        if unknown := [one for one in found if choices and one not in choices]:
            self.wrong(key, f"não existe: {_quoted(unknown)}. Use {_quoted(choices)}.")
        return tuple(one for one in found if not choices or one in choices) or tuple(default)

    def flag(self, key: str, default: bool = False) -> bool:
        value = self._take(key, default)
        if not isinstance(value, bool):
            self.wrong(key, f"precisa ser true ou false, sem aspas: {key} = true.")
            return default
        return value

    def count(self, key: str, default: int, least: int, most: int) -> int:
        value = self._take(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.wrong(key, f"precisa ser um número inteiro de {least} a {most}, sem aspas.")
            return default
        return value

    def share(self, key: str, default: float) -> float:
        value = self._take(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            self.wrong(key, "precisa ser um número de 0 a 1, com ponto: 0.05 são 5%.")
            return default
        return float(value)

    def keys(self) -> tuple[str, ...]:
        return tuple(self._content)

    def tell_unknown(self, known: Iterable[str] = ()) -> None:
        """A sentence for each key that nobody asked for; `known` are offered besides those that were."""
        offered = sorted({*known, *self._asked})
        for key in self._content:
            if key in self._asked:
                continue
            where = (
                f"a chave {key} não existe em [{self.name}]" if self.name else f"a tabela [{key}] não existe"
            )
            near = difflib.get_close_matches(key, offered, 1)
            hint = f"Seria {near[0]}?" if near else f"As que existem: {', '.join(offered)}."
            self._mistakes.append(f"{where[0].upper()}{where[1:]}. {hint}")

    def _take(self, key: str, default: Any) -> Any:
        self._asked.add(key)
        return self._content.get(key, default)


def _quoted(texts: Iterable[str]) -> str:
    return ", ".join('"\\t"' if text == "\t" else f'"{text}"' for text in texts)
