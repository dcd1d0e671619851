"""A form typed into a chat, as people shorten it: no boxes, words for options, two fields under one label."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from vinculo.paper.form import ContactEntry, RetentionForm

from .corpus import reread

CHAT = """\
Bom dia, segue o formulário preenchido:

*Formulário - Processo de Retenção*
*Qtd CRO(s):* 1
*Colaborador:* Iara Camargo
*Data:* 02/02/2023
*Operadora:* ODONTOLIFE
*CRO/UF:* 57.798/SP
*Nome dentista:* Natália Diniz
*CNPJ:*
*CPF:* 898.412.309-92
*Data de inclusão:* 11/08/2018
*Tipo:* Pessoa Jurídica
*Demandado por?* Operadora
*Nº protocolo:* SAD 168572304577
*Data abertura do protocolo:* 12/06/2023
*Cidade/UF:* Cidade Gaúcha - PR
*nº vidas:* 5.506 vidas
*nº CROs únicos divulgados:* 25
*Atende outros convênios:* Sim
*Quais?* Mais de 5
*Moeda:* R$ 1,02
*Última produção:* 03/04/2023
*Valor da última produção:* R$ 5,93
*Data início:* 12/06/2023
*Data fim:* 12/06/2023
*Tempo de finalização:* 0 dias

*Status retenção:* Desligamento

*1º contato:* 12/06/2023
*Obs.:* Ligação feita. 2º contato agendado.
*2º contato:* 13/06/2023 - não atendeu
*3º contato:*
*4º contato:*
*5º contato:*
*Motivo da retenção:* Ofertado suporte, Outros
*Obs.:* ofertado aumento de 9%
*Motivo do desligamento:* Valores; Glosas
*Necessário abertura de protocolo?* Não
*Obs. Geral:* Encerrado.
*Setor responsável:* Comercial

Helena Carvalho
"""


def test_a_form_typed_into_a_chat() -> None:
    reading = reread(CHAT)
    assert reading.form == RetentionForm(
        edition=1,
        cro_count=1,
        staff_name="Iara Camargo",
        filled_on=dt.date(2023, 2, 2),
        operator="ODONTOLIFE",
        cro="57798",
        cro_state="SP",
        dentist_name="Natália Diniz",
        cpf="89841230992",
        joined_on=dt.date(2018, 8, 11),
        provider_type="PJ",
        requested_by="Operadora",
        protocol_number="SAD168572304577",
        protocol_opened_on=dt.date(2023, 6, 12),
        city="Cidade Gaúcha",
        state="PR",
        lives=5506,
        published_cros=25,
        serves_other_plans=True,
        other_plans="Mais de 5",
        us_value=Decimal("1.02"),
        last_production_on=dt.date(2023, 4, 3),
        last_production_value=Decimal("5.93"),
        started_on=dt.date(2023, 6, 12),
        ended_on=dt.date(2023, 6, 12),
        duration_days=0,
        outcome="terminated",
        contacts=(
            ContactEntry(1, dt.date(2023, 6, 12), "Ligação feita. 2º contato agendado."),
            ContactEntry(2, dt.date(2023, 6, 13), "não atendeu"),
        ),
        actions=("support", "other"),
        actions_note="ofertado aumento de 9%",
        termination_reasons=("fees", "claim_denials"),
        protocol_required=False,
        general_note="Encerrado.",
        sectors=("commercial",),
        signed_by="Helena Carvalho",
    )
    assert reading.findings == ()


def test_words_for_boxes_are_less_sure_than_boxes() -> None:
    reading = reread(CHAT)
    assert reading.confidence["outcome"] < 0.9 < reading.confidence["cpf"]


def test_contacts_as_a_table_with_a_row_each() -> None:
    start, end = CHAT.index("*1º contato"), CHAT.index("*Motivo da")
    table = (
        "| Contato | Data | Obs. |\n|---|---|---|\n"
        "| 1º contato | 12/06/2023 | Ligação feita.<br>Retornar. |\n"
        "| 2º contato | | Sem data. |\n"
        "| 3º contato | 14/06/2023 | Obs. Geral da clínica. |\n\n"
    )
    form = reread(CHAT[:start] + table + CHAT[end:]).form
    assert form is not None
    assert form.contacts == (
        ContactEntry(1, dt.date(2023, 6, 12), "Ligação feita.\nRetornar."),
        ContactEntry(2, None, "Sem data."),
        ContactEntry(3, dt.date(2023, 6, 14), "Obs. Geral da clínica."),
    )
