"""Words a typing error apart."""

from __future__ import annotations

import pytest

from ..misspelling import errors_between, one_less


@pytest.mark.parametrize("typed", ["mraia", "maria", "mari", "mariia", "marta"])
def test_a_typing_error_away_shares_what_is_left_without_a_letter(typed: str) -> None:
    assert set(one_less(typed)) & set(one_less("maria"))
    assert errors_between(typed, "maria") == (typed != "maria")


def test_only_long_words_are_forgiven_two_errors() -> None:
    assert errors_between("mratia", "maria") is None
    assert errors_between("odnotologai", "odontologia") == 2
    assert errors_between("odnotolagai", "odontologia") is None
