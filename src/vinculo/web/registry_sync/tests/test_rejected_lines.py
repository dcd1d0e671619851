"""What the page of refused rows reads out of their file."""

from __future__ import annotations

from collections.abc import Generator

from ..rejected_lines import read_rejected

PLAN = "na comparação com o cadastro"


def _text(*lines: str) -> Generator[str]:
    yield from (f"{line}\r\n" for line in lines)


def test_a_row_that_the_plan_refused_says_whose_it_is() -> None:
    text = _text(
        "Cadastro;Onde;Motivo;Código do prestador;UF do CRO;CRO;Desde",
        f"Vínculos;{PLAN};O dentista não está no cadastro.;P0042;SP;12345;2026-01-02",
    )
    (line,) = read_rejected(text, None, None).lines
    assert "P0042" in line.key
    assert "12345" in line.key
