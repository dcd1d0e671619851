"""What consultants write after a contact: sentences put together by lot, as long as real ones."""

from __future__ import annotations

import datetime as dt
from random import Random

OPENINGS = (
    "Liguei para a clínica e falei com {person}.",
    "Mensagem enviada no WhatsApp, visualizada às {hour}h{minute:02} e não respondida.",
    "{person} retornou o contato pela manhã.",
    "Enviei e-mail com a proposta para {person}.",
    "Ninguém atendeu; deixei recado com a recepção.",
    "Falei com {person}, que pediu para ligar depois do dia {day}.",
    "Telefone dá fora de área, tentei duas vezes.",
    "Visita feita no consultório, recebido por {person}.",
    "A secretária {person} informou que a doutora está em atendimento.",
    "{person} respondeu por áudio explicando a situação.",
)
REASONS = (
    "Diz que os valores não compensam e pede {us} por US.",
    "Reclama do sistema complicado, token demorado e falta de suporte na central.",
    "Glosas repetidas em radiografias, guias negadas por falta de assinatura do beneficiário.",
    "Vai encerrar as atividades no endereço e atender somente particular.",
    "Mudou de cidade e não pretende retomar o convênio por enquanto.",
    "Está com problema de saúde na família e quer pausar os atendimentos.",
    "Autorização de endodontia levou quinze dias, perdeu dois pacientes.",
    "Reajuste combinado no ano passado não apareceu no demonstrativo de {month}.",
    "Beneficiário tratou mal a equipe e a clínica não quer mais atender o plano.",
    "Pouca demanda na região: {count} pacientes no último trimestre.",
    "Trocou o responsável técnico e aguarda a atualização do cadastro.",
    "Pagamento de {month} veio com {us} a menos por unidade.",
    "Não consegue falar com a central de atendimento há semanas.",
    "Vai fazer especialização em implantodontia e reduzir a agenda.",
    "Recebeu cobrança indevida de taxa do aplicativo.",
    "Quer descredenciar só a unidade do centro e manter as demais.",
)
CLOSINGS = (
    "Ofertado suporte e treinamento do portal; pediu prazo para pensar.",
    "Proposta de nova tabela encaminhada para aprovação do comercial.",
    "Vai confirmar com o sócio até sexta-feira.",
    "Aberto chamado para a área técnica verificar as glosas.",
    "Combinado novo contato para o dia {day}.",
    "Mantém a intenção de sair, aguardando carta assinada.",
    "Aceitou permanecer com o reajuste oferecido.",
    "Protocolo do portal informado à clínica.",
    "Pediu que a resposta venha por escrito.",
    "Encaminhado ao setor de faturamento para conferência.",
)
MONTHS = ("janeiro", "março", "abril", "junho", "julho", "agosto", "outubro", "novembro")
SHARE_WITH_REASON = 0.6
SHARE_WITH_CLOSING = 0.7


def invented_note(rng: Random, person: str, day: dt.date) -> str:
    """One to three sentences, of whom one was spoken with."""
    parts = [rng.choice(OPENINGS)]
    if rng.random() < SHARE_WITH_REASON:
        parts.append(rng.choice(REASONS))
    if rng.random() < SHARE_WITH_CLOSING:
        parts.append(rng.choice(CLOSINGS))
    return " ".join(parts).format(
        person=person,
        hour=rng.randrange(8, 19),
        minute=rng.randrange(60),
        day=f"{day.day:02}/{day.month:02}",
        us=f"R$ 1,{rng.randrange(20, 99)}",
        month=rng.choice(MONTHS),
        count=rng.randrange(1, 12),
    )
