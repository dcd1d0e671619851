"""What cannot be read is null with a finding; what is doubtful is kept with less confidence."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

import pytest

from vinculo.kernel.finding import Severity
from vinculo.paper.reading import Reading

from .corpus import reread, sample

HEAD = (
    "Qtd CRO(s): {cro_count}\nColaborador: Iara  Data: {filled_on}\n"
    "Operadora: Vida  CRO: {cro}  UF: {cro_state}\n"
    "CNPJ: {cnpj}  CPF: {cpf}\nData inclusão: 01/01/2020  Tipo: {provider_type}  Demandado por?: Clínica\n"
    "Nº do protocolo: {protocol_number}\nCidade: Bauru  UF: {state}  nº de vidas: {lives}\n"
    "Atende outros convênios: {serves_other_plans}  Quais?: Todos\nMoeda: {us_value}\n"
    "Valor última prod.: {last_production_value}\nTempo finalização: {duration_days}\n"
)


def reading_of(**fields: str) -> Reading:
    names = [
        "cro_count",
        "filled_on",
        "cro",
        "cro_state",
        "cnpj",
        "cpf",
        "provider_type",
        "protocol_number",
        "state",
        "lives",
        "serves_other_plans",
        "us_value",
        "last_production_value",
        "duration_days",
    ]
    return reread(HEAD.format(**dict.fromkeys(names, "") | fields))


def codes(reading: Reading, field: str) -> list[str]:
    return [finding.code for finding in reading.findings if finding.field == field]


@pytest.mark.parametrize(
    ("field", "written", "value"),
    [
        ("cro_count", "4", 4),
        ("lives", "1.250", 1250),
        ("lives", "25.000 vidas", 25000),
        ("duration_days", "177 dias", 177),
        ("duration_days", "177 dia(s)", 177),
        ("duration_days", "1 dia", 1),
        ("duration_days", "177", 177),
        ("duration_days", "dia(s)", None),
        ("duration_days", "____ dia(s)", None),
        ("filled_on", "14/03/2024", dt.date(2024, 3, 14)),
        ("filled_on", "14/03/24", dt.date(2024, 3, 14)),
        ("filled_on", "14-03-2024", dt.date(2024, 3, 14)),
        ("filled_on", "14.03.2024", dt.date(2024, 3, 14)),
        ("filled_on", "2024-03-14", dt.date(2024, 3, 14)),
        ("filled_on", "2024-03-14 00:00:00", dt.date(2024, 3, 14)),
        ("filled_on", "1º/03/2024", dt.date(2024, 3, 1)),
        ("filled_on", "14/03/2024 às 10:30", dt.date(2024, 3, 14)),
        ("filled_on", "14 de março de 2024", dt.date(2024, 3, 14)),
        ("cro", "57.798", "57798"),
        ("cro", "CRO-SP 57.798", "57798"),
        ("cro_state", "sp", "SP"),
        ("cpf", "898.412.309-92", "89841230992"),
        ("cpf", "898412309-92", "89841230992"),
        ("cnpj", "53.068.087/0013-39", "53068087001339"),
        ("cnpj", "hkz1yolaquko00", "HKZ1YOLAQUKO00"),
        ("provider_type", "Pessoa jurídica", "PJ"),
        ("provider_type", "P.F.", "PF"),
        ("protocol_number", "SAD 168572304577", "SAD168572304577"),
        ("protocol_number", "2023/001122", "2023/001122"),
        ("us_value", "R$ 0,38", Decimal("0.38")),
        ("us_value", "0,8670", Decimal("0.8670")),
        ("us_value", "2", Decimal("2.00")),
        ("us_value", "R$", None),
        ("last_production_value", "R$ 2.625,62", Decimal("2625.62")),
        ("last_production_value", "2625,6", Decimal("2625.60")),
        ("serves_other_plans", "(x) Sim ( ) Não", True),
        ("serves_other_plans", "Não", False),
        ("serves_other_plans", "( ) Sim ( ) Não", None),
    ],
)
def test_what_people_write_is_understood(field: str, written: str, value: Any) -> None:
    reading = reading_of(**{field: written})
    assert reading.form is not None
    assert getattr(reading.form, field) == value
    assert codes(reading, field) == []


@pytest.mark.parametrize(
    ("field", "written", "code"),
    [
        ("cro_count", "dois", "unreadable-number"),
        ("lives", "-5", "unreadable-number"),
        ("lives", "12,5", "unreadable-number"),
        ("duration_days", "uns dias", "unreadable-number"),
        ("filled_on", "31/02/2024", "unreadable-date"),
        ("filled_on", "22/02", "unreadable-date"),
        ("filled_on", "ontem", "unreadable-date"),
        ("filled_on", "14/03/0024", "unreadable-date"),
        ("cro", "sem CRO", "unreadable-cro"),
        ("cro", "123456789", "unreadable-cro"),
        ("cro_state", "Bahamas", "unreadable-state"),
        ("cpf", "898.412.309-9", "unreadable-cpf"),
        ("cnpj", "53.068.087/0013", "unreadable-cnpj"),
        ("provider_type", "MEI", "unreadable-choice"),
        ("us_value", "a combinar", "unreadable-money"),
        ("us_value", "0,86705", "unreadable-money"),
        ("last_production_value", "12,345", "unreadable-money"),
        ("serves_other_plans", "talvez", "unreadable-choice"),
        ("serves_other_plans", "(x) Sim (x) Não", "several-ticks"),
    ],
)
def test_what_cannot_be_read_is_null_with_a_finding(field: str, written: str, code: str) -> None:
    reading = reading_of(**{field: written})
    assert reading.form is not None
    assert getattr(reading.form, field) is None
    assert codes(reading, field) == [code]
    assert reading.confidence[field] < 0.5


@pytest.mark.parametrize(
    ("field", "written", "value", "code"),
    [
        ("cpf", "898.412.309-93", "89841230993", "cpf-check-digits"),
        ("cpf", "111.111.111-11", "11111111111", "cpf-check-digits"),
        ("cnpj", "53.068.087/0013-38", "53068087001338", "cnpj-check-digits"),
        ("state", "XX", "XX", "unknown-state"),
    ],
)
def test_what_is_wrong_on_paper_is_kept_with_a_warning(
    field: str, written: str, value: str, code: str
) -> None:
    reading = reading_of(**{field: written})
    assert reading.form is not None
    assert getattr(reading.form, field) == value
    assert codes(reading, field) == [code]
    assert 0.5 <= reading.confidence[field] < 0.8


def test_a_finding_never_shows_a_whole_document_number() -> None:
    reading = reading_of(cpf="898.412.309-9", cnpj="53.068.087/0013")
    said = " ".join(finding.message for finding in reading.findings)
    assert "412" not in said
    assert "068" not in said


def test_findings_are_sentences_in_portuguese_for_people() -> None:
    reading = reading_of(cpf="1", lives="muitas", filled_on="31/02/2024", provider_type="x")
    for finding in reading.findings:
        assert finding.message.endswith((".", "!"))
        assert finding.severity in (Severity.WARNING, Severity.BLOCKING)
        assert finding.code == finding.code.lower()
        assert "_" not in finding.code


def test_several_ticks_where_one_is_allowed_are_null() -> None:
    text = sample(boxes="brackets", head="colon").text
    text = text.replace("[ ] Retenção Efetiva", "[x] Retenção Efetiva").replace(
        "[ ] Desligamento", "[x] Desligamento"
    )
    reading = reread(text.replace("[ ] Sim", "[x] Sim").replace("[ ] Não", "[x] Não"))
    assert reading.form is not None
    assert reading.form.outcome is None
    assert reading.form.protocol_required is None
    assert reading.form.serves_other_plans is None
    assert {f.field for f in reading.findings if f.code == "several-ticks"} == {
        "outcome",
        "protocol_required",
        "serves_other_plans",
    }
    said = next(f.message for f in reading.findings if f.field == "outcome")
    assert "Retenção efetiva" in said
    assert "Desligamento" in said


def options_after(label: str, lines: str) -> Reading:
    text = sample(head="colon", boxes="glyph").text
    start = text.index(label) + len(label)
    end = text.index("Necessário abertura", start)
    return reread(text[:start] + "\n" + lines + "\n\n" + text[end:])


@pytest.mark.parametrize(
    ("lines", "expected", "code"),
    [
        ("☒ Glosas\n☐ Valores", ["claim_denials"], None),
        ("☒ Glosass\n☐ Valores", ["claim_denials"], None),
        ("☒ Beneficiário Grossoeiro ☐ Valores", ["rude_beneficiary"], None),
        ("☒ Cafezinho frio\n☒ Valores", ["fees"], "unknown-option"),
        ("☒ Migração\n☒ Valores", ["fees"], "unknown-option"),
        ("☒ Valores\n☐ Valores", ["fees"], "repeated-option"),
        ("Valores, Glosas", ["fees", "claim_denials"], None),
        ("x Glosas\n  Valores\n  Estudos", ["claim_denials"], None),
        ("Glosas [x]  Valores [ ]  Estudos [ ]", ["claim_denials"], None),
        ("● Glosas\nValores\nEstudos", ["claim_denials"], None),
        ("☐ Apenas procedimentos\nestéticos ☒ Dificuldades com\no sistema", ["system_difficulties"], None),
    ],
)
def test_lists_in_unusual_looks(lines: str, expected: list[str], code: str | None) -> None:
    reading = options_after("Motivo desligamento", lines)
    assert reading.form is not None
    assert list(reading.form.termination_reasons) == expected
    assert codes(reading, "termination_reasons") == ([code] if code else [])


def test_options_without_marks_say_that_the_marks_are_lost() -> None:
    text = sample(head="colon", boxes="glyph").text
    reading = reread(text.replace("☐ ", "").replace("☒ ", ""))
    assert reading.form is not None
    assert reading.form.termination_reasons == ()
    assert reading.form.outcome is None
    assert "ticks-lost" in codes(reading, "termination_reasons")
    assert reading.confidence["termination_reasons"] < 0.5


def test_letters_lost_in_a_wrong_encoding_are_told() -> None:
    text = sample(head="colon").text.replace("ã", "�")
    assert "damaged-text" in [finding.code for finding in reread(text).findings]


def test_what_could_not_be_read_is_kept_word_for_word() -> None:
    text = sample(5, edition=2, head="colon").text
    text = re.sub(r"Data início:[^\n]*?(?=[ \t]+Data final)", "Data início: 31/02", text)
    text = re.sub(r"(1º contato\s+Data:?)[ \t]*[^\n]*", r"\1 31/02/2023", text)
    reading = reread(text)
    assert reading.form is not None
    assert reading.form.started_on is None
    assert dict(reading.unread) == {"started_on": "31/02", "contacts.1.on": "31/02/2023"}
    assert {"started_on", "contacts.1.on"} <= {finding.field for finding in reading.findings}


def test_a_finding_repeats_no_number_of_a_person() -> None:
    number = "529.982.247-25"
    base = sample(5, edition=2, head="colon").text
    for text in (
        base.replace("Status retenção", f"Falar com {number} antes\n\nStatus retenção"),
        base.replace("1º contato", f"Titular {number}\n\n1º contato"),
        f"{base}\n\nTitular: {number}",
        re.sub("CPF:[^\n]*", f"CPF: {number} ou 52998224725", base),
    ):
        reading = reread(text)
        assert reading.findings
        said = " ".join(finding.message for finding in reading.findings)
        assert number not in said
        assert "52998224725" not in said


def test_words_between_a_list_and_the_contacts_are_told() -> None:
    text = sample(5, edition=2, head="colon").text.replace(
        "1º contato", "Primeira conversa foi ontem\n\n1º contato"
    )
    reading = reread(text)
    assert "unplaced-text" in {finding.code for finding in reading.findings}
    assert reading.confidence["contacts"] <= 0.5
