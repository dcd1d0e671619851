"""Forms of invented people, to be written as text: every field now filled, now blank, notes full of traps."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from random import Random
from typing import Any

from vinculo.kernel.invented import (
    invented_clinic_name,
    invented_cnpj,
    invented_cpf,
    invented_person_name,
    invented_phone,
    invented_protocol_number,
)
from vinculo.kernel.places.states import UFS
from vinculo.paper.catalogue import OptionList
from vinculo.paper.editions import Edition
from vinculo.paper.form import ContactEntry, RetentionForm

CITIES = (
    "Jundiaí", "MACEIO", "Taubaté", "Cidade Gaúcha", "CIDADE OCIDENTAL", "São João d'Aliança", "Bom Jesus",
    "Olho-d'Água do Piauí", "Ribeirão Preto", "Embu-Guaçu", "Rio Grande", "Pará de Minas", "Uruguaiana",
    "SANTA BÁRBARA D'OESTE",
)  # fmt: skip
WHO_ASKED = (
    "Dentista", "Clínica", "Responsável técnico", "Responsável financeiro", "Secretária", "Operadora",
    "Ouvidoria", "Prestador", "NÃO INFORMADO", "SECRETÁRIA DA CLÍNICA",
)  # fmt: skip
OPERATORS = ("ODONTOLIFE", "Odonto Vida", "SORRISO PLENO", "Dental Norte", "OdontoLar Saúde")
PLANS = (
    "MAIS DE 5 CONVÊNIOS", "NÃO INFORMADO", "Sorria Bem e Dental Capital", "BOCA SÃ, Oral Mais; Dente Forte",
    "Todos os da região", "4 convênios", "Particular / Oral Mais",
)  # fmt: skip
# What people write, and what looks like a piece of the form inside it.
SENTENCES = (
    "Ligação feita às 08:45, quem atendeu foi a recepção.",
    "Setor responsável ciente, CRO 11517 UF TO já conferido.",
    "Desligamento só em último caso, segundo Dra Renata.",
    "Hoje a US paga é R$ 1,02 e a clinica quer no mínimo R$ 2,04.",
    "Valores pedidos: R$ 0,78 por US; Data limite 01/07.",
    "Obs.: não ligar no horário de almoço.",
    "Data: 12/06/2023 ficou combinada com a secretária.",
    "2º contato agendado para 14/05.",
    "3º contato ficou marcado para 21/06/2023.",
    "1º contato foi feito por outra consultora.",
    "Motivo desligamento informado pela clínica: glosas.",
    "Motivo Retenção: oferecemos suporte.",
    "Status retenção deve seguir em aberto.",
    "Outros: pediu prazo de 23 dias.",
    "Obs. Geral da clínica, paciente em tratamento.",
    "Necessário abertura de protocolo em nome da RT.",
    "Ação Retenção combinada com a supervisora.",
    "CNPJ da filial será enviado; CPF não foi informado.",
    "Nº do protocolo SAD168572304577, tudo anexado.",
    "Cidade vizinha: Campo Limpo, UF SP.",
    "Marcou (x) na ficha e deixou ( ) no resto.",
    "Respondeu com ☒ e depois com [x], sem explicar.",
    "Glosas (duas), token demorado - sistema fora do ar.",
    "Sim, quer continuar; não, por este valor.",
    "Página 2 do contrato foi assinada.",
    "Dra Renata atendeu no +55 11 99849-6368 e pediu retorno.",
    "Consultora Cássia: mensagem visualizada às 13h e não respondida.",
    "E-mail de 30/05/2023: <contato@clinica.example> sem resposta.",
    "Custa R$ 5_000 por mês * sem contar impostos #urgente.",
    'Disse: "não volto atrás" & desligou.',
    "<script>alert('x')</script> apareceu na tela do portal.",
    "Escreveu <b>urgente</b> no assunto.",
    "Aumento de 9% a partir de 01/08; 10-15 pacientes por dia.",
    "Tudo certo!",
    "Quer a tabela de 2023/2024?",
    "Sem local de atendimento desde março.",
    "Perda de contato com a central.",
    "Colaborador anterior não registrou.",
)
# Only safe where the paragraph does not begin with them: alone on a line they are the form's own words.
PHRASES = (
    "segundo a recepção",
    "conforme prints anexados",
    "segue o motivo desligamento",
    "com o setor responsável",
)


def invented_form(rng: Random, edition: Edition) -> RetentionForm:
    """A form that people could have filled; about one field in six is blank."""
    opened = dt.date(2021, 1, 4) + dt.timedelta(days=rng.randrange(1500))
    ended = opened + dt.timedelta(days=rng.randrange(200))
    values: dict[str, Any] = {
        "cro_count": rng.choice((1, 1, 2, 4, 12)),
        "staff_name": invented_person_name(rng),
        "filled_on": ended,
        "operator": rng.choice(OPERATORS),
        "cro": str(rng.randrange(100, 200_000)),
        "cro_state": rng.choice(tuple(UFS)),
        "dentist_name": rng.choice((invented_person_name, invented_clinic_name))(rng),
        "cnpj": invented_cnpj(rng, alphanumeric=rng.random() < 0.25),
        "cpf": invented_cpf(rng),
        "joined_on": opened - dt.timedelta(days=rng.randrange(4000)),
        "provider_type": rng.choice(("PJ", "PF")),
        "requested_by": rng.choice(WHO_ASKED),
        "protocol_number": invented_protocol_number(dt.datetime.combine(opened, dt.time(15, 3), dt.UTC)),
        "protocol_opened_on": opened,
        "city": rng.choice(CITIES),
        "state": rng.choice(tuple(UFS)),
        "lives": rng.choice((0, 68, 579, 1250, 5506, 25_000)),
        "published_cros": rng.choice((0, 9, 25, 1104)),
        "serves_other_plans": rng.choice((True, False)),
        "other_plans": rng.choice(PLANS),
        "us_value": Decimal(rng.choice(("0.38", "2.44", "1.00", "0.8670", "3.125"))),
        "last_production_on": opened - dt.timedelta(days=rng.randrange(60)),
        "last_production_value": Decimal(rng.choice(("5.93", "20.52", "2625.62", "12800.00"))),
        "started_on": opened,
        "ended_on": ended,
        "duration_days": (ended - opened).days,
        "outcome": rng.choice([option.code for option in edition.options[OptionList.OUTCOME]]),
        "actions_note": invented_note(rng),
        "protocol_required": rng.choice((True, False)),
        "general_note": invented_note(rng),
        "signed_by": invented_person_name(rng),
    }
    upper = rng.random() < 0.3
    for name, value in values.items():
        if rng.random() < 1 / 6:
            values[name] = None
        elif upper and name in {"staff_name", "dentist_name"}:
            values[name] = value.upper()
    for name, which, most in (
        ("actions", OptionList.ACTION, 3),
        ("termination_reasons", OptionList.REASON, 4),
        ("sectors", OptionList.SECTOR, 2),
    ):
        codes = [option.code for option in edition.options[which]]
        chosen = set(rng.sample(codes, rng.randrange(most + 1)))
        values[name] = edition.in_order(which, chosen)
    return RetentionForm(edition=edition.number, contacts=invented_contacts(rng, opened), **values)


def invented_contacts(rng: Random, first_day: dt.date) -> tuple[ContactEntry, ...]:
    contacts = []
    for number in range(1, 6):
        on = first_day + dt.timedelta(days=7 * number) if rng.random() < 0.85 else None
        note = invented_note(rng) if rng.random() < 0.85 else None
        if on or note:
            contacts.append(ContactEntry(number, on, note))
    return tuple(contacts)


def invented_note(rng: Random) -> str:
    paragraphs = []
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        sentences = rng.sample(SENTENCES, rng.choice((1, 2, 3)))
        if rng.random() < 0.1:
            phone = invented_phone(rng, "11")
            sentences.append(f"Retornar no {phone}, {rng.choice(PHRASES)}.")
        paragraphs.append(" ".join(sentences))
    return "\n".join(paragraphs)
