"""Where fields stand on our own print: each on its sheet, within it, one below the other as on paper."""

from __future__ import annotations

from vinculo.paper.editions import packaged_edition
from vinculo.paper.printing import print_form
from vinculo.paper.reading.own_paper.places import places_on_print

from .test_chosen_sheets import EDITION, FILLED


def test_every_field_and_every_box_has_its_place():
    places = places_on_print(print_form(FILLED, edition=EDITION), EDITION)
    boxes = [box for found in places.values() for box in found]
    assert all(0 <= box.left < box.right <= 1 and 0 <= box.top < box.bottom <= 1 for box in boxes)
    codes = {
        f"termination_reasons.{option.code}" for options in EDITION.options.values() for option in options
    }
    assert len(codes & places.keys()) > 20
    (name,), (note,), (ticked,) = (
        places[field] for field in ("dentist_name", "contacts.1.note", "termination_reasons.fees")
    )
    assert name.sheet == note.sheet == ticked.sheet == 0
    assert name.bottom < note.top < ticked.top
    assert ticked.right - ticked.left < 0.03
    assert "signed_by" not in places


def test_a_label_stands_for_a_blank_field():
    blank = places_on_print(print_form(FILLED, edition=packaged_edition(2)), EDITION)
    assert blank["cpf"][0].bottom < blank["contacts.1.note"][0].top
