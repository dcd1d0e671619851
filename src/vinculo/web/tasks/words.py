"""What is said of a task: when it is due, how it stands, what happened to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from vinculo.consequences.actions.task_telling import QUEUED
from vinculo.consequences.actions.task_write import ASKED, ESCALATED, REMINDED
from vinculo.consequences.queries.tasks_owed import Owed
from vinculo.consequences.task_states import TaskAction, TaskState
from vinculo.kernel.dates import format_date

OWED_TITLES: Mapping[Owed, tuple[str, str]] = {
    Owed.ANSWER: ("Tarefas para responder", "Do seu setor: as suas e as da fila"),
    Owed.ACCEPT: ("Setores responderam", "Veja a resposta e aceite, ou reabra a tarefa"),
    Owed.LATE: ("Setores em atraso", "Não responderam no prazo"),
}
"""Title and hint of what tasks ask of a person."""

WEEKDAYS = ("segunda", "terça", "quarta", "quinta", "sexta", "sábado", "domingo")

STATE_TONES: Mapping[str, str] = {
    TaskState.OPEN: "",
    TaskState.ANSWERED: "warn",
    TaskState.ACCEPTED: "ok",
    TaskState.CANCELLED: "",
}
STEP_TITLES: Mapping[str, str] = {
    TaskAction.EDIT: "Alterou o pedido",
    TaskAction.CLAIM: "Assumiu a tarefa",
    TaskAction.RELEASE: "Devolveu à fila do setor",
    TaskAction.ANSWER: "Respondeu",
    TaskAction.RECORD: "Registrou a resposta recebida",
    TaskAction.ACCEPT: "Aceitou a resposta",
    TaskAction.REOPEN: "Reabriu a tarefa",
    TaskAction.CANCEL: "Cancelou a tarefa",
}
TIMELINE_TITLES: Mapping[str, str] = {
    ASKED: "{sector}: tarefa pedida",
    QUEUED: "{sector}: tarefa pedida",
    REMINDED: "{sector}: lembrete de prazo",
    ESCALATED: "{sector}: prazo vencido, supervisor avisado",
    TaskAction.EDIT: "{sector}: pedido alterado",
    TaskAction.CLAIM: "{sector}: tarefa assumida",
    TaskAction.RELEASE: "{sector}: tarefa de volta à fila",
    TaskAction.ANSWER: "{sector}: tarefa respondida",
    TaskAction.RECORD: "{sector}: resposta registrada",
    TaskAction.ACCEPT: "{sector}: resposta aceita",
    TaskAction.REOPEN: "{sector}: tarefa reaberta",
    TaskAction.CANCEL: "{sector}: tarefa cancelada",
}
NOTICE_WORDS: Mapping[str, str] = {
    ASKED: "passou uma tarefa de {sector} para você",
    QUEUED: "fez um pedido a {sector}: a tarefa está na fila",
    REMINDED: "lembra: o prazo de uma tarefa de {sector} está acabando",
    ESCALATED: "avisa: {sector} não respondeu no prazo",
    TaskAction.EDIT: "alterou uma tarefa de {sector}",
    TaskAction.ANSWER: "respondeu por {sector}",
    TaskAction.RECORD: "registrou a resposta de {sector}",
    TaskAction.REOPEN: "reabriu a sua tarefa de {sector}",
    TaskAction.CANCEL: "cancelou a sua tarefa de {sector}",
}


def due_words(due: dt.date, today: dt.date) -> str:
    """ "vence amanhã", "venceu há 3 dias"."""
    left = (due - today).days
    if left == 0:
        return "vence hoje"
    if left == 1:
        return "vence amanhã"
    if left == -1:
        return "venceu ontem"
    if left < 0:
        return f"venceu há {-left} dias"
    if left < 7:
        return f"vence {WEEKDAYS[due.weekday()]}, {due:%d/%m}"
    return f"vence em {format_date(due)}"


def due_tone(due: dt.date, today: dt.date) -> str:
    """The class of the words: overdue is said by a sign and a word, too."""
    if due < today:
        return "late"
    return "due" if (due - today).days <= 1 else ""
