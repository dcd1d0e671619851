"""The summary of a case as plain text, to paste into the core system's history."""

from __future__ import annotations

from vinculo.kernel.dates import format_date
from vinculo.kernel.identifiers import cro
from vinculo.paper.catalogue import OptionList
from vinculo.paper.editions import Edition
from vinculo.paper.form import RetentionForm


def case_summary(form: RetentionForm, edition: Edition, *, number: str | None) -> str:
    """A few lines: who, why, what was offered, how it ended. No CPF, and no note but the general one."""
    who = " · ".join(
        part
        for part in (form.dentist_name, cro.formatted(form.cro, form.cro_state) if form.cro else None)
        if part
    )
    place = "/".join(part for part in (form.city, form.state) if part)
    lines = [
        ("Processo de retenção", number or "rascunho"),
        ("Prestador", who),
        ("Cidade", place),
        ("Demandado por", form.requested_by),
        ("Protocolo de origem", form.protocol_number),
        ("Início", format_date(form.started_on) if form.started_on else None),
        ("Fim", format_date(form.ended_on) if form.ended_on else None),
        ("Duração", f"{form.duration_days} dia(s)" if form.duration_days is not None else None),
        ("Status", edition.option_label(OptionList.OUTCOME, form.outcome) if form.outcome else None),
        (edition.labels["actions"], _labels(edition, OptionList.ACTION, form.actions)),
        (
            edition.labels["termination_reasons"],
            _labels(edition, OptionList.REASON, form.termination_reasons),
        ),
        ("Contatos", _contacts(form)),
        (edition.labels["sectors"], _labels(edition, OptionList.SECTOR, form.sectors)),
        (edition.labels["general_note"], form.general_note),
        ("Colaborador", form.staff_name),
        ("Assinado por", form.signed_by),
    ]
    return "\n".join(f"{label}: {text}" for label, text in lines if text)


def _labels(edition: Edition, which: OptionList, codes: tuple[str, ...]) -> str:
    return "; ".join(edition.option_label(which, code) for code in codes)


def _contacts(form: RetentionForm) -> str:
    if not form.contacts:
        return ""
    days = [contact.on for contact in form.contacts if contact.on]
    last = f", o último em {format_date(max(days))}" if days else ""
    return f"{len(form.contacts)}{last}"
