"""What `vinculo import` says of each form, and how many of each there were."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from django.utils import timezone

from vinculo.accounts.actor import Actor
from vinculo.cases.models import Case
from vinculo.intake import queries
from vinculo.intake.actions.accept_reading import accept_reading
from vinculo.intake.doubts import NEED_A_PERSON, doubts_in, findings_of
from vinculo.intake.models import Fate, FormReading, ImportBatch
from vinculo.intake.refusals import OpenCaseMatches
from vinculo.kernel.dates import SAO_PAULO
from vinculo.kernel.finding import Finding
from vinculo.kernel.refusal import Refusal

MOST_DOUBTS_TOLD = 3


@dataclass
class ImportReport:
    """Says one line for each form and file as it goes, and keeps count."""

    created: int = 0
    doubtful: int = 0
    repeated: int = 0
    waiting: int = 0
    refused: int = 0

    def refuse(self, name: str, sentence: str) -> None:
        self.refused += 1
        print(f"{name}: recusado: {sentence}", file=sys.stderr)

    def repeat(self, name: str, sentence: str) -> None:
        self.repeated += 1
        print(f"{name}: repetido: {sentence}")

    def repeat_reading(self, reading: FormReading, where: str) -> None:
        """A form that an earlier file with the same bytes brought in."""
        self.repeat(where, _what_became_of(reading))

    def wait(self, name: str, sentence: str) -> None:
        self.waiting += 1
        print(f"{name}: a conferir: {sentence}")

    def tell(self, reading: FormReading, name: str, *, alone: bool, actor: Actor, as_history: bool) -> None:
        """Accepts one reading, unless a person must look at it first, and says what became of it."""
        where = name if alone else f"{name}, {reading.position}º formulário"
        if reading.fate == Fate.DUPLICATE:
            self.repeat(where, _of_which(reading))
            return
        doubts = _doubts(actor, reading)
        reason = next((finding for finding in doubts if finding.code in NEED_A_PERSON), None)
        if reason is not None:
            self.wait(where, reason.message)
            return
        try:
            done = accept_reading(reading=reading, as_history=as_history, actor=actor, now=timezone.now())
        except OpenCaseMatches as refusal:
            names = ", ".join(case_name(case) for case in refusal.cases)
            self.wait(where, f"parece ser o mesmo processo que {names}.")
        except Refusal as refusal:
            self.refuse(where, refusal.message)
        else:
            if done.created:
                self._create(where, done.case, doubts)
            else:
                self.repeat(where, f"já é {case_name(done.case)}.")

    def _create(self, where: str, case: Case, doubts: tuple[Finding, ...]) -> None:
        self.created += 1
        self.doubtful += bool(doubts)
        print(f"{where}: criado: {case_name(case)}{_told(doubts)}")

    def print_totals(self, batch: ImportBatch | None) -> None:
        doubtful = f" ({self.doubtful} com dúvidas)" if self.doubtful else ""
        of_batch = f" · importação {batch.pk}" if batch else ""
        print(
            f"{_counted(self.created, 'criado')}{doubtful}, {_counted(self.repeated, 'repetido')}, "
            f"{self.waiting} a conferir, {_counted(self.refused, 'recusado')}{of_batch}"
        )


def _counted(number: int, one: str) -> str:
    return f"{number} {one}" if number == 1 else f"{number} {one}s"


def case_name(case: Case) -> str:
    """ODL-2026-000123, or "rascunho 12"."""
    return case.number or f"rascunho {case.pk}"


def _of_which(reading: FormReading) -> str:
    twin = reading.duplicate_of
    return "já veio antes." if twin is None else _what_became_of(twin)


def _what_became_of(twin: FormReading) -> str:
    if twin.case is not None:
        return f"já é {case_name(twin.case)}."
    return f"já espera conferência na importação {twin.file.batch_id} (“{twin.file.name}”)."


def _doubts(actor: Actor, reading: FormReading) -> tuple[Finding, ...]:
    if not reading.doubts:
        return ()
    whole = queries.find_reading(actor, reading.pk)
    if whole is None:
        return ()
    today = timezone.now().astimezone(SAO_PAULO).date()
    return doubts_in(findings_of(queries.facts_of(whole, queries.form_edition_of(whole), today)))


def _told(doubts: tuple[Finding, ...]) -> str:
    if not doubts:
        return ""
    first = " ".join(finding.message for finding in doubts[:MOST_DOUBTS_TOLD])
    more = len(doubts) - MOST_DOUBTS_TOLD
    return f"; com dúvidas: {first}" + (f" (e mais {more})" if more > 0 else "")
