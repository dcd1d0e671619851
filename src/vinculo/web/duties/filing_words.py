"""What is said of a duty that a connection does: how it stands, what follows, and by whom."""

from __future__ import annotations

import datetime as dt

from vinculo.consequences.filing_states import FilingState
from vinculo.consequences.filing_steps import ATTACH, INACTIVATE
from vinculo.consequences.models import Duty, Filing
from vinculo.consequences.queries.filings import filing_of_duty
from vinculo.kernel.dates import SAO_PAULO, format_date, format_moment
from vinculo.outbox.models import OutboxRow

from ..protocols.words import Standing, row_standing

NOTHING = Standing("", "")
MAY_HAVE_ARRIVED = (
    "O envio anterior pode ter chegado; o próximo leva a mesma chave, e o sistema não faz duas vezes."
)


def filing_standing(duty: Duty, now: dt.datetime) -> Standing:
    """Blank where nothing is done by a connection, or nothing is left to say of it."""
    filing = filing_of_duty(duty)
    if filing is None:
        return NOTHING
    return _of_open(duty, filing, now) if duty.is_open else _of_ended(duty, filing)


def _of_ended(duty: Duty, filing: Filing) -> Standing:
    if duty.confirmed_by != Duty.Confirmation.CONNECTION or filing.told_at is None:
        return NOTHING
    said = f"O sistema respondeu em {format_moment(filing.told_at)} que está feito."
    if duty.code != INACTIVATE:
        return Standing("Feita pelo sistema", "ok", said)
    confirming = f"{said} Falta a próxima carga do cadastro confirmar."
    return Standing("Informada; falta a carga confirmar", "", confirming)


def _of_open(duty: Duty, filing: Filing, now: dt.datetime) -> Standing:
    if filing.state == FilingState.ATTENTION:
        return Standing("Precisa de alguém", "danger", filing.finding)
    if filing.state != FilingState.WAITING:
        return _taken_up_again(filing)
    if filing.row is None:
        return Standing(
            "Espera o protocolo",
            "",
            "O formulário é anexado assim que o protocolo tiver número e o formulário estiver emitido.",
        )
    row = filing.row
    if row.state == OutboxRow.State.PLANNED and row.due_at > now and not row.tries:
        day = format_date(row.due_at.astimezone(SAO_PAULO).date())
        return Standing(f"Sai em {day}", "", "O sistema é informado no primeiro dia fora da rede, não antes.")
    found = row_standing(row, now)
    if not filing.may_have_arrived or row.state == OutboxRow.State.RUNNING:
        return found
    return Standing(found.state, found.tone, f"{found.reason} {MAY_HAVE_ARRIVED}".strip())


def _taken_up_again(filing: Filing) -> Standing:
    if filing.told_at is None:
        return NOTHING
    return Standing(
        "",
        "",
        f"O sistema tinha respondido em {format_moment(filing.told_at)} que está feito. Se foi desfeito lá, "
        "envie de novo; senão, marque como feita.",
    )


def send_label(duty: Duty) -> str:
    """What the button says."""
    filing = filing_of_duty(duty)
    if filing is None:
        return "Anexar pelo sistema" if duty.code == ATTACH else "Enviar ao sistema"
    return "Enviar de novo"
