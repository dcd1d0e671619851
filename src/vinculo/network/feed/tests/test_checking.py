"""What each row becomes, and which tables are refused whole."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

import pytest

from vinculo.network.feed.entities import (
    Entity,
    FedAffiliation,
    FedContactPerson,
    FedCoverage,
    FedDentist,
    FedProduction,
    FedProvider,
)
from vinculo.network.feed.refusals import UnableToReadFeed

from .feed_files import (
    CNPJ,
    CPF,
    MAPPING,
    PRODUCTION_HEAD,
    PROVIDER_HEAD,
    provider_line,
    read_through,
    written,
)


def reasons_for(tmp_path: Path, entity: Entity, *lines: str) -> list[str]:
    return [row.reason for row in read_through(written(tmp_path / "f.csv", *lines), entity)[1]]


def test_a_provider_is_read_with_all_it_tells(tmp_path: Path) -> None:
    line = provider_line(
        NOME_FANTASIA="Aurora",
        CNES="12345",
        DT_SITUACAO="01/02/2020",
        DT_INCLUSAO="15/03/98",
        CEP="57010-000",
    )
    right, refused, reading = read_through(written(tmp_path / "p.csv", PROVIDER_HEAD, line), Entity.PROVIDERS)
    assert refused == []
    assert right == [
        FedProvider(
            core_key="P1",
            kind="PJ",
            name="Clínica Aurora Ltda.",
            trade_name="Aurora",
            cnpj=CNPJ,
            cnes="0012345",
            status="active",
            status_since=dt.date(2020, 2, 1),
            joined_on=dt.date(1998, 3, 15),
            ibge_code="2704302",
            postal_code="57010000",
        )
    ]
    assert right[0].city == "Maceió"  # type: ignore[union-attr]
    assert "ibge_code" in reading.told
    assert "city" not in reading.told


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"CNPJ": "11222333000182"}, "A coluna CNPJ traz um CNPJ que não existe."),
        ({"CNPJ": "1,12223E+13"}, "A coluna CNPJ traz o CNPJ em notação científica (como 1,23E+13)"),
        ({"CNPJ": "1.12223E+13"}, "notação científica"),
        ({"CNPJ": ""}, "É pessoa jurídica e não traz o CNPJ."),
        ({"CPF": "11111111111"}, "A coluna CPF traz um CPF que não existe."),
        ({"TIPO_PESSOA": "F"}, "É pessoa física e não traz o CPF."),
        ({"TIPO_PESSOA": "Z"}, "A coluna TIPO_PESSOA traz um código Z que não está em [codes.kind]"),
        ({"SITUACAO": ""}, "A coluna SITUACAO está vazia."),
        ({"COD_PRESTADOR": ""}, "A coluna COD_PRESTADOR está vazia."),
        ({"COD_PRESTADOR": "9" * 41}, "com mais de 40 caracteres"),
        ({"RAZAO_SOCIAL": "123"}, "A coluna RAZAO_SOCIAL não traz um nome."),
        ({"RAZAO_SOCIAL": "ClÃ\u00adnica"}, "letras trocadas"),
        ({"RAZAO_SOCIAL": "JO?O"}, "letras trocadas"),
        ({"RAZAO_SOCIAL": "#REF!"}, "A coluna RAZAO_SOCIAL traz um erro de fórmula da planilha"),
        ({"OUTROS_CONVENIOS": "#NOME?"}, "traz um erro de fórmula"),
        ({"COD_PRESTADOR": "#VALOR!"}, "traz um erro de fórmula"),
        ({"BAIRRO": "########"}, "traz um erro de fórmula"),
        ({"DT_INCLUSAO": "01/01/1900"}, "traz uma data de 1900"),
        ({"DT_INCLUSAO": "31/02/2020"}, "não traz uma data que exista"),
        ({"DT_INCLUSAO": "12/31/2020"}, "traz o mês antes do dia"),
        ({"DT_INCLUSAO": "21/11/2026"}, "traz uma data depois de 20/11/2026"),
        ({"DT_INCLUSAO": "36526"}, "não traz uma data que exista"),
        ({"UF": "XX"}, "A coluna UF não traz uma UF."),
        ({"UF": "SP"}, "Não há município com este nome em SP. Há em: AL."),
        ({"UF": ""}, "Traz o município sem a UF."),
        ({"CEP": "123456789"}, "A coluna CEP não traz um CEP"),
        ({"CNES": "ABC"}, "A coluna CNES não traz um CNES"),
    ],
)
def test_a_provider_that_is_wrong_is_refused_with_the_reason(
    tmp_path: Path, changes: dict[str, str], reason: str
) -> None:
    path = written(tmp_path / "p.csv", PROVIDER_HEAD, provider_line(**changes))
    right, (refused,), _ = read_through(path, Entity.PROVIDERS)
    assert right == []
    assert reason in refused.reason
    assert refused.place == "linha 2"
    assert refused.raw["NOME_FANTASIA"] == ""
    assert not any(value in refused.reason for value in changes.values() if len(value) > 3)


@pytest.mark.parametrize(
    "changes",
    [
        {"CNPJ": "11.222.333/0001-81"},
        {"CNPJ": " 11222333000181 "},
        {"CNPJ": "12.ABC.345/01DE-35"},
        {"CNPJ": "191"},  # 00.000.000/0001-91, its noughts lost in a spreadsheet
        {"TIPO_PESSOA": "F", "CNPJ": "", "CPF": "529.982.247-25"},
        {"MUNICIPIO": "2704302"},
        {"MUNICIPIO": "270430"},
        {"MUNICIPIO": "", "UF": ""},
        {"DT_INCLUSAO": "2020-03-15T00:00:00"},
        {"DT_INCLUSAO": "00/00/0000"},
        {"CPF": "NULL", "CNES": "-"},
        {"RAZAO_SOCIAL": "#Sorria! Odontologia", "BAIRRO": "#N/D"},
    ],
)
def test_what_is_written_otherwise_is_right(tmp_path: Path, changes: dict[str, str]) -> None:
    assert reasons_for(tmp_path, Entity.PROVIDERS, PROVIDER_HEAD, provider_line(**changes)) == []


def test_all_reasons_of_a_row_are_told(tmp_path: Path) -> None:
    (reason,) = reasons_for(
        tmp_path, Entity.PROVIDERS, PROVIDER_HEAD, provider_line(CNPJ="1", DT_INCLUSAO="x", CEP="y")
    )
    assert reason.count("A coluna") == 3


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("03/2026;42;18,90;31/03/2026", ("42", "18.90", 31)),
        ("2026-03;1.234,5;R$ 1.234,56;", ("1234.5", "1234.56", None)),
        ("mar/26;;-0,45;2026-03-02", (None, "-0.45", 2)),
        ("Março/2026;0;(12,00);", ("0", "-12.00", None)),
        ("202603;42.5;0.4567;", ("42.5", "0.46", None)),
        ("032026;1;58.80;", ("1", "58.80", None)),
        ("01/03/2026;1;10;", ("1", "10", None)),
    ],
)
def test_months_and_amounts_in_their_forms(
    tmp_path: Path, cells: str, expected: tuple[str | None, str, int | None]
) -> None:
    path = written(tmp_path / "p.csv", PRODUCTION_HEAD, f"P1;{cells}")
    (row,), refused, _ = read_through(path, Entity.PRODUCTION)
    assert refused == []
    assert isinstance(row, FedProduction)
    quantity, amount, day = expected
    assert row.month == dt.date(2026, 3, 1)
    assert row.us_quantity == (Decimal(quantity) if quantity else None)
    assert row.amount == Decimal(amount)
    assert row.last_day == (dt.date(2026, 3, day) if day else None)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ("13/2026;1;1;", "COMPETENCIA traz um mês que não existe"),
        ("12/2026;1;1;", "COMPETENCIA traz uma data depois de"),
        ("março;1;1;", "COMPETENCIA não traz um mês"),
        (";1;1;", "COMPETENCIA está vazia"),
        ("03/2026;1;1,2E+05;", "VALOR traz o valor em notação científica"),
        ("03/2026;abc;1;", "QTD_US não traz um valor"),
        ("03/2026;1;99999999999;", "VALOR traz um valor que não é possível"),
        ("03/2026;1;1;05/04/2026", "O último dia não é do mês da produção."),
        ("03/2026;1", "A linha tem 3 valores e o cabeçalho 5 colunas"),
        ("03/2026;1;1;;x", "A linha tem 6 valores"),
    ],
)
def test_production_that_is_wrong(tmp_path: Path, cells: str, reason: str) -> None:
    (told,) = reasons_for(tmp_path, Entity.PRODUCTION, PRODUCTION_HEAD, f"P1;{cells}")
    assert reason in told


def test_the_other_kinds(tmp_path: Path) -> None:
    feeds = {
        Entity.DENTISTS: (
            "CRO;UF_CRO;NOME;CATEGORIA;TIPO_INSCRICAO;CPF;DIVULGADO;ESPECIALIDADES",
            f"CRO-SP 012.345;SP;Ana Dornelles;;P;{CPF};N;Ortodontia, Endodontia / Ortodontia",
            FedDentist(
                "12345", "SP", "Ana Dornelles", "", "principal", CPF, False, ("Ortodontia", "Endodontia")
            ),
        ),
        Entity.CONTACT_PERSONS: (
            "COD_PRESTADOR;NOME;FUNCAO;TELEFONE;CELULAR;EMAIL",
            "P1;Maria;Recepção;(82) 3221-1234;82 9 9849-6368 / (82) 3221-1234;MARIA@X.COM.BR",
            FedContactPerson("P1", "Maria", "Recepção", ("8232211234", "82998496368"), "maria@x.com.br"),
        ),
        Entity.AFFILIATIONS: (
            "COD_PRESTADOR;CRO;UF_CRO;RT;DT_INICIO;DT_FIM;PENDENTE;PROTOCOLO",
            "P1;12345;SP;S;01/02/2020;31/03/2026;N;",
            FedAffiliation("P1", "12345", "SP", True, dt.date(2020, 2, 1), dt.date(2026, 4, 1)),
        ),
        Entity.COVERAGE: (
            "MUNICIPIO;UF;DATA_BASE;VIDAS;CROS_DIVULGADOS",
            "Maceió;AL;01/11/2026;12.345;87",
            FedCoverage("2704302", dt.date(2026, 11, 1), 12345, 87),
        ),
    }
    for entity, (head, line, expected) in feeds.items():
        right, refused, _ = read_through(written(tmp_path / f"{entity}.csv", head, line), entity)
        assert ([row.reason for row in refused], right) == ([], [expected])


def test_contradictions_within_a_row_are_refused(tmp_path: Path) -> None:
    head = "COD_PRESTADOR;CRO;UF_CRO;RT;DT_INICIO;DT_FIM;PENDENTE;PROTOCOLO"
    told = reasons_for(
        tmp_path,
        Entity.AFFILIATIONS,
        head,
        "P1;CRO-RJ 12345;SP;S;;;;",
        "P2;12345;SP;S;01/02/2020;01/01/2020;;",
        "P3;0;SP;S;;;;",
    )
    assert told == [
        "O CRO traz uma UF e a coluna da UF traz outra.",
        "Termina antes de começar, ou no mesmo dia.",
        "A coluna CRO não traz um CRO (de 1 a 7 algarismos).",
    ]


def test_equal_rows_are_one_and_others_of_the_same_key_are_refused(tmp_path: Path) -> None:
    path = written(
        tmp_path / "p.csv",
        PRODUCTION_HEAD,
        "P1;03/2026;1;10,00;",
        "P2;03/2026;1;10,00;",
        "P1;03/2026;1;10,00;",
        "P2;2026-03;1;99,00;",
        "P3;04/2026;1;10,00;",
    )
    right, refused, reading = read_through(path, Entity.PRODUCTION)
    assert [row.key[0] for row in right] == ["P1", "P3"]
    assert [(row.place, row.key) for row in refused] == [("linha 3", "P2"), ("linha 5", "P2")]
    assert "com os mesmos COD_PRESTADOR, COMPETENCIA e os demais dados diferentes" in refused[0].reason
    assert (reading.right, reading.rejected, reading.repeated) == (2, 2, 1)


def test_a_row_with_a_value_too_many_is_nobodys_where_the_key_may_have_moved(tmp_path: Path) -> None:
    moved = PRODUCTION_HEAD.replace("COD_PRESTADOR;COMPETENCIA", "COMPETENCIA;COD_PRESTADOR")
    for head, line, key in ((PRODUCTION_HEAD, "P1;03/2026;1;1;;x", "P1"), (moved, "03/2026;x;P1;1;1;", "")):
        _, refused, _ = read_through(written(tmp_path / "p.csv", head, line), Entity.PRODUCTION)
        assert [row.key for row in refused] == [key]


def test_a_cnpj_belongs_to_one_provider_and_an_owner_to_many(tmp_path: Path) -> None:
    path = written(
        tmp_path / "p.csv",
        PROVIDER_HEAD,
        provider_line(COD_PRESTADOR="P1", CPF=CPF),
        provider_line(COD_PRESTADOR="P2", CNPJ="11.222.333/0001-81", CPF=CPF),
        provider_line(COD_PRESTADOR="P3", CNPJ="12ABC34501DE35", CPF=CPF),
        provider_line(COD_PRESTADOR="P4", TIPO_PESSOA="F", CNPJ="", CPF=CPF),
    )
    right, refused, _ = read_through(path, Entity.PROVIDERS)
    assert [row.key for row in right] == ["P3", "P4"]
    assert [row.key for row in refused] == ["P1", "P2"]


def test_a_city_is_one_however_it_is_written(tmp_path: Path) -> None:
    head = "MUNICIPIO;UF;DATA_BASE;VIDAS;CROS_DIVULGADOS"
    told = reasons_for(
        tmp_path,
        Entity.COVERAGE,
        head,
        "Maceió;AL;01/11/2026;1;1",
        "MACEIO;AL;2026-11-01;2;1",
        "2704302;AL;01/10/2026;2;1",
    )
    assert told == ["Há outra linha com os mesmos MUNICIPIO, UF, DATA_BASE e os demais dados diferentes."] * 2


def test_one_column_for_cpf_and_cnpj(tmp_path: Path) -> None:
    mapped = MAPPING.entities[Entity.PROVIDERS]
    columns = MappingProxyType({**mapped.columns, "cpf": ("CNPJ",)})
    mapping = replace(MAPPING, entities={Entity.PROVIDERS: replace(mapped, columns=columns)})
    path = written(
        tmp_path / "p.csv",
        PROVIDER_HEAD,
        provider_line(),
        provider_line(COD_PRESTADOR="P2", TIPO_PESSOA="F", CNPJ=CPF),
        provider_line(COD_PRESTADOR="P3", CNPJ="529.982.247-26"),
    )
    right, refused, _ = read_through(path, Entity.PROVIDERS, mapping)
    assert [(row.cnpj, row.cpf) for row in right if isinstance(row, FedProvider)] == [(CNPJ, ""), ("", CPF)]
    assert [row.reason for row in refused] == ["A coluna do CPF ou CNPJ traz um CNPJ que não existe."]


def test_missing_columns_are_told_with_those_that_are_there(tmp_path: Path) -> None:
    path = written(tmp_path / "p.csv", "COD PRESTADOR;Competência;QTD", "P1;03/2026;1")
    with pytest.raises(
        UnableToReadFeed, match=r"não traz as colunas QTD_US, VALOR, DT_U.*COD PRESTADOR, Comp"
    ):
        read_through(path, Entity.PRODUCTION)


def test_a_column_that_stands_there_twice_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "p.csv", PRODUCTION_HEAD + ";VALOR", "P1;03/2026;1;1;;2")
    with pytest.raises(UnableToReadFeed, match="mais de uma coluna com o nome VALOR"):
        read_through(path, Entity.PRODUCTION)


def test_swapped_columns_refuse_the_table(tmp_path: Path) -> None:
    head = PRODUCTION_HEAD.replace("COMPETENCIA;QTD_US", "QTD_US;COMPETENCIA")
    path = written(tmp_path / "p.csv", head, *(f"P{row};03/2026;{row};1,00;" for row in range(1, 40)))
    with pytest.raises(UnableToReadFeed, match=r"primeiras 39 linhas.*COMPETENCIA não traz um mês.*trocadas"):
        read_through(path, Entity.PRODUCTION)


def test_a_table_that_is_wrong_in_several_ways_is_refused_as_a_whole(tmp_path: Path) -> None:
    head = PROVIDER_HEAD.replace("CNPJ;CPF", "CPF;CNPJ")
    clinics = [provider_line(COD_PRESTADOR=f"P{row}") for row in range(15)]
    persons = [provider_line(COD_PRESTADOR=f"F{row}", TIPO_PESSOA="F", CNPJ="", CPF=CPF) for row in range(15)]
    with pytest.raises(UnableToReadFeed, match=r"30 linhas estão quase todas erradas.*CPF.*CNPJ.*trocadas"):
        read_through(written(tmp_path / "p.csv", head, *clinics, *persons), Entity.PROVIDERS)


def test_a_column_of_something_else_is_seen_although_it_is_mostly_empty(tmp_path: Path) -> None:
    head = "COD_PRESTADOR;NOME;FUNCAO;TELEFONE;CELULAR;EMAIL"
    lines = [f"P{row};Ana {row};;;;{'' if row % 3 else 'Recepção'}" for row in range(90)]
    with pytest.raises(UnableToReadFeed, match=r"trazem outra coisa em EMAIL\. Colunas trocadas"):
        read_through(written(tmp_path / "c.csv", head, *lines), Entity.CONTACT_PERSONS)


def test_kinds_that_are_the_wrong_way_round_refuse_the_table(tmp_path: Path) -> None:
    lines = [provider_line(COD_PRESTADOR=f"P{row}", CNPJ="", CPF=CPF) for row in range(25)]
    with pytest.raises(UnableToReadFeed, match=r"mesmo erro\. É pessoa jurídica e não traz o CNPJ\."):
        read_through(written(tmp_path / "p.csv", PROVIDER_HEAD, *lines), Entity.PROVIDERS)


def test_months_before_days_refuse_the_table(tmp_path: Path) -> None:
    lines = [provider_line(COD_PRESTADOR=f"P{day}", CNPJ="", TIPO_PESSOA="F", DT_INCLUSAO=f"03/{day:02}/2020")
             for day in range(1, 29)]  # fmt: skip
    with pytest.raises(UnableToReadFeed, match=r'DT_INCLUSAO traz o mês antes do dia.*"mm/dd/aaaa"'):
        read_through(written(tmp_path / "p.csv", PROVIDER_HEAD, *lines), Entity.PROVIDERS)
