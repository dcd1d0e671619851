"""Rules on a case: those of its paper, and what only the case knows."""

from __future__ import annotations

import re
from collections.abc import Iterable

from vinculo.kernel.finding import Finding, Severity
from vinculo.kernel.numbers import format_count
from vinculo.kernel.rule import Hit, Moment, Rule, check_all
from vinculo.paper.rules import FORM_RULES

from .facts import LONGEST_TEXT, CaseFacts
from .follow_up_rules import FOLLOW_UP_RULES, UNDATED_CASE
from .states import CaseGuardFacts
from .typed_fields import FieldKind

_UNREADABLE: dict[FieldKind, str] = {
    FieldKind.DATE: "Não entendi a data “{raw}”. Escreva dia, mês e ano, como 04/05/2023.",
    FieldKind.TIME: "Não entendi a hora “{raw}”. Escreva como 14:30.",
    FieldKind.MONEY: "Não entendi o valor “{raw}”. Escreva como 1.234,56.",
    FieldKind.COUNT: "Não entendi o número “{raw}”. Escreva só algarismos, como 1.250.",
    FieldKind.CPF: "O CPF precisa de 11 algarismos. Confira o que foi digitado.",
    FieldKind.CNPJ: "O CNPJ precisa de 14 caracteres: 12 letras ou algarismos e 2 dígitos. Confira.",
    FieldKind.CRO: "O CRO tem de 1 a 7 algarismos. Confira “{raw}”.",
    FieldKind.UF: "“{raw}” não é uma UF. Use a sigla do estado, como SP.",
}
_CPF_SHAPED = re.compile(r"\d{3}\D?\d{3}\D?\d{3}\D?\d{2}")
_UNREADABLE_OTHERWISE = "“{raw}” não é uma das opções deste campo."


def _unreadable(facts: CaseFacts) -> Iterable[Hit]:
    for text in facts.unreadable:
        sentence = _UNREADABLE.get(text.kind, _UNREADABLE_OTHERWISE)
        # A CPF typed into the wrong field is not repeated: messages may be logged.
        quoted = _CPF_SHAPED.sub("•••", text.raw.strip()[:40])
        yield Hit(text.field, sentence.format(raw=quoted))


def _overlong(facts: CaseFacts) -> Iterable[Hit]:
    for field in facts.overlong:
        yield Hit(field)


def _primary_reason(facts: CaseFacts) -> Iterable[Hit]:
    reasons = facts.form.termination_reasons
    if facts.form.outcome == "terminated" and reasons and facts.primary_reason not in reasons:
        yield Hit()


def _fees_without_value(facts: CaseFacts) -> Iterable[Hit]:
    for offer in facts.offers:
        if offer.code == "new_fees" and offer.offered_us_value is None:
            yield Hit()


def _dentists_without_names(facts: CaseFacts) -> Iterable[Hit]:
    counted = facts.form.cro_count
    named = facts.dentists + (1 if facts.form.cro or facts.form.dentist_name else 0)
    if counted is not None and named and counted != named:
        yield Hit(
            message=f"Qtd CRO(s) diz {counted}, e o processo nomeia {named}. "
            "Inclua os dentistas que faltam ou corrija a quantidade."
        )


def _another_open_case(facts: CaseFacts) -> Iterable[Hit]:
    for other in facts.other_open_cases:
        yield Hit(message=f"Há outro processo aberto para este mesmo prestador: {other.label}.")


def _signer_is_decider(facts: CaseFacts) -> Iterable[Hit]:
    same_person = facts.decided_by_id is not None and facts.acting_user_id == facts.decided_by_id
    if facts.signer_must_not_be_decider and same_person:
        yield Hit()


def _names_nobody(facts: CaseFacts) -> Iterable[Hit]:
    form = facts.form
    if not (facts.has_provider or form.dentist_name or form.cro or form.cnpj or form.cpf):
        yield Hit()


CASE_RULES: tuple[Rule[CaseFacts], ...] = (
    Rule(
        "unreadable-value",
        "",
        "O que foi digitado não pôde ser entendido; fica guardado como está até ser corrigido.",
        _unreadable,
        draft=Severity.WARNING,
        decide=Severity.BLOCKING,
    ),
    Rule(
        "text-too-long",
        "",
        f"Este texto é longo demais: só os primeiros {format_count(LONGEST_TEXT)} caracteres entram na "
        "busca e na conferência. Ele fica guardado inteiro; se for um documento, prefira anexá-lo.",
        _overlong,
        draft=Severity.WARNING,
        decide=Severity.WARNING,
    ),
    Rule(
        "primary-reason-missing",
        "primary_reason",
        "Marque qual dos motivos de desligamento é o principal.",
        _primary_reason,
        draft=Severity.MISSING,
        decide=Severity.BLOCKING,
    ),
    Rule(
        "offered-fees-without-value",
        "offers.new_fees.offered_us_value",
        "Foram ofertados novos valores: registre o valor da US oferecido.",
        _fees_without_value,
        draft=Severity.WARNING,
        decide=Severity.WARNING,
    ),
    Rule(
        "cro-count-differs",
        "cro_count",
        "A quantidade de CROs não confere com os dentistas nomeados no processo.",
        _dentists_without_names,
        draft=Severity.WARNING,
        decide=Severity.WARNING,
    ),
    Rule(
        "another-open-case",
        "dentist_name",
        "Há outro processo aberto para este mesmo prestador.",
        _another_open_case,
        draft=Severity.WARNING,
        decide=Severity.WARNING,
    ),
    *FOLLOW_UP_RULES,
    Rule(
        "signer-is-decider",
        "signed_by",
        "Quem decidiu não pode assinar. Peça a assinatura a outro supervisor.",
        _signer_is_decider,
        draft=None,
        decide=None,
        sign=Severity.BLOCKING,
    ),
)

OPENING_RULES: tuple[Rule[CaseFacts], ...] = (
    Rule(
        "case-names-nobody",
        "dentist_name",
        "Diga quem pede para sair: nome, CRO, CNPJ ou CPF, ou escolha o prestador.",
        _names_nobody,
        draft=Severity.BLOCKING,
        decide=None,
    ),
    UNDATED_CASE,
)

WAITING_RULES: tuple[Rule[CaseFacts], ...] = (UNDATED_CASE,)


def findings_at(facts: CaseFacts, moment: Moment) -> tuple[Finding, ...]:
    """All findings of the paper's and the case's rules at once.

    A field whose text cannot be read is not also reported as missing.
    """
    found = (*check_all(CASE_RULES, facts, moment), *check_all(FORM_RULES, facts.form_facts(), moment))
    unreadable = {finding.field for finding in found if finding.code == "unreadable-value"}
    return tuple(
        finding
        for finding in found
        if not (finding.field in unreadable and finding.code.endswith("-missing"))
    )


def guard_facts(facts: CaseFacts) -> CaseGuardFacts:
    """What the transition table's guards ask, for every moment at once."""
    return CaseGuardFacts(
        opening=check_all(OPENING_RULES, facts, Moment.DRAFT),
        waiting=check_all(WAITING_RULES, facts, Moment.DRAFT),
        deciding=findings_at(facts, Moment.DECIDE),
        signing=findings_at(facts, Moment.SIGN),
    )
