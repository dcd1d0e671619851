"""What is to be said about a reading: by the reader, by the rules, and by what people typed over it.

Pure: a form as read, its edition and the day in, all findings out, each beside its field.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from vinculo.cases.typed_fields import FieldKind
from vinculo.kernel.finding import Finding, Severity
from vinculo.kernel.folding import fold
from vinculo.kernel.places import find_municipality
from vinculo.kernel.rule import Moment, check_all
from vinculo.paper.editions import Edition
from vinculo.paper.form import RetentionForm
from vinculo.paper.reading import quoted
from vinculo.paper.rules import FORM_RULES, FormFacts

from .corrections import laid_over, unreadable
from .limits import CERTAIN

CASE_MATCHES = "case-matches"
DISCARDED_BEFORE = "discarded-before"
EDITION_UNKNOWN = "edition-unknown"
MOSTLY_UNSURE = "mostly-unsure"
UNSURE = "low-confidence"
UNSURE_ON_PAPER = "unsure-on-paper"
NEED_A_PERSON = frozenset({DISCARDED_BEFORE, MOSTLY_UNSURE, UNSURE_ON_PAPER})
"""With one of these a form becomes no case before somebody has looked at it."""

_HOW_TO_WRITE: Mapping[FieldKind, str] = {
    FieldKind.DATE: "Escreva dia, mês e ano, como 04/05/2023.",
    FieldKind.MONEY: "Escreva como 1.234,56.",
    FieldKind.COUNT: "Escreva só algarismos, como 1.250.",
    FieldKind.CPF: "O CPF tem 11 algarismos.",
    FieldKind.CNPJ: "O CNPJ tem 14 caracteres: 12 letras ou algarismos e 2 dígitos.",
    FieldKind.CRO: "O CRO tem de 1 a 7 algarismos.",
    FieldKind.UF: "Use a sigla do estado, como SP.",
}


@dataclass(frozen=True, slots=True)
class ReadingFacts:
    """Everything that is asked about one reading. `edition` is None where the operator does not have it.

    `discarded_before`: the same form was; `seems_known`: there is a case that may be this very process.
    `confirmed` are the fields that a person found as they stand on paper; `has_paper`: there is a picture to
    hold each field against, so each that is not certain is named, blank ones too.
    """

    form: RetentionForm
    edition: Edition | None
    operator_name: str
    operator_code: str
    said_by_reader: Sequence[Finding]
    confidence: Mapping[str, float]
    typed: Mapping[str, str]
    today: dt.date
    discarded_before: bool = False
    seems_known: bool = False
    confirmed: frozenset[str] = frozenset()
    has_paper: bool = False

    @property
    def corrected(self) -> RetentionForm:
        return laid_over(self.form, self.typed)


def findings_from_json(data: Iterable[Mapping[str, Any]]) -> tuple[Finding, ...]:
    return tuple(
        Finding(item["code"], Severity(item["severity"]), item["field"], item["message"]) for item in data
    )


def findings_of(facts: ReadingFacts) -> tuple[Finding, ...]:
    """All findings at once, those of what stands there now."""
    kept = [*_by_reader(facts), *_unreadable(facts), *_of_the_whole(facts), *_operator(facts)]
    told = {finding.field for finding in kept}
    by_rules = [
        finding
        for finding in _by_rules(facts)
        # The reader has said so already, or has said why the field is blank.
        if not any(finding.code == other.code and finding.field == other.field for other in kept)
        and not (finding.code.endswith("-missing") and finding.field in told)
    ]
    said = {finding.field for finding in (*kept, *by_rules) if finding.severity is not Severity.MISSING}
    return (*kept, *by_rules, *_unsure(facts, said))


def doubts_in(findings: Iterable[Finding], confirmed: Collection[str] = ()) -> tuple[Finding, ...]:
    """What a person should look at, and has not confirmed. An open point is no doubt: a draft may be
    incomplete."""
    return tuple(
        finding
        for finding in findings
        if finding.severity is not Severity.MISSING
        and (finding.severity is Severity.BLOCKING or finding.field not in confirmed)
    )


def _seen_fields(facts: ReadingFacts) -> set[str]:
    """The fields that somebody typed in or confirmed. Without paper, any part of a contact that was typed
    in counts for all contacts; with it, all that was read of them has to be looked at."""
    seen = set(facts.typed) | facts.confirmed
    if not facts.has_paper:
        return seen | {field.partition(".")[0] for field in facts.typed}
    read = set(parts_of_contacts(facts.corrected))
    return seen | {"contacts"} if read and read <= seen else seen


def parts_of_contacts(form: RetentionForm) -> Iterator[str]:
    """The names of what was read of contacts, part by part."""
    for entry in form.contacts:
        for part in ("on", "note"):
            if getattr(entry, part) is not None:
                yield f"contacts.{entry.number}.{part}"


def _by_reader(facts: ReadingFacts) -> Iterator[Finding]:
    """What the reader doubted, unless a person has looked at that field since."""
    seen = _seen_fields(facts)
    return (
        item
        for item in facts.said_by_reader
        if item.field not in seen and item.field.partition(".")[0] not in seen
    )


def _unreadable(facts: ReadingFacts) -> Iterator[Finding]:
    for text in unreadable(facts.typed):
        how = _HOW_TO_WRITE.get(text.kind, "Escolha uma das opções.")
        message = f"Não entendi “{quoted(text.raw)[:40]}”; fica como está até ser corrigido. {how}"
        yield Finding("unreadable-value", Severity.WARNING, text.field, message)


def _of_the_whole(facts: ReadingFacts) -> Iterator[Finding]:
    if facts.edition is None:
        yield Finding(EDITION_UNKNOWN, Severity.BLOCKING, "edition", edition_sentence(facts.form.edition))
    if facts.discarded_before:
        message = "Este mesmo formulário já foi descartado antes. Confira se deve mesmo virar processo."
        yield Finding(DISCARDED_BEFORE, Severity.WARNING, "", message)
    if facts.seems_known:
        message = "Já há um processo que parece ser este. Diga se é o mesmo."
        yield Finding(CASE_MATCHES, Severity.WARNING, "", message)


def edition_sentence(number: int) -> str:
    return (
        f"O formulário é da edição {number}, que esta operadora não tem. "
        "Peça ao administrador para incluí-la; a leitura fica guardada."
    )


def _operator(facts: ReadingFacts) -> Iterator[Finding]:
    """The paper names its operator in the writer's own words, perhaps longer or shorter than ours."""
    written = fold(facts.form.operator or "")
    names = (fold(facts.operator_name), fold(facts.operator_code))
    if written and not any(name in written or written in name for name in names):
        message = (
            f"O formulário diz “{facts.form.operator}”; o processo será da operadora {facts.operator_name}."
        )
        yield Finding("operator-differs", Severity.WARNING, "operator", message)


def _by_rules(facts: ReadingFacts) -> Iterable[Finding]:
    if facts.edition is None:
        return ()
    form = replace(facts.corrected, operator=facts.operator_name)
    form_facts = FormFacts(
        form=form,
        edition=facts.edition,
        today=facts.today,
        city_exists=lambda city, uf: find_municipality(city, uf) is not None,
    )
    return check_all(FORM_RULES, form_facts, Moment.DRAFT)


def _unsure(facts: ReadingFacts, said: set[str]) -> Iterator[Finding]:
    """Fields that were read, but not surely, and of which nothing else is said.

    Where that is most of them (a PDF of another system), it is said once.
    """
    asked = _asked(facts)
    unsure = [name for name in asked if sure_of(facts.confidence, name) < CERTAIN]
    quiet = said | {field.partition(".")[0] for field in said} | _seen_fields(facts)
    if not facts.has_paper and 2 * len(unsure) > len(asked):
        message = "Quase tudo foi lido sem muita certeza: confira cada campo com o original."
        yield Finding(MOSTLY_UNSURE, Severity.WARNING, "", message)
        return
    for name in unsure:
        if name not in quiet:
            code = UNSURE_ON_PAPER if facts.has_paper else UNSURE
            yield Finding(code, Severity.WARNING, name, "Lido sem muita certeza. Confira.")


def sure_of(confidence: Mapping[str, float], name: str) -> float:
    """How sure a field was read; a part of a contact of which nothing is said is as sure as all contacts."""
    known = confidence.get(name)
    return confidence.get(name.partition(".")[0], 1.0) if known is None else known


def _asked(facts: ReadingFacts) -> list[str]:
    """The fields whose certainty counts: those that were filled; with paper, all, and contacts by parts."""
    names = [name for name in facts.confidence if "." not in name]
    if not facts.has_paper:
        return [name for name in names if getattr(facts.form, name, None) not in (None, ())]
    parts = list(parts_of_contacts(facts.form))
    return [name for name in names if name != "contacts" or not parts] + parts
