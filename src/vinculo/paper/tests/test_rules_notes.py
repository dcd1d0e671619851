"""Notes that seem to name a patient or hold a CPF; and the many that only sound so."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vinculo.kernel.invented import invented_cpf, invented_person_name, invented_phone
from vinculo.paper.form import ContactEntry
from vinculo.paper.rules.notes import holds_cpf
from vinculo.paper.rules.patients import KnownNames, seems_to_name_patient

from .rule_probe import CPF, GOOD_FORM, fields_hit, findings

NOBODY = KnownNames.named(())
DOTTED = f"{CPF[:3]}.{CPF[3:6]}.{CPF[6:9]}-{CPF[9:]}"
# 11 98765-XXXX written together, whose digits are a right CPF as well.
MOBILE_AND_CPF = "11987650034"


@pytest.mark.parametrize(
    "note",
    [
        "A paciente Maria ligou para a clínica.",
        "Dra relata que a beneficiária Ana Paula da Silva não pagou a franquia.",
        "O beneficiário João reclamou do token.",
        "Guia do paciente José Carlos de Souza negada duas vezes.",
        "Guia negada (paciente: Luiz Otávio Prado).",
        "Problema com a paciente de nome Joaquina Peçanha, que chegou sem a carteirinha.",
        "Problema com o paciente chamado Enzo.",
        "Atendeu a beneficiária Sra. Lúcia, que veio sem token.",
        "A paciente D'Ávila Noronha ficou sem retorno da central.",
        "A paciente JOAQUINA PEREIRA ficou sem retorno da central.",
        "Cobrança indevida contra Marcos Vinícius Prado (paciente), já estornada.",
        "Cobrança indevida contra Eliana (a beneficiária) no mês passado.",
        "O beneficiário, Paulo Teixeira, registrou queixa na ouvidoria.",
        "A guia é do dependente Heitor, filho da titular.",
        "Falta o documento dos pacientes Rafael e Bruna.",
        "benef. Márcia sem cobertura para o procedimento",
        "Falta assinatura do(a) beneficiário(a) Sandra Regina.",
        "A PACIENTE MARIA DA SILVA NÃO COMPARECEU E A GUIA FOI CANCELADA.",
        "GUIA DO BENEFICIÁRIO CARLOS EDUARDO NEGADA.",
        "Paciente Fernanda Não Foi Atendida No Prazo",
        "Em 12/05 ligou.\nPaciente: Renato Nogueira, guia 1234567.",
    ],
)
def test_a_patient_seems_to_be_named(note: str) -> None:
    assert fields_hit("note-names-patient", general_note=note) == ["general_note"]


@pytest.mark.parametrize(
    "note",
    [
        "Segue atendendo normalmente os 37 pacientes em tratamento.",
        "Guia 1234567 negada por falta de assinatura do beneficiário. Ana vai confirmar por WhatsApp.",
        "Guia negada por falta de assinatura do beneficiário, Ana vai confirmar amanhã.",
        "Não tem mais agenda para paciente. Dra Renata manteve a decisão.",
        "Muita falta de paciente Dr. Paulo disse que não compensa.",
        "Segundo a Dra. Renata (paciente e educada ao telefone), nada mudou.",
        "Beneficiário Grosseiro marcado a pedido da clínica.",
        "A clínica diz que o beneficiário Unimed paga melhor.",
        "O beneficiário Dental Capital não precisa de token.",
        "Cada paciente OralPrev é atendido sem guia.",
        "Cada beneficiário Sorriso Pleno precisa de token.",
        "O paciente SUS é encaminhado; o paciente VIP também.",
        "Ligou para falar do paciente e da Clínica Santa Maria.",
        "O paciente não compareceu. A recepcionista Bruna remarcou.",
        "Beneficiária sem token: consultora Cássia orientou.",
        "O paciente Dr Marcos atendeu bem.",
        "A titular do consultório, Dra Helena, é paciente e vai esperar.",
        "Falei com Sílvia, do financeiro da clínica, sobre o beneficiário que faltou.",
        "A paciente Noêmia Távora é a própria dentista.",
        "Disse ao paciente que Iara Camargo retornaria.",
        "GUIA NEGADA POR FALTA DE ASSINATURA DO BENEFICIÁRIO. ANA VAI CONFIRMAR.",
        "SEGUE ATENDENDO OS PACIENTES EM TRATAMENTO. DRA RENATA CIENTE.",
        "O PACIENTE NÃO COMPARECEU E A DRA RENATA CANCELOU A GUIA.",
        "BENEFICIÁRIO GROSSEIRO, SEGUNDO A CLÍNICA.",
        "Paciente Não Compareceu E Dentista Cancelou",
        "Beneficiário Do Plano Empresarial",
        "Impaciente Maria Silva desligou o telefone.",
        "paciente",
        "(paciente)",
        "",
    ],
)
def test_no_patient_is_named(note: str) -> None:
    assert fields_hit("note-names-patient", general_note=note) == []


@settings(deadline=None)
@given(seed=st.integers())
def test_common_names_are_known_also_in_capitals(seed: int) -> None:
    name = invented_person_name(Random(seed))
    note = f"A clínica cobrou a mais da paciente {name} em maio."
    for written in (note, note.upper()):
        assert seems_to_name_patient(written, NOBODY)


def test_dentist_staff_and_operator_are_no_patients() -> None:
    form = GOOD_FORM
    for name in (form.dentist_name, form.staff_name, form.signed_by, form.operator):
        note = f"Falta a assinatura do beneficiário {name} na guia de maio."
        assert fields_hit("note-names-patient", general_note=note) == []


def test_each_note_is_told_beside_its_field_and_never_repeated() -> None:
    note = f"A paciente Joana Prado, CPF {DOTTED}, ligou duas vezes."
    changes: dict[str, Any] = {
        "contacts": (ContactEntry(1, None, "Ligação."), ContactEntry(3, None, note)),
        "actions_note": note,
        "general_note": note,
    }
    fields = ["contacts.3.note", "actions_note", "general_note"]
    for code in ("note-names-patient", "note-holds-cpf"):
        assert fields_hit(code, **changes) == fields
        for found in findings(code, **changes):
            assert "Joana" not in found.message
            assert not any(digit in found.message for digit in "0123456789")


@pytest.mark.parametrize(
    "note",
    [
        f"CPF {CPF}",
        f"cpf: {DOTTED}.",
        f"Documento {DOTTED} conferido",
        f"Documento {DOTTED.replace('-', '–')} conferido",
        f"Documento {CPF[:9]}-{CPF[9:]} conferido",
        f"Documento {CPF[:3]} {CPF[3:6]} {CPF[6:9]} {CPF[9:]} conferido",
        f"Documento {CPF}, conferido",
        f"({DOTTED})",
        f"Ligou no 11 98765-4321. CPF nº {MOBILE_AND_CPF}",
    ],
)
def test_a_cpf_stands_in_the_note(note: str) -> None:
    assert holds_cpf(note)


@pytest.mark.parametrize(
    "note",
    [
        "Sem CPF na guia.",
        "CPF 123.456.789-00",
        "CPF 111.111.111-11",
        f"SAD{CPF}0",
        f"SAD 0{CPF}",
        f"Guia {CPF}55",
        f"Guia 12.{DOTTED}",
        f"Contrato {DOTTED}/2023",
        f"Ligou no {MOBILE_AND_CPF}, ninguém atendeu.",
        "Ligou no (11) 98765-0034, ninguém atendeu.",
        "CNPJ 12.345.678/0001-95",
        "R$ 123.456.789,09",
    ],
)
def test_no_cpf_stands_in_the_note(note: str) -> None:
    assert not holds_cpf(note)


@settings(deadline=None)
@given(seed=st.integers(), area=st.sampled_from(("11", "21", "71", "84")))
def test_any_cpf_is_found_and_any_mobile_is_not(seed: int, area: str) -> None:
    cpf, mobile = invented_cpf(Random(seed)), invented_phone(Random(seed), area)
    assert holds_cpf(f"A pessoa informou {cpf[:3]}.{cpf[3:6]}.{cpf[6:9]}-{cpf[9:]} por telefone.")
    assert not holds_cpf(f"Mensagem para o número {mobile}, não respondida.")
