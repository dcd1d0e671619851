"""Rows of values under rows of labels, with blank cells: told, or left open, never guessed."""

from __future__ import annotations

from typing import Any

import pytest

from vinculo.paper.editions import packaged_edition
from vinculo.paper.reading.flat import squeezed
from vinculo.paper.reading.head import HeadText, read_head
from vinculo.paper.reading.shapes import ANSWERED_YES
from vinculo.paper.reading.vocabulary import vocabulary_of

STAFF = "Colaborador{0}Data"
WHO = "Operadora{0}CRO{0}UF{0}Nome dentista"
DOCUMENTS = "CNPJ{0}CPF"
JOINED = "Data inclusão{0}Tipo{0}Demandado por?{0}Nº do protocolo{0}Dt. abertura protocolo"
PLACE = "Cidade{0}UF{0}nº de vidas{0}nº CRO(S) únicos divulgados"
OTHERS = "Atende outros convênios{0}Quais?"
MONEY = "Moeda{0}Última produç.{0}Valor última prod."
TIME = "Data início{0}Data final{0}Tempo finalização"


def read(text: str) -> HeadText:
    return read_head(text.split("\n"), vocabulary_of(packaged_edition(1)))


def texts(text: str) -> dict[str, str]:
    return {name: value for name, value in read(text).texts.items() if value}


@pytest.mark.parametrize("gap", ["\t", "  ", " | ", "   "])
@pytest.mark.parametrize(
    ("labels", "values", "expected"),
    [
        (STAFF, "Iara Camargo{0}02/02/2023", {"staff_name": "Iara Camargo", "filled_on": "02/02/2023"}),
        (STAFF, "02/02/2023", {"filled_on": "02/02/2023"}),
        (STAFF, "Iara Camargo", {"staff_name": "Iara Camargo"}),
        (WHO, "57.798{0}SP{0}NATALIA D.", {"cro": "57.798", "cro_state": "SP", "dentist_name": "NATALIA D."}),
        (WHO, "ODONTOLIFE{0}57798{0}SP", {"operator": "ODONTOLIFE", "cro": "57798", "cro_state": "SP"}),
        (WHO, "ODONTO{0}57798{0}NATALIA", {"operator": "ODONTO", "cro": "57798", "dentist_name": "NATALIA"}),
        (DOCUMENTS, "898.412.309-92", {"cpf": "898.412.309-92"}),
        (DOCUMENTS, "53068087001339", {"cnpj": "53068087001339"}),
        (DOCUMENTS, "HK.Z1Y.OLA/QUKO-00", {"cnpj": "HK.Z1Y.OLA/QUKO-00"}),
        (JOINED, "PJ{0}12/06/2023", {"provider_type": "PJ", "protocol_opened_on": "12/06/2023"}),
        (JOINED, "11/08/2018{0}Secretária", {"joined_on": "11/08/2018", "requested_by": "Secretária"}),
        (JOINED, "Operadora{0}SAD16857230", {"requested_by": "Operadora", "protocol_number": "SAD16857230"}),
        (PLACE, "Jundiaí{0}5.506{0}25", {"city": "Jundiaí", "lives": "5.506", "published_cros": "25"}),
        (PLACE, "SP{0}5.506{0}25", {"state": "SP", "lives": "5.506", "published_cros": "25"}),
        (OTHERS, "MAIS DE 5 CONVÊNIOS", {"other_plans": "MAIS DE 5 CONVÊNIOS"}),
        (MONEY, "03/04/2023{0}5,93", {"last_production_on": "03/04/2023", "last_production_value": "5,93"}),
        (MONEY, "2,44{0}03/04/2023", {"us_value": "2,44", "last_production_on": "03/04/2023"}),
        (TIME, "14 dia(s)", {"duration_days": "14 dia(s)"}),
        (TIME, "19/01/2023{0}02/02/2023", {"started_on": "19/01/2023", "ended_on": "02/02/2023"}),
    ],
)  # fmt: skip
def test_shapes_tell_where_values_stand_when_blank_cells_have_vanished(
    gap: str, labels: str, values: str, expected: dict[str, str]
) -> None:
    found = texts(f"{labels.format(gap)}\n{values.format(gap)}")
    assert found == expected


@pytest.mark.parametrize(
    ("labels", "values", "candidates"),
    [
        (TIME, "19/01/2023  14 dias", {"started_on", "ended_on"}),
        (TIME, "19/01/2023", {"started_on", "ended_on"}),
        (PLACE, "Jundiaí  SP  25", {"lives", "published_cros"}),
        (MONEY, "R$ 5,93", {"us_value", "last_production_value"}),
        (WHO, "ODONTOLIFE", {"operator", "dentist_name"}),
        (JOINED, "12/06/2023", {"joined_on", "protocol_opened_on"}),
    ],
)
def test_what_could_be_of_either_of_two_fields_stays_open(
    labels: str, values: str, candidates: set[str]
) -> None:
    head = read(f"{labels.format('  ')}\n{values}")
    assert not candidates & {name for name, value in head.texts.items() if value}
    assert {name for _, fields in head.open for name in fields} == candidates


@pytest.mark.parametrize(
    ("labels", "values", "expected"),
    [
        (TIME, "19/01/2023    14 dias", {"started_on": "19/01/2023", "duration_days": "14 dias"}),
        (TIME, "  02/02/2023  14 dias", {"ended_on": "02/02/2023", "duration_days": "14 dias"}),
        (PLACE, "Jundiaí  SP    25", {"city": "Jundiaí", "state": "SP", "published_cros": "25"}),
        (PLACE, "Jundiaí  SP  25  ", {"city": "Jundiaí", "state": "SP", "lives": "25"}),
        (MONEY, "    R$ 5,93", {"last_production_value": "R$ 5,93"}),
    ],
)
def test_a_gap_twice_as_wide_holds_a_blank_cell(labels: str, values: str, expected: dict[str, str]) -> None:
    assert texts(f"{labels.format('  ')}\n{values}") == expected


def test_columns_tell_a_lone_value() -> None:
    labels = "Data início     Data final      Tempo finalização\n"
    others = "Moeda   Última produç.   Valor última prod.\n        12/07/2023       2.625,62\n"
    assert texts(others + labels + "                02/02/2023")["ended_on"] == "02/02/2023"
    assert texts(others + labels + "19/01/2023")["started_on"] == "19/01/2023"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("ODONTOLIFE 57.798 SP NATALIA DINIZ", ["ODONTOLIFE", "57.798", "SP", "NATALIA DINIZ"]),
        ("Dental Norte 57798 AL LETÍCIA DA SÉ", ["Dental Norte", "57798", "AL", "LETÍCIA DA SÉ"]),
        ("ODONTOLIFE CRO-SP 57798 SP Clínica Boa Vista Ltda.", None),
    ],
)
def test_single_blanks_part_cells_where_shapes_do(values: str, expected: list[str] | None) -> None:
    names = ["operator", "cro", "cro_state", "dentist_name"]
    expected = expected or ["ODONTOLIFE", "CRO-SP 57798", "SP", "Clínica Boa Vista Ltda."]
    assert texts(f"{WHO.format(' ')}\n{values}") == dict(zip(names, expected, strict=True))


def test_tabs_keep_a_value_at_its_label_even_if_it_cannot_be_read() -> None:
    found = texts(f"{TIME.format(chr(9))}\nontem\t\t14 dias")
    assert found == {"started_on": "ontem", "duration_days": "14 dias"}


def test_a_row_whose_last_tabs_were_trimmed_keeps_its_places() -> None:
    assert texts(f"{MONEY.format(chr(9))}\n2,44") == {"us_value": "2,44"}


def test_tabs_for_alignment_are_no_blank_cells() -> None:
    assert texts("Colaborador\t\t\tData\nIara\t\t\t\t02/02/2023") == {
        "staff_name": "Iara",
        "filled_on": "02/02/2023",
    }


def test_a_label_is_a_value_where_its_own_label_has_come() -> None:
    head = (
        "Operadora: Vida  CRO: 1  UF: SP\n"
        "Demandado por?: Operadora  Nº do protocolo: X1\n"
        "Cidade: Cidade Gaúcha  UF: PR"
    )
    assert texts(head)["requested_by"] == "Operadora"
    assert texts(head)["city"] == "Cidade Gaúcha"
    assert texts(head)["state"] == "PR"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("CRO/UF: 57.798/SP", {"cro": "57.798", "cro_state": "SP"}),
        ("CRO/UF: SP-57798", {"cro": "57798", "cro_state": "SP"}),
        ("Cidade/UF: Cidade Gaúcha - PR", {"city": "Cidade Gaúcha", "state": "PR"}),
        ("Cidade/UF: Maceió (AL)", {"city": "Maceió", "state": "AL"}),
        ("Cidade/UF: Maceió", {"city": "Maceió"}),
        ("Cidade - UF: Maceió - AL", {"city": "Maceió", "state": "AL"}),
        ("CRO - UF MS", {"cro_state": "MS"}),
    ],
)
def test_two_fields_under_one_label_are_parted(line: str, expected: dict[str, Any]) -> None:
    assert texts(line) == expected


def test_a_number_that_begins_like_a_label_is_a_number() -> None:
    head = "CNPJ: UF.VGX.98H/PBI2-08  CPF: \nCRO: CRO-SP 57798  UF: SP"
    assert texts(head) == {"cnpj": "UF.VGX.98H/PBI2-08", "cro": "CRO-SP 57798", "cro_state": "SP"}


def test_a_value_wrapped_to_the_next_line_is_joined() -> None:
    head = (
        "Demandado por?: Responsável\n"
        "financeiro  Nº do protocolo: SAD168572304577  Dt. abertura\n"
        "protocolo: 12/06/2023"
    )
    assert texts(head) == {
        "requested_by": "Responsável financeiro",
        "protocol_number": "SAD168572304577",
        "protocol_opened_on": "12/06/2023",
    }


def test_words_that_belong_nowhere_are_told() -> None:
    assert read("CNPJ: 53068087001339\nalguma coisa que sobrou").stray == ["alguma coisa que sobrou"]


@pytest.mark.parametrize("boxes", ["(x) Sim\t( ) Não", "☒ Sim ☐ Não"])
def test_boxes_of_yes_and_no_below_their_label_are_its_answer(boxes: str) -> None:
    lines = ["Atende outros convênios:\tQuais? Todos os da região", boxes, "Moeda: 2,44"]
    head = read_head(lines, vocabulary_of(packaged_edition(1)))
    assert head.texts["other_plans"] == "Todos os da região"
    assert squeezed(head.texts["serves_other_plans"])[0] == ANSWERED_YES


def test_a_row_of_pairs_that_was_wrapped_goes_on_cell_by_cell() -> None:
    head = read(
        "Operadora\tSORRISO\tCRO\t7.581\tUF\tES\tNome dentista\tLarissa Rezende\n\tPLENO\t\t\t\t\t\tMedeiros"
    )
    assert (head.texts["operator"], head.texts["dentist_name"]) == (
        "SORRISO PLENO",
        "Larissa Rezende Medeiros",
    )
