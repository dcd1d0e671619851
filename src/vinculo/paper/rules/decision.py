"""Rules on what a decision needs: an outcome with its ground, boxes with their notes, a protocol's way."""

from __future__ import annotations

from collections.abc import Iterable

from vinculo.kernel.finding import Severity
from vinculo.kernel.folding import fold
from vinculo.kernel.rule import Hit, Rule
from vinculo.paper.catalogue import OptionList

from .facts import FormFacts, is_said
from .shapes import FormRule, missing_then_blocks, when

# "Outro" is an answer to "Demandado por?" only together with who it was.
_NOBODY_IN_PARTICULAR = frozenset({"outro", "outros", "outra", "outras"})


def _outcome_is(facts: FormFacts, outcome: str) -> bool:
    return facts.form.outcome == outcome


def _undecided(facts: FormFacts) -> bool:
    return facts.form.outcome is None and facts.form.ended_on is None


def _ended_without_outcome(facts: FormFacts) -> bool:
    return facts.form.outcome is None and facts.form.ended_on is not None


def _outcome_without_end(facts: FormFacts) -> bool:
    return facts.form.outcome is not None and facts.form.ended_on is None


def _terminated_without_reason(facts: FormFacts) -> bool:
    return _outcome_is(facts, "terminated") and not facts.form.termination_reasons


def _terminated_untold(facts: FormFacts) -> bool:
    told = any(is_said(contact.note) for contact in facts.form.contacts)
    return _outcome_is(facts, "terminated") and not told


def _retained_without_action(facts: FormFacts) -> bool:
    return _outcome_is(facts, "retained") and not facts.form.actions


def _not_retention_unexplained(facts: FormFacts) -> bool:
    return _outcome_is(facts, "not_retention") and not is_said(facts.form.general_note)


def _protocol_without_way(facts: FormFacts) -> bool:
    form = facts.form
    return form.protocol_required is True and not form.sectors and not facts.protocol_system


def _requested_by_nobody(facts: FormFacts) -> bool:
    written = fold(facts.form.requested_by or "").strip(" .:-()")
    return written in _NOBODY_IN_PARTICULAR


def _boxes_without_note(facts: FormFacts) -> Iterable[Hit]:
    """The ticked boxes whose note is due: actions have a note of their own, the others the general one."""
    form = facts.form
    ticked = (
        (OptionList.ACTION, form.actions, "actions_note", form.actions_note),
        (OptionList.REASON, form.termination_reasons, "general_note", form.general_note),
        (OptionList.SECTOR, form.sectors, "general_note", form.general_note),
    )
    for which, codes, field, note in ticked:
        if is_said(note):
            continue
        for code in codes:
            option = facts.edition.option(which, code)
            if option is not None and option.requires_note:
                block = facts.edition.label_of(_FIELD_OF_LIST[which])
                yield Hit(
                    field, f"“{option.label}” está marcado em “{block}”: a justificativa é obrigatória."
                )


_FIELD_OF_LIST = {
    OptionList.ACTION: "actions",
    OptionList.REASON: "termination_reasons",
    OptionList.SECTOR: "sectors",
}

# Work in progress has no outcome yet: that is no missing point, but nothing is decided without one.
_UNDECIDED: FormRule = Rule(
    code="decision-without-outcome",
    field="outcome",
    sentence="Informe o status da retenção: sem ele não há decisão.",
    check=when(_undecided),
    draft=None,
    decide=Severity.BLOCKING,
)

DECISION_RULES: tuple[FormRule, ...] = (
    missing_then_blocks(
        "requested-by-other-needs-text",
        "requested_by",
        "“Outro” não basta em “Demandado por?”: escreva quem demandou a saída.",
        when(_requested_by_nobody),
    ),
    _UNDECIDED,
    missing_then_blocks(
        "outcome-missing",
        "outcome",
        "Há data final, mas falta o status da retenção: informe como o processo terminou.",
        when(_ended_without_outcome),
    ),
    missing_then_blocks(
        "end-missing",
        "ended_on",
        "Há status da retenção, mas falta a data final: informe quando o processo terminou.",
        when(_outcome_without_end),
    ),
    missing_then_blocks(
        "terminated-needs-contact",
        "contacts",
        "Um desligamento precisa de ao menos um contato feito, ou de uma tentativa relatada."
        " Registre o contato com a sua observação.",
        when(_terminated_untold),
    ),
    missing_then_blocks(
        "retained-needs-action",
        "actions",
        "Uma retenção efetiva precisa de ao menos uma ação: marque o que foi ofertado.",
        when(_retained_without_action),
    ),
    missing_then_blocks(
        "other-needs-note",
        "actions_note",
        "“Outros” está marcado: a justificativa é obrigatória.",
        _boxes_without_note,
    ),
    missing_then_blocks(
        "terminated-needs-reason",
        "termination_reasons",
        "Um desligamento precisa de ao menos um motivo: marque o motivo do desligamento.",
        when(_terminated_without_reason),
    ),
    missing_then_blocks(
        "protocol-answer-missing",
        "protocol_required",
        "Informe se é necessário abrir protocolo: sim ou não.",
        when(lambda facts: facts.form.protocol_required is None),
    ),
    missing_then_blocks(
        "not-retention-needs-note",
        "general_note",
        "“Não se trata de retenção” precisa de explicação: preencha a observação geral.",
        when(_not_retention_unexplained),
    ),
    missing_then_blocks(
        "protocol-needs-sector",
        "sectors",
        "É necessário abrir protocolo: marque o setor responsável por abri-lo.",
        when(_protocol_without_way),
    ),
)
