from .absence import Absence
from .bulk_job import BulkJob, BulkLine
from .message_template import MessageTemplate
from .notice import DigestSent, NoticesSeen
from .presence import CasePresence
from .saved_view import ListPreference, SavedView

__all__ = [
    "Absence",
    "BulkJob",
    "BulkLine",
    "CasePresence",
    "DigestSent",
    "ListPreference",
    "MessageTemplate",
    "NoticesSeen",
    "SavedView",
]
