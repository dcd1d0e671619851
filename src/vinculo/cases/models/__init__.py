from .attachment import Attachment
from .case import Case
from .case_dentist import CaseDentist
from .case_merge import CaseMerge
from .case_print import CasePrint
from .case_search import CaseSearch, SearchWord
from .contact import Contact
from .edition import FormEdition
from .field_version import FieldVersion
from .number_counter import CaseNumberCounter
from .offer import Offer
from .opened_protocol import OpenedProtocol
from .registry_snapshot import RegistryFact, RegistrySnapshot
from .service_level import ServiceLevel
from .timeline import CaseEvent
from .waiting_period import WaitingPeriod

__all__ = [
    "Attachment",
    "Case",
    "CaseDentist",
    "CaseEvent",
    "CaseMerge",
    "CaseNumberCounter",
    "CasePrint",
    "CaseSearch",
    "Contact",
    "FieldVersion",
    "FormEdition",
    "Offer",
    "OpenedProtocol",
    "RegistryFact",
    "RegistrySnapshot",
    "SearchWord",
    "ServiceLevel",
    "WaitingPeriod",
]
