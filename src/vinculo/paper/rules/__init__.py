"""The rules on what a form says, by theme.

In: `FormFacts` (a form, its edition, the day, look-ups). Out: findings, by `check_all(FORM_RULES, facts,
moment)`. Invariant: rules read no clock and no store, never raise on any `RetentionForm`, and never
repeat a CPF. In a draft they warn or tell what is missing; some stop a decision.
"""

from vinculo.paper.rules.decision import DECISION_RULES
from vinculo.paper.rules.facts import FormFacts
from vinculo.paper.rules.identity import IDENTITY_RULES
from vinculo.paper.rules.money import MONEY_RULES
from vinculo.paper.rules.notes import NOTE_RULES
from vinculo.paper.rules.place import PLACE_RULES
from vinculo.paper.rules.presence import PRESENCE_RULES
from vinculo.paper.rules.protocol import PROTOCOL_RULES
from vinculo.paper.rules.shapes import FormRule
from vinculo.paper.rules.time import TIME_RULES

FORM_RULES: tuple[FormRule, ...] = (
    *PRESENCE_RULES,
    *IDENTITY_RULES,
    *PLACE_RULES,
    *PROTOCOL_RULES,
    *MONEY_RULES,
    *TIME_RULES,
    *DECISION_RULES,
    *NOTE_RULES,
)

__all__ = ["FORM_RULES", "FormFacts", "FormRule"]
