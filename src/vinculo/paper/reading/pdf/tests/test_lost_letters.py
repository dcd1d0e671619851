"""A font that tells plain letters alone: of a form so written every accented letter is lost."""

from __future__ import annotations

import re

import pytest

from vinculo.paper.editions import PACKAGED_EDITIONS, packaged_edition
from vinculo.paper.reading.pdf import read_pdf_file
from vinculo.paper.reading.scan import engine
from vinculo.paper.reading.tests.bad_files import lossy_pdf

EDITIONS = [packaged_edition(number) for number in PACKAGED_EDITIONS]
BLOCKS = ("Motivo desligamento: (X) Valores ( ) Franquia", "Obs. Geral: Encerrado")
ROWS = (
    "Formulário - Processo de Retenção",
    "Colaborador: Ana Prado   Data: 10/10/2024   Operadora: Odonto Sul   CRO: 123   UF: PR",
    "CPF: 529.982.247-25   Data inclusão: 11/08/2018   Nº do protocolo: SAD123456789012",
    *BLOCKS,
)
PLAIN = (
    "Colaborador: Ana Prado   Data: 10/10/2024   CRO: 123",
    "Cidade: Jundiaí   Operadora: Conceição",
    *BLOCKS,
)


@pytest.mark.parametrize("ready", [True, False])
def test_a_page_whose_labels_lose_letters_is_a_picture_if_those_can_be_read(
    ready: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "is_ready", lambda: ready)

    read = read_pdf_file(lossy_pdf(*ROWS), EDITIONS)

    if ready:
        assert (read.pictures, read.unmapped) == ((0,), (0,))
        return
    assert read.pictures == ()
    assert read.readings[0].form is not None
    (told,) = [found for found in read.readings[0].findings if found.code == "text-unmapped"]
    assert re.search("da página 1 .*elas faltam no que foi lido", told.message)


def test_letters_lost_in_values_alone_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "is_ready", lambda: True)

    read = read_pdf_file(lossy_pdf(*PLAIN), EDITIONS)

    assert read.pictures == ()
    assert "text-unmapped" in [found.code for found in read.readings[0].findings]
