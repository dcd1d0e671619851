"""Rules on the numbers that say who somebody is.

Neither number is repeated in a sentence: findings are logged, and a CPF may stand where a CNPJ belongs.
"""

from __future__ import annotations

from vinculo.kernel.identifiers import cnpj, cpf

from .facts import FormFacts
from .shapes import FormRule, warns_then_blocks, when


def _cpf_is_wrong(facts: FormFacts) -> bool:
    written = facts.form.cpf
    return written is not None and not cpf.is_valid(cpf.clean(written) or "")


def _cnpj_is_wrong(facts: FormFacts) -> bool:
    written = facts.form.cnpj
    return written is not None and not cnpj.is_valid(cnpj.clean(written) or "")


IDENTITY_RULES: tuple[FormRule, ...] = (
    warns_then_blocks(
        "cnpj-check-digits",
        "cnpj",
        "Os dígitos verificadores do CNPJ não conferem. Corrija o número.",
        when(_cnpj_is_wrong),
    ),
    warns_then_blocks(
        "cpf-check-digits",
        "cpf",
        "Os dígitos verificadores do CPF não conferem. Corrija o número.",
        when(_cpf_is_wrong),
    ),
)
