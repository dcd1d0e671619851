"""Two records side by side, as `components/side_by_side.html` draws them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class ComparedRow:
    """`name` is the field's where one may choose whose value stays; `same` says so in words, not colours."""

    label: str
    left: str
    right: str
    name: str = ""

    @property
    def differs(self) -> bool:
        return bool(self.left and self.right) and self.left != self.right

    @property
    def same(self) -> str:
        if self.left == self.right:
            return "igual"
        if self.left and self.right:
            return "difere"
        return "só à esquerda" if self.left else "só à direita"


@dataclass(frozen=True)
class SideBySide:
    left: str
    right: str
    rows: Sequence[ComparedRow]


def compared(left: str, right: str, rows: Iterable[ComparedRow]) -> SideBySide:
    """Without the rows in which neither says anything."""
    return SideBySide(left, right, [row for row in rows if row.left or row.right])


SHARED_WORDS = {
    "cnpj": "mesmo CNPJ",
    "cpf": "mesmo CPF",
    "cro": "mesmo CRO",
    "phone": "mesmo telefone",
    "cnpj_root": "mesma raiz de CNPJ (matriz e filial)",
    "name": "nome parecido",
}
"""Why two records may be one."""


def shared_sentence(things: Iterable[str], *, same_city: bool | None = None) -> str:
    """“mesmo CRO, nome parecido, mesma cidade”."""
    words = [SHARED_WORDS[thing] for thing in things]
    return ", ".join([*words, "mesma cidade"] if same_city else words)
