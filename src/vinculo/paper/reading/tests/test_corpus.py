"""Thousands of looks: whatever the layout, what was written is what is read."""

from __future__ import annotations

from collections import Counter

import pytest

from vinculo.paper.reading import decode

from .corpus import differences, filled, reread, samples, ticks
from .layouts import BOXES, HEADS


def test_invented_forms_in_random_layouts_are_read_exactly() -> None:
    wrong = {}
    for sample in samples(range(600)):
        reading = reread(sample.text)
        if found := differences(sample.form, reading):
            wrong[sample.seed] = found
        assert reading.form is not None
        # Paragraphs too: no line of this corpus was wrapped.
        assert reading.form.contacts == sample.form.contacts, sample.seed
    assert wrong == {}


def test_the_measures_of_the_bar_hold_with_room_to_spare() -> None:
    right = all_filled = exact = forms = 0
    hits: Counter[str] = Counter()
    for sample in samples(range(5000, 5200)):
        reading = reread(sample.text)
        assert reading.form is not None
        written, read = sample.form.to_json(), reading.form.to_json()
        expected, got = dict(filled(written)), dict(filled(read))
        names = expected.keys() | got.keys()
        all_filled += len(names)
        right += sum(expected.get(name) == got.get(name) for name in names)
        hits.update(both=len(ticks(written) & ticks(read)), one=len(ticks(written) ^ ticks(read)))
        forms += 1
        exact += expected == got
    assert right / all_filled >= 0.995
    assert 2 * hits["both"] / (2 * hits["both"] + hits["one"]) >= 0.998
    assert exact / forms >= 0.95


@pytest.mark.parametrize("boxes", sorted(BOXES))
def test_every_kind_of_box_is_read(boxes: str) -> None:
    for sample in samples(range(900, 904), lambda layout: layout.but(boxes=boxes, tight=False)):
        assert differences(sample.form, reread(sample.text)) == {}, sample.seed


@pytest.mark.parametrize("head", HEADS)
def test_every_layout_of_the_head_is_read(head: str) -> None:
    plain = {"bold_labels": "", "escape": False, "title": "{}", "obs": "below", "gap": " "}
    for sample in samples(range(700, 706), lambda layout: layout.but(head=head, **plain)):
        assert differences(sample.form, reread(sample.text)) == {}, sample.seed


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_wide_encoding_is_read(encoding: str) -> None:
    for sample in samples(range(40, 44), lambda layout: layout.but(bom=False)):
        text = decode(sample.text.encode(encoding))
        assert differences(sample.form, reread(text)) == {}, sample.seed


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "mac_roman"])
def test_every_narrow_encoding_is_read(encoding: str) -> None:
    narrow = {"bom": False, "boxes": "parens", "dash": " - ", "bullet": "", "nbsp": False, "ordinal": "o"}
    for sample in samples(range(50, 54), lambda layout: layout.but(**narrow)):
        data = sample.text.replace("☒", "X").encode(encoding, errors="ignore")
        reading = reread(decode(data))
        assert set(differences(sample.form, reading)) <= {"contacts", "general_note", "actions_note"}


def test_confidence_is_told_for_every_field_and_is_high_where_all_is_plain() -> None:
    for sample in samples(range(60, 70), lambda layout: layout.but(head="colon", placeholder="", cro="{}")):
        reading = reread(sample.text)
        assert set(reading.confidence) == set(sample.form.to_json())
        assert all(0 <= sure <= 1 for sure in reading.confidence.values())
        assert min(reading.confidence.values()) > 0.8
