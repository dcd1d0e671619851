"""What held when, as lanes: pure numbers."""

from __future__ import annotations

import datetime as dt

import pytest

from ..lanes import MOST_ROWS, Bar, Lane, Lanes, Span, draw_lanes, gaps_of, in_rows

TODAY = dt.date(2026, 6, 30)


def span(start: dt.date | None, end: dt.date | None = None, label: str = "Ativo") -> Span:
    return Span(start, end, "active", (label,), label)


def drawn(*spans: Span, day: dt.date | None = None) -> Lanes:
    return draw_lanes([Lane("Situação", [list(spans)])], today=TODAY, day=day)


def bars(lanes: Lanes) -> list[Bar]:
    return [bar for lane in lanes.lanes for bar in lane.bars]


def test_what_follows_begins_where_the_other_ended() -> None:
    changed = dt.date(2024, 6, 30)
    former, standing = bars(drawn(span(dt.date(2022, 6, 30), changed), span(changed)))
    assert former.x + former.width == pytest.approx(standing.x, abs=0.02)
    assert former.has_ended
    assert not standing.has_ended
    assert standing.x + standing.width == pytest.approx(100)
    assert former.width == pytest.approx(49, abs=0.1)


def test_a_beginning_that_nobody_told_begins_at_the_edge() -> None:
    lanes = drawn(span(None, dt.date(2024, 1, 1)), span(dt.date(2024, 1, 1)))
    first, second = bars(lanes)
    assert (first.x, first.is_open_at_start) == (0, True)
    assert not second.is_open_at_start


def test_a_short_period_is_seen_all_the_same() -> None:
    lanes = drawn(
        span(dt.date(2010, 1, 1), dt.date(2020, 1, 1)), span(dt.date(2020, 1, 1), dt.date(2020, 1, 2))
    )
    assert bars(lanes)[1].width > 0.5
    assert not bars(lanes)[1].label


def test_the_longest_label_that_has_room_is_taken() -> None:
    names = ("Maria Aparecida dos Santos Figueira", "Maria Figueira", "Maria")
    start = dt.date(2020, 1, 1)
    long_ago, since = (
        Span(start, dt.date(2025, 1, 1), "plain", names, ""),
        Span(None, None, "plain", names, ""),
    )
    bar, whole = bars(draw_lanes([Lane("RT", [[long_ago], [since]])], today=TODAY))
    assert (bar.label, bar.narrow_label) == (names[0], "Maria Figueira")
    assert whole.narrow_label == names[0]


def test_a_label_of_one_alone_stands_on_the_side_with_room() -> None:
    asked = Span(dt.date(2026, 6, 1), None, "pending", ("Troca pendente: Iara",), "", is_alone=True)
    bar = bars(draw_lanes([Lane("RT", [[span(dt.date(2016, 1, 1))], [asked]])], today=TODAY))[1]
    assert (bar.anchor, bar.label) == ("end", "Troca pendente: Iara")


def test_the_axis_has_few_marks_whatever_its_length() -> None:
    assert [tick.label for tick in drawn(span(dt.date(2021, 5, 1))).ticks] == [
        "2022",
        "2023",
        "2024",
        "2025",
        "2026",
    ]
    assert [tick.label for tick in drawn(span(dt.date(2026, 6, 1))).ticks] == ["abr/26", "mai/26", "jun/26"]
    assert len(drawn(span(dt.date(1972, 5, 1))).ticks) <= 8


def test_the_day_that_is_looked_at_is_marked_where_it_lies_on_the_axis() -> None:
    assert drawn(span(dt.date(2020, 1, 1)), day=dt.date(2023, 4, 1)).day_x == pytest.approx(50, abs=0.2)
    for day in (TODAY, dt.date(2019, 1, 1)):
        assert drawn(span(dt.date(2020, 1, 1)), day=day).day_x is None


def test_who_overlaps_stands_in_another_row() -> None:
    early, late = span(dt.date(2018, 1, 1), dt.date(2020, 1, 1)), span(dt.date(2020, 1, 1))
    beside = span(dt.date(2019, 1, 1))
    assert in_rows([late, beside, early]) == [[early, late], [beside]]


def test_a_long_list_is_cut_and_says_so() -> None:
    rows = [[span(dt.date(2020, 1, 1))]] * (MOST_ROWS + 3)
    lane = draw_lanes([Lane("Dentistas", rows)], today=TODAY).lanes[0]
    assert (len(lane.bars), lane.left_out) == (MOST_ROWS, 3)


def test_a_gap_is_where_neither_holds() -> None:
    spans = [
        span(dt.date(2024, 3, 1)),
        span(None, dt.date(2024, 1, 1)),
        span(dt.date(2024, 1, 1), dt.date(2024, 2, 1)),
    ]
    assert gaps_of(spans) == [(dt.date(2024, 2, 1), dt.date(2024, 3, 1))]


def test_nothing_at_all_is_drawn_as_empty_lanes() -> None:
    lanes = drawn()
    assert bars(lanes) == []
    assert lanes.height > 0


def test_a_lane_of_nothing_says_so() -> None:
    lanes = draw_lanes([Lane("Dentistas", [], "nenhum"), Lane("RT", [[span(None)]], "nenhum")], today=TODAY)
    assert [lane.nothing for lane in lanes.lanes] == ["nenhum", ""]
