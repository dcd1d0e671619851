"""What must be written before a decision: one rule per point, so that each shows beside its field."""

from __future__ import annotations

from vinculo.kernel.finding import Severity
from vinculo.kernel.rule import Rule

from .facts import FormFacts, is_said
from .shapes import FormRule, missing_then_blocks, when


def _is_blank(facts: FormFacts, field: str) -> bool:
    value = getattr(facts.form, field)
    return not is_said(value) if isinstance(value, str) else value is None


def _required(code: str, field: str, sentence: str) -> FormRule:
    return missing_then_blocks(code, field, sentence, when(lambda facts: _is_blank(facts, field)))


def _lacks_number(facts: FormFacts, provider_type: str, field: str) -> bool:
    return facts.form.provider_type == provider_type and _is_blank(facts, field)


def _plans_unnamed(facts: FormFacts) -> bool:
    return facts.form.serves_other_plans is True and _is_blank(facts, "other_plans")


# Without the type nobody knows which of CNPJ and CPF is due; it warns only, as the paper often lacks it.
_PROVIDER_TYPE: FormRule = Rule(
    code="provider-type-missing",
    field="provider_type",
    sentence="Informe o tipo do prestador: PJ ou PF.",
    check=when(lambda facts: facts.form.provider_type is None),
    draft=Severity.MISSING,
    decide=Severity.WARNING,
)

PRESENCE_RULES: tuple[FormRule, ...] = (
    _required("operator-missing", "operator", "Informe a operadora."),
    _required("cro-missing", "cro", "Informe o número do CRO."),
    _required("cro-state-missing", "cro_state", "Informe a UF do CRO."),
    _required("dentist-name-missing", "dentist_name", "Informe quem está saindo: o nome do dentista."),
    missing_then_blocks(
        "cnpj-missing",
        "cnpj",
        "O prestador é PJ: informe o CNPJ.",
        when(lambda facts: _lacks_number(facts, "PJ", "cnpj")),
    ),
    missing_then_blocks(
        "cpf-missing",
        "cpf",
        "O prestador é PF: informe o CPF.",
        when(lambda facts: _lacks_number(facts, "PF", "cpf")),
    ),
    _PROVIDER_TYPE,
    _required("requested-by-missing", "requested_by", "Informe quem demandou a saída."),
    _required("city-missing", "city", "Informe a cidade."),
    _required("state-missing", "state", "Informe a UF da cidade."),
    missing_then_blocks(
        "other-plans-missing",
        "other_plans",
        "Está marcado que atende outros convênios: informe quais.",
        when(_plans_unnamed),
    ),
    _required("start-missing", "started_on", "Informe a data de início."),
)
