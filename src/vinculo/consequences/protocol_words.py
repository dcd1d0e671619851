"""What of a case goes into the text of a protocol: no CPF, and nothing that was noted."""

from __future__ import annotations

from vinculo.cases.models import Case, CaseDentist
from vinculo.cases.queries.case_records import records_of_dentists
from vinculo.kernel.dates import format_date
from vinculo.kernel.identifiers import cro
from vinculo.paper.catalogue import OptionList

from .needed_facts import values_of_gaps


def values_of_protocol(case: Case) -> dict[str, str]:
    """What the gaps of `protocol_system.kinds` are filled with; blank where the case says nothing."""
    edition = case.edition.edition
    reasons = (edition.option_label(OptionList.REASON, code) for code in case.termination_reasons)
    return values_of_gaps(case) | {
        "quem_sai": _who_leaves(case),
        "registro": cro.formatted(case.cro, case.cro_state) if case.cro else "",
        "inicio": format_date(case.started_on) if case.started_on else "",
        "motivos": ", ".join(reasons),
        "protocolo": case.protocol_number or "",
    }


def _who_leaves(case: Case) -> str:
    """The provider, or the dentists of it that leave."""
    if case.scope != Case.Scope.DENTISTS:
        return case.dentist_name or ""
    names = [case.dentist_name, *(_name(row) for row in records_of_dentists(case))]
    return ", ".join(dict.fromkeys(name for name in names if name))


def _name(row: CaseDentist) -> str:
    return row.name or ""
