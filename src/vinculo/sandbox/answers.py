"""What is answered to what, as data: nothing here knows sockets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .changes import CHANGES, change, inactivate, note_line
from .columns import COLUMNS, PROVIDERS, as_json
from .core_system import CoreSystem
from .faults import KINDS, Fault, Faults
from .faulty_view import FaultyView
from .listening import number_asked
from .refused import Refused

USUAL_SIZE, LARGEST_SIZE = 500, 5000
Answer = dict[str, object]


@dataclass(eq=False)
class Sandbox:
    """The core system, what is wrong with it at the moment, and the token that opens it."""

    core: CoreSystem
    token: str
    faults: Faults = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.first_faults = dict(self.faults)

    def view(self, entity: str) -> FaultyView:
        return FaultyView(self.core, self.faults, entity)

    def reset(self) -> Answer:
        """As it was at the start, with the faults of then."""
        self.core.forget()
        self.faults = dict(self.first_faults)
        return {"done": "reset"}

    def told_faults(self) -> Answer:
        return {fault.value: setting.as_json() for fault, setting in self.faults.items()}

    def switch(self, asked: Mapping[str, object]) -> Answer:
        self.faults = KINDS.switched(self.faults, asked)
        return self.told_faults()

    def addresses(self) -> Answer:
        size = self.core.size
        return {
            "sistema": "SIO (de demonstração)",
            "dados": {"prestadores": size.providers, "meses": size.months, "semente": size.seed},
            "entidades": {
                f"/v1/{entity}": {"total": self.core.total(entity), "colunas": list(columns)}
                for entity, columns in COLUMNS.items()
            },
            "falhas": list(Fault),
            "alteracoes": list(CHANGES),
        }


def page_of(view: FaultyView, query: Mapping[str, str], address: str) -> Answer:
    """One page; `next` is the whole address of the one after it, null on the last.

    Raises:
        Refused: page or size is no number in its bounds.
    """
    page = number_asked(query, "page", 1, 1_000_000_000)
    size = number_asked(query, "size", USUAL_SIZE, LARGEST_SIZE)
    total = view.total()
    shown = page - 1 if page > 1 and page == view.number(Fault.REPEATED_PAGE) else page
    rows = view.rows((shown - 1) * size, shown * size)
    return {
        "total": total + int(view.number(Fault.WRONG_TOTAL) or 0),
        "page": page,
        "size": size,
        "next": f"{address}?page={page + 1}&size={size}" if page * size < total else None,
        "items": [dict(zip(view.columns, map(as_json, row), strict=True)) for row in rows],
    }


def one_provider(view: FaultyView, core: CoreSystem, key: str) -> Answer:
    place = core.invention.provider_with(key)
    if place is None:
        raise Refused(404, "Prestador não encontrado.")
    row = next(view.rows(place, place + 1))
    return dict(zip(view.columns, map(as_json, row), strict=True))


def history_of(core: CoreSystem, key: str) -> Answer:
    if core.invention.provider_with(key) is None:
        raise Refused(404, "Prestador não encontrado.")
    lines: list[dict[str, str]] = core.history.get(key, [])
    return {"cod_prestador": key, "items": list(lines)}


def posted(sandbox: Sandbox, path: tuple[str, ...], asked: Mapping[str, object], once: str) -> Answer:
    """What a POST does.

    Raises:
        Refused: nobody takes it, or see the changes.
    """
    match path:
        case ("_faults",):
            return sandbox.switch(asked)
        case ("_changes",):
            return change(sandbox.core, asked)
        case ("_reset",):
            return sandbox.reset()
        case ("v1", "providers", key, "history"):
            return note_line(sandbox.core, key, asked, once)
        case ("v1", "providers", key, "inactivate"):
            return inactivate(sandbox.core, key, asked, once)
    raise Refused(404, "Endereço desconhecido.")


def got(sandbox: Sandbox, path: tuple[str, ...], query: Mapping[str, str], host: str) -> Answer:
    """What a GET of JSON tells.

    Raises:
        Refused: there is nothing there.
    """
    match path:
        case ():
            return sandbox.addresses()
        case ("_faults",):
            return sandbox.told_faults()
        case ("v1", entity) if entity in COLUMNS:
            return page_of(sandbox.view(entity), query, f"http://{host}/v1/{entity}")
        case ("v1", "providers", key):
            return one_provider(sandbox.view(PROVIDERS), sandbox.core, key)
        case ("v1", "providers", key, "history"):
            return history_of(sandbox.core, key)
    raise Refused(404, "Endereço desconhecido.")
