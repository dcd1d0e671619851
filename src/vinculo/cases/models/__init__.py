from .attachment import Attachment
from .case import Case
from .case_dentist import CaseDentist
from .contact import Contact
from .edition import FormEdition
from .field_version import FieldVersion
from .number_counter import CaseNumberCounter
from .offer import Offer
from .opened_protocol import OpenedProtocol
from .timeline import CaseEvent

__all__ = [
    "Attachment",
    "Case",
    "CaseDentist",
    "CaseEvent",
    "CaseNumberCounter",
    "Contact",
    "FieldVersion",
    "FormEdition",
    "Offer",
    "OpenedProtocol",
]
