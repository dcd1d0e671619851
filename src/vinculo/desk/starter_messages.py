"""The messages that come with the product, used where an operator has none of its own yet."""

from __future__ import annotations

STARTER_MESSAGES: tuple[tuple[str, str], ...] = (
    (
        "Primeiro contato",
        "Olá, {pessoa}! Aqui é {consultor}, do relacionamento com prestadores da {operadora}. "
        "Recebi o pedido de desligamento de {prestador} e gostaria de entender o que aconteceu. "
        "Qual é o melhor horário para conversarmos?",
    ),
    (
        "Sem resposta",
        "Olá, {pessoa}! Tentei falar com vocês sobre o pedido de {prestador} e não consegui. "
        "Podem me dizer um horário bom, ou com quem devo falar? {consultor}, {operadora}.",
    ),
    (
        "Depois da conversa",
        "Olá, {pessoa}! Agradeço a conversa. Como combinamos, vou verificar os pontos que vocês "
        "trouxeram e retorno com uma posição. Qualquer novidade, é só me chamar por aqui. "
        "{consultor}, {operadora}.",
    ),
    (
        "Confirmação do desligamento",
        "Olá, {pessoa}! Confirmo que o pedido de desligamento de {prestador} foi registrado no processo "
        "{processo}. Os tratamentos já autorizados devem ser concluídos. Se mudarem de ideia, me chamem. "
        "{consultor}, {operadora}.",
    ),
)
