"""The addresses of the list: what every number elsewhere opens, and the list itself changed in one point."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlencode

from django.urls import reverse

from vinculo.cases.queries.filters import Parameters
from vinculo.cases.queries.listing import DEFAULT_ORDER, Listing

Hide = Callable[[Parameters], Mapping[str, Sequence[str]]]

VIEW = "view"
LAYOUT = "layout"
BOARD = "board"


def list_address(parameters: Mapping[str, Sequence[str]]) -> str:
    """The list with these parameters: what every number elsewhere in the product opens."""
    query = urlencode([(name, value) for name, values in parameters.items() for value in values])
    return reverse("case-list") + (f"?{query}" if query else "")


class Addresses:
    """The addresses of one listing, changed in one point each. `view` is the saved view that is open."""

    def __init__(self, listing: Listing, hide: Hide, *, view: int | None, layout: str) -> None:
        self._shown = dict(hide(listing.parameters))
        self._order = "" if listing.is_best_first else listing.order
        self._is_best_first_by_itself = bool(listing.query) and not listing.applied
        self._view = view
        self._layout = layout

    def _address(
        self, shown: Mapping[str, Sequence[str]], order: str, layout: str, **cursor: int | None
    ) -> str:
        parameters = dict(shown)
        if order and (order != DEFAULT_ORDER or self._is_best_first_by_itself):
            parameters["sort"] = [order]
        if self._view is not None and parameters:
            # A view named alone means its own filters: with none left, one has left the view.
            parameters[VIEW] = [str(self._view)]
        if layout:
            parameters[LAYOUT] = [layout]
        parameters |= {name: [str(case_id)] for name, case_id in cursor.items() if case_id}
        return list_address(parameters)

    def here(self, listing: Listing) -> str:
        return self.going_on(after=listing.after, before=listing.before)

    def going_on(self, *, after: int | None = None, before: int | None = None) -> str:
        """The page that goes on from a case, in either direction."""
        return self._address(self._shown, self._order, self._layout, after=after, before=before)

    def with_order(self, order: str) -> str:
        return self._address(self._shown, order, self._layout)

    def with_layout(self, layout: str) -> str:
        return self._address(self._shown, self._order, layout)

    def without(self, *names: str) -> str:
        dropped = {variant for name in names for variant in (name, f"{name}_key")}
        kept = {name: values for name, values in self._shown.items() if name not in dropped}
        return self._address(kept, self._order, self._layout)

    def with_state(self, state: str) -> str:
        """The list of one state alone: what a column of the board is the beginning of."""
        return self._address({**self._shown, "state": [state]}, self._order, "")
