"""What of refused rows is hidden from who may not see personal data."""

from __future__ import annotations

import pytest

from vinculo.network.feed.masked_rejects import masked_rejects


@pytest.mark.parametrize(
    ("column", "cell", "shown"),
    [
        ("NR_CPF", "529982247", "•••"),
        ("CPF_CNPJ", "11.222.333/0001-81", "11.222.333/0001-81"),
        ("Tel. 1", "3234-5678", "•••"),
        ("E-mail", "ana arroba clinica", "•••"),
        ("Nome", "Ana Lima 529.982.247-25", "•••"),
        ("Bairro", "ana@clinica.test", "•••"),
        ("Nome", "Ana; Lima\nde Souza", "Ana; Lima\nde Souza"),
        ("Desde", "2026-01-31", "2026-01-31"),
        ("CPF", " ", " "),
        ("COD_PRESTADOR", "100200300", "100200300"),
        ("Nº do protocolo", "SAD168416298000", "SAD168416298000"),
        ("COD_PRESTADOR", "529.982.247-25", "•••"),
        ("Código", "11998496368", "•••"),
    ],
)
def test_by_its_column_or_by_what_it_looks_like(column: str, cell: str, shown: str) -> None:
    lines = [
        f'Cadastro;Onde;Motivo;CHAVE;"{column}"\r\n',
        *f'Dentistas;linha 12345678901;Repetida.;P1;"{cell}"\r\n'.splitlines(keepends=True),
        "\r\n",
        "Cadastro;Onde;Motivo;Outra\r\n",
        "Contratos;linha 3;Vazia.;7\r\n",
    ]
    told = "".join(masked_rejects(lines))
    quoted = f'"{shown}"' if ";" in shown or "\n" in shown else shown
    assert f"Dentistas;linha 12345678901;Repetida.;P1;{quoted}\r\n" in told
    assert told.endswith("\r\n\r\nCadastro;Onde;Motivo;Outra\r\nContratos;linha 3;Vazia.;7\r\n")
