"""What somebody asks of the list, read from an address or a form: filters, view, columns, layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import QueryDict

from vinculo.accounts.permissions import Permission
from vinculo.cases.queries.choices import listing_choices
from vinculo.cases.queries.columns import ListColumn
from vinculo.cases.queries.filters import FilterContext, Parameters, one
from vinculo.cases.queries.listing import DEFAULT_ORDER, Listing, read_listing
from vinculo.desk.models import SavedView
from vinculo.desk.queries.saved_views import preferred_columns, views_of
from vinculo.kernel.refusal import NotPermitted

from ..site.http import Request, number_of, today_in_sao_paulo
from .list_addresses import BOARD, LAYOUT, VIEW
from .list_rows import shown_columns
from .private_values import revealed

_BESIDE_FILTERS = {VIEW, LAYOUT, "after", "before"}


@dataclass(frozen=True)
class Asked:
    """`view` is the saved view that is open; `is_lost` tells of a number that is kept no longer."""

    listing: Listing
    context: FilterContext
    views: Sequence[SavedView]
    view: SavedView | None
    columns: Sequence[ListColumn]
    layout: str
    is_lost: bool

    @property
    def keys(self) -> list[str]:
        return [column.key for column in self.columns]

    @property
    def parameters(self) -> dict[str, Sequence[str]]:
        """Words, filters and order, as a view keeps them."""
        order = {} if self.listing.order == DEFAULT_ORDER else {"sort": [self.listing.order]}
        return {**self.listing.parameters, **order}

    @property
    def differs_from_view(self) -> bool:
        if self.view is None:
            return False
        kept = read_listing(self.view.parameters, self.context)
        return (kept.parameters, kept.order) != (self.listing.parameters, self.listing.order)


def read_asked(request: Request, given: Parameters) -> Asked:
    """
    Raises:
        NotPermitted: the actor sees no cases anywhere.
    """
    if not request.actor.may_anywhere(Permission.CASES_SEE):
        raise NotPermitted("Seu perfil não dá acesso aos processos.")
    parameters, is_lost = revealed(request.session, given)
    user = request.actor.user
    context = FilterContext(today_in_sao_paulo(), user.pk if user else None, listing_choices(request.actor))
    views = views_of(request.actor)
    view = next((item for item in views if item.pk == number_of(one(parameters, VIEW))), None)
    if view is not None and not set(parameters) - _BESIDE_FILTERS:
        parameters = {**parameters, **view.parameters}
    keys = view.columns if view is not None and view.columns else preferred_columns(request.actor)
    return Asked(
        listing=read_listing(parameters, context),
        context=context,
        views=views,
        view=view,
        columns=shown_columns(keys, request.actor),
        layout=BOARD if one(parameters, LAYOUT) == BOARD else "",
        is_lost=is_lost,
    )


def parameters_of(address: str) -> Parameters:
    """The parameters of an address of the list that a form carries along."""
    query = urlsplit(address[:8000]).query
    try:
        return dict(QueryDict(query).lists())
    except ValueError:
        return {}
