"""How one operator's core system names and writes what it tells. `mapping_file` reads it from TOML."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from .entities import Entity

DATE_FORMS = ("dd/mm/aaaa", "dd/mm/aa", "aaaa-mm-dd", "aaaammdd", "ddmmaaaa", "mm/dd/aaaa")
USUAL_DATE_FORMS = DATE_FORMS[:3]
ENCODINGS = ("auto", "utf-8", "cp1252", "latin-1", "utf-16", "cp850", "mac-roman")
SEPARATORS = ("auto", ";", ",", "\t", "|")
DECIMAL_MARKS = ("auto", ",", ".")
PAGINGS = ("number", "cursor")


@dataclass(frozen=True, slots=True)
class Forms:
    """How texts are written. `codes`: for each kind of code, the operator's code, folded, to its value."""

    dates: tuple[str, ...] = USUAL_DATE_FORMS
    decimal_mark: str = "auto"
    encoding: str = "auto"
    separator: str = "auto"
    ends_on_is_last_day: bool = False
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class HttpSettings:
    """How the core system's server is asked. `token_variable` names the variable that holds the token,
    which is sent in `header` after `header_prefix`.

    `items_field` is blank where an answer is the list itself. With `paging` "cursor" the next page is asked
    for by what `cursor_field` of the last one says.
    """

    base_url: str
    token_variable: str = ""
    header: str = "Authorization"
    header_prefix: str = "Bearer "
    paging: str = "number"
    page_parameter: str = "page"
    first_page: int = 1
    size_parameter: str = ""
    page_size: int = 500
    cursor_field: str = "next"
    items_field: str = "items"
    total_field: str = ""
    timeout_seconds: int = 30


@dataclass(frozen=True, slots=True)
class EntityMapping:
    """Where the rows of one kind are, and the column of each field; several names are tried in turn.

    `is_whole`: what is not told any more is gone.
    """

    entity: Entity
    file: str = ""
    sheet: str = ""
    endpoint: str = ""
    is_whole: bool = False
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Schedule:
    """When the core system is read, by the clock of Brasília, and whether that is applied by itself."""

    times: tuple[dt.time, ...] = ()
    applies: bool = True


@dataclass(frozen=True, slots=True)
class FeedMapping:
    """`folder` is where the core system leaves its files, blank where somebody sends them.

    `deactivation_share`: of the active providers, how many may go in one run without asking; 0 to 1.
    """

    entities: Mapping[Entity, EntityMapping]
    forms: Forms = field(default_factory=Forms)
    http: HttpSettings | None = None
    deactivation_share: float = 0.05
    folder: str = ""
    schedule: Schedule = field(default_factory=Schedule)
