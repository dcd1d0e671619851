"""What was saved is told in words, never as the code that stands in the database."""

from __future__ import annotations

import pytest

from vinculo.paper.editions import packaged_edition
from vinculo.web.cases.version_words import in_words, part_label


@pytest.mark.parametrize(
    ("record", "field", "raw", "words"),
    [
        ("contact", "direction", "outgoing", "Nós os procuramos"),
        ("contact", "answered", "no", "Não"),
        ("contact", "note", "yes", "yes"),
        ("case", "reason.fees", "yes", "marcado"),
        ("case", "scope", "dentists", "Somente estes dentistas"),
        ("case", "outcome", "", ""),
    ],
)
def test_a_code_is_told_in_words(record, field, raw, words):
    assert in_words(record, field, raw, packaged_edition(2)) == words


def test_a_field_of_a_part_names_the_part():
    edition = packaged_edition(2)
    assert part_label("contact", "time", edition) == "Hora"
    assert part_label("case", "reason.fees", edition) == "Valores"
    assert part_label("case", "city", edition) == ""
