"""Whether a page is our form at all: other papers ask for a date, a CPF and a city, too."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from .blocks import Block

# With its title over it, so many labels of the head are enough; without, and without any block, so many.
_BELOW_TITLE, _HEAD_ALONE = 5, 12
# So many blocks are no other paper's; one may be, unless so many labels stand by it that no other paper has.
_BLOCKS, _OWN_LABELS = 2, 3
_NOWHERE_ELSE = {"cro_count", "published_cros"}
_OWN = frozenset(
    {
        *("cro_count", "cro", "cro_state", "dentist_name", "joined_on", "requested_by", "protocol_number"),
        *("protocol_opened_on", "lives", "published_cros", "serves_other_plans", "us_value"),
        *("last_production_on", "last_production_value", "duration_days"),
    }
)


def is_our_form(*, titled: bool, blocks: Sequence[Block], met: Collection[str]) -> bool:
    """`met`: the fields of the head whose labels were found."""
    if len(blocks) >= _BLOCKS or len(met) >= _HEAD_ALONE:
        return True
    if titled or _NOWHERE_ELSE & set(met):
        return len(met) >= _BELOW_TITLE
    return len(blocks) == 1 and len(met) >= _BELOW_TITLE and len(_OWN & set(met)) >= _OWN_LABELS
