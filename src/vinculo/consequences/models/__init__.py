from .duty import Duty, DutyFile, DutyStep
from .exit_list import ExitList
from .protocol_request import ProtocolRequest
from .sector_task import SectorTask, TaskFile, TaskStep
from .sector_terms import SectorTerms

__all__ = [
    "Duty",
    "DutyFile",
    "DutyStep",
    "ExitList",
    "ProtocolRequest",
    "SectorTask",
    "SectorTerms",
    "TaskFile",
    "TaskStep",
]
