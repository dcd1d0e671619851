from .duty import Duty, DutyFile, DutyStep
from .exit_list import ExitList
from .filing import Filing
from .incoming_request import IncomingRequest
from .legal_clock import LegalClock, LegalNotice, NoticeEvidence
from .legal_terms import LegalTerms
from .protocol_request import ProtocolRequest
from .publication import CalendarAddress, PublicPage
from .refused_row import RefusedRow
from .sector_task import SectorTask, TaskFile, TaskStep
from .sector_terms import SectorTerms

__all__ = [
    "CalendarAddress",
    "Duty",
    "DutyFile",
    "DutyStep",
    "ExitList",
    "Filing",
    "IncomingRequest",
    "LegalClock",
    "LegalNotice",
    "LegalTerms",
    "NoticeEvidence",
    "ProtocolRequest",
    "PublicPage",
    "RefusedRow",
    "SectorTask",
    "SectorTerms",
    "TaskFile",
    "TaskStep",
]
