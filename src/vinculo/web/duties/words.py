"""What is said of duties: their groups, how they stand, what the registry says of a watch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from vinculo.consequences.actions.duty_write import CONFIRMED, GIVEN
from vinculo.consequences.actions.filing_write import SENT_AGAIN, STOPPED
from vinculo.consequences.actions.later_exit import LEFT, STAYS
from vinculo.consequences.actions.signed_duties import CANCELLED, MADE
from vinculo.consequences.duty_states import DutyAction, DutyState
from vinculo.consequences.models import Duty
from vinculo.consequences.queries.watch_facts import WatchFacts

GROUPS: Mapping[str, tuple[str, str]] = {
    Duty.Kind.UNDO: ("Para desfazer", "O processo foi reaberto depois que isto estava feito"),
    Duty.Kind.FILING: ("Arquivamento", "O que o sistema da operadora e o protocolo precisam guardar"),
    Duty.Kind.EXIT: ("Lista de saída", "O que se resolve antes de o prestador sair"),
    Duty.Kind.PROMISE: ("Promessas", "O que foi combinado para o prestador ficar"),
    Duty.Kind.WATCH: ("Acompanhamento", "O prestador continua ativo e produzindo?"),
}
"""Title and hint of each kind, in the order in which they stand on the page."""

STATE_TONES: Mapping[str, str] = {DutyState.DONE: "ok"}

STEP_TITLES: Mapping[str, str] = {
    DutyAction.COMPLETE: "Feita",
    DutyAction.WAIVE: "Não se aplica",
    DutyAction.REOPEN: "Voltou a pendente",
    GIVEN: "Responsável ou prazo alterado",
    CONFIRMED: "Confirmada pelo cadastro",
}
_TIMELINE: Mapping[str, str] = {
    CANCELLED: "Providências pendentes canceladas",
    LEFT: "O prestador saiu depois da retenção",
    STAYS: "A saída posterior foi reaberta: acompanhamento retomado",
    GIVEN: "Providência: responsável ou prazo alterado",
    CONFIRMED: "Providência confirmada pelo cadastro",
    STOPPED: "Providência não enviada ao sistema: precisa de alguém",
    SENT_AGAIN: "Providência enviada ao sistema a pedido",
    DutyAction.COMPLETE: "Providência feita",
    DutyAction.WAIVE: "Providência que não se aplica",
    DutyAction.REOPEN: "Providência voltou a pendente",
}


def timeline_words(data: Mapping[str, object]) -> tuple[str, str]:
    """Title and detail of an event of a case's duties."""
    action = str(data["action"])
    if action == MADE:
        count = data["count"]
        return ("1 providência a fazer" if count == 1 else f"{count} providências a fazer"), ""
    title = _TIMELINE[action]
    if action == DutyAction.COMPLETE and data.get("by") == Duty.Confirmation.CONNECTION:
        title = "Providência feita pelo sistema da operadora"
    parts = (data.get("label"), data.get("number"), data.get("reason"))
    return title, ": ".join(str(part) for part in parts if part)


def watch_words(facts: WatchFacts) -> Sequence[tuple[str, str]]:
    """Questions of a watch, each with what is known."""
    active: Mapping[bool | None, str] = {
        True: "Sim",
        False: f"Não: {facts.status_label.lower()} no cadastro",
    }
    return (
        (
            "Continua ativo?",
            active.get(facts.is_active, "Sem prestador do cadastro neste processo"),
        ),
        ("Continua produzindo?", _production(facts)),
        (
            "Promessas cumpridas?",
            f"{facts.promises_kept} de {facts.promises}" if facts.promises else "Nenhuma foi registrada",
        ),
    )


def _production(facts: WatchFacts) -> str:
    if facts.produces is None:
        return "Não se sabe"
    last = f"última produção em {facts.last_month:%m/%Y}" if facts.last_month else "nada desde a retenção"
    return f"{'Sim' if facts.produces else 'Não'}: {last}"
