"""Where fields stand on paper: every field's boxes hold its words, and no others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vinculo.paper.form import LIST_FIELDS
from vinculo.paper.reading import TICKED, Box, Line, Page, Reading, Word, read_page
from vinculo.paper.reading.markup import lines_of_text

from .corpus import EDITIONS, Sample, folded, sample, samples
from .layouts import Layout

_WORD = re.compile(r"[^\s|]+")


def on_paper(sample: Sample) -> Page:
    """The sample's lines as if set on paper: every character a thousandth wide, every line one high."""
    lines = []
    for row, line in enumerate(lines_of_text(sample.text)):
        words = tuple(
            Word(
                *found.span(),
                Box(row // 40, found.start() / 1000, row / 1000, found.end() / 1000, (row + 1) / 1000),
            )
            for found in _WORD.finditer(line.text)
        )
        lines.append(Line(line.text, line.opens, line.sure, words))
    return Page.of(lines)


def _words_within(page: Page, boxes: tuple[Box, ...]) -> str:
    return " ".join(
        line.text[word.start : word.end]
        for line in page.lines
        for word in line.words
        for box in boxes
        if word.box.sheet == box.sheet
        and box.left <= word.box.left
        and word.box.right <= box.right
        and box.top <= word.box.top
        and word.box.bottom <= box.bottom
    )


def _in_one_line(reading: Reading) -> Iterator[tuple[str, str]]:
    """The fields whose value stands on paper as it is in the form."""
    assert reading.form
    for name in ("staff_name", "operator", "dentist_name", "requested_by", "city", "other_plans", "state"):
        if value := getattr(reading.form, name):
            yield name, value


def _plain(layout: Layout) -> Layout:
    return layout.but(escape=False, page_break="", bold_labels="", placeholder="")


def test_the_place_of_a_field_holds_its_words() -> None:
    for each in samples(range(80), _plain):
        page = on_paper(each)
        reading = read_page(page, EDITIONS)
        for name, value in _in_one_line(reading):
            found = _words_within(page, reading.places[name])
            assert value in folded(found), (each.seed, name, value, found)
            assert len(found) < len(value) + 20, (each.seed, name, value, found)


def test_equal_values_stand_at_places_of_their_own() -> None:
    for each in samples(range(80), _plain):
        reading = read_page(on_paper(each), EDITIONS)
        taken = [
            box
            for name in ("started_on", "ended_on", "cro_state", "state", "lives", "published_cros")
            if reading.form and getattr(reading.form, name) is not None
            for box in reading.places[name]
        ]
        assert len(set(taken)) == len(taken), each.seed


def test_a_note_over_two_sheets_has_a_box_on_each() -> None:
    each = sample(3)
    page = on_paper(each)
    reading = read_page(page, EDITIONS)
    assert reading.form
    assert reading.sheets == tuple(range(len(reading.sheets)))
    for contact in reading.form.contacts:
        assert contact.note
        boxes = reading.places[f"contacts.{contact.number}.note"]
        assert [box.sheet for box in boxes] == sorted({box.sheet for box in boxes})
        assert folded(contact.note) in folded(_words_within(page, boxes))


def test_every_box_of_a_list_has_its_place() -> None:
    each = sample(5, edition=2)
    page = on_paper(each)
    reading = read_page(page, EDITIONS)
    assert reading.form
    for name in LIST_FIELDS:
        printed = [place for place in reading.places if place.startswith(f"{name}.")]
        ticked = {place for place in printed if _words_within(page, reading.places[place]) == TICKED}
        assert ticked == {f"{name}.{code}" for code in getattr(reading.form, name)}
    boxes = [reading.places[place] for place in reading.places if place.count(".") == 1]
    assert len(boxes) == len(set(boxes))


def test_text_has_no_paper() -> None:
    reading = read_page(Page.of(lines_of_text(sample(1).text)), EDITIONS)
    assert reading.places == {}
    assert reading.sheets == ()
