"""Rows of the last feed are known by what they say."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ..repeats import _finder

CONTENTS = st.one_of(
    st.integers(-(2**63), 2**63 - 1),
    st.integers(-(2**63), -(2**63) + 3),
    st.integers(2**63 - 4, 2**63 - 1),
    st.integers(-3, 3),
)


@given(st.lists(CONTENTS, min_size=1), st.lists(CONTENTS))
def test_what_is_known_is_found_where_it_stands(known: list[int], asked: list[int]) -> None:
    ordered = np.sort(np.array(known, dtype=np.int64))
    asked += known
    places = _finder(ordered)(np.array(asked, dtype=np.int64))
    first = {content: place for place, content in reversed(list(enumerate(ordered.tolist())))}
    assert places.tolist() == [first.get(content, -1) for content in asked]


def test_many_that_stand_side_by_side_are_found() -> None:
    ordered = np.arange(-500, 500, dtype=np.int64)
    assert _finder(ordered)(ordered).tolist() == list(range(1000))
