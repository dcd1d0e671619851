"""Whether somebody has looked up the CROs of a case at the council, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.cases.models import Case
from vinculo.cases.queries.surroundings import Surroundings
from vinculo.kernel.identifiers import cro
from vinculo.network.queries.council import CouncilCheck
from vinculo.web.providers.council_words import council_words


@dataclass(frozen=True, slots=True)
class CouncilLine:
    """`url` leads to where it is confirmed, for who may, as long as nobody has."""

    cro: str
    words: str
    is_checked: bool
    url: str = ""


@dataclass(frozen=True, slots=True)
class CouncilLines:
    """`head` is None where the head has no CRO; `further` are those of the continuation sheet."""

    head: CouncilLine | None
    further: Sequence[CouncilLine]

    @property
    def checked(self) -> int:
        return sum(line.is_checked for line in self.further)


def council_lines(case: Case, around: Surroundings, actor: Actor) -> CouncilLines:
    urls = _where_to_confirm(case, around, actor)

    def line(number: str, uf: str, check: CouncilCheck | None) -> CouncilLine:
        plain = number.lstrip("0")
        words = council_words(plain, uf, check.checked_on if check else None, check.by if check else "")
        url = "" if check else urls.get((plain, uf), "")
        return CouncilLine(cro.formatted(number, uf or None), words, check is not None, url)

    head = line(case.cro, case.cro_state or "", around.council) if case.cro else None
    return CouncilLines(head, [line(one.number, one.uf, one.council) for one in around.further_cros])


def _where_to_confirm(case: Case, around: Surroundings, actor: Actor) -> dict[tuple[str, str], str]:
    """By CRO and UF; a CRO is confirmed at the linked provider's dentist who has it, and leads back here."""
    if around.registry is None or not actor.may(Permission.REGISTRY_EDIT, case.operator_id):
        return {}
    back = urlencode({"voltar": reverse("case-page", args=[case.pk]) + "#case-council"})
    return {
        (tie.dentist.cro_number, tie.dentist.cro_uf): reverse(
            "provider-dentist-council", args=[case.provider_id, tie.dentist.dentist_id]
        )
        + f"?{back}"
        for tie in around.registry.ties
    }
