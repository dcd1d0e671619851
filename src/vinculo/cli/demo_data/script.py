"""What happens in the demonstration: who does what, when. Plain data, without a database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vinculo.paper.catalogue import OptionList
from vinculo.paper.form import RetentionForm

from .registry_plan import ProviderPlan


@dataclass(frozen=True, slots=True)
class Picture:
    """A screenshot to attach: the lines of a chat, or (`kind` letter, screen) of a page."""

    kind: str
    name: str
    title: str
    lines: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Create:
    """A draft. `values` as typed stand over what the registry knows; `blank` are left out of the head.

    `whole` is None for a case that is opened without looking the provider up.
    """

    operator: str
    values: Mapping[str, str]
    provider: ProviderPlan | None = None
    leavers: Sequence[int] = ()
    whole: bool | None = None
    blank: Sequence[str] = ()
    edition: int = 2


@dataclass(frozen=True, slots=True)
class AddContact:
    values: Mapping[str, str]
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class VoidContact:
    """`contact` counts from nought."""

    contact: int
    reason: str


@dataclass(frozen=True, slots=True)
class Save:
    """A field of the case, or of its offer `offer`."""

    field: str
    raw: str
    offer: str | None = None


@dataclass(frozen=True, slots=True)
class Tick:
    which: OptionList
    code: str
    ticked: bool = True


@dataclass(frozen=True, slots=True)
class ChoosePrimary:
    code: str


@dataclass(frozen=True, slots=True)
class Attach:
    picture: Picture


@dataclass(frozen=True, slots=True)
class Move:
    """A transition, by the name of its action. `waiting_on` is a sector; otherwise the provider."""

    action: str
    reason: str = ""
    waiting_on: str | None = None


@dataclass(frozen=True, slots=True)
class OpenProtocol:
    kind: str
    in_name_of: str
    number: str


@dataclass(frozen=True, slots=True)
class Reassign:
    to: str


@dataclass(frozen=True, slots=True)
class OpenSibling:
    """The sibling is known by the key `sibling` from then on."""

    operator: str
    sibling: int


@dataclass(frozen=True, slots=True)
class ImportForm:
    """A filled form becomes a case: a draft or, as `history`, numbered and closed at once."""

    operator: str
    form: RetentionForm
    provider: ProviderPlan | None = None
    history: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """Somebody looks at the case."""


@dataclass(frozen=True, slots=True)
class EnterProvider:
    provider: ProviderPlan


@dataclass(frozen=True, slots=True)
class Produce:
    """The core system tells the last production."""

    provider: ProviderPlan
    on: dt.date
    value: str


@dataclass(frozen=True, slots=True)
class ChangeStatus:
    provider: ProviderPlan
    status: str
    since: dt.date


@dataclass(frozen=True, slots=True)
class EndAffiliations:
    """These dentists leave the provider, from a day on."""

    provider: ProviderPlan
    dentists: Sequence[int]
    on: dt.date


@dataclass(frozen=True, slots=True)
class AskTechnicalManagerChange:
    """Another dentist of the clinic is to be its RT; with `on` the change is confirmed at once."""

    provider: ProviderPlan
    dentist: int
    protocol: str = ""
    on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class RetirePerson:
    provider: ProviderPlan
    person: int


@dataclass(frozen=True, slots=True)
class RecordCoverage:
    operator: str
    city: str
    uf: str
    on: dt.date
    lives: int
    published_cros: int


CaseDeed = (
    Create
    | AddContact
    | VoidContact
    | Save
    | Tick
    | ChoosePrimary
    | Attach
    | Move
    | OpenProtocol
    | Reassign
    | OpenSibling
    | ImportForm
    | View
)
RegistryDeed = (
    EnterProvider
    | Produce
    | ChangeStatus
    | EndAffiliations
    | AskTechnicalManagerChange
    | RetirePerson
    | RecordCoverage
)
Deed = CaseDeed | RegistryDeed


@dataclass(frozen=True, slots=True)
class Step:
    """`case` is the key of the case it happens to; `by` the key of a user, or empty for a feed."""

    at: dt.datetime
    by: str
    deed: Deed
    case: int | None = None


@dataclass
class Script:
    """All steps of one case, in order."""

    case: int
    steps: list[Step] = field(default_factory=list)
