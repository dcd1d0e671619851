from .conversation import Conversation, TakenMessage
from .form_reading import SETTLED_WITH_CASE, Fate, FormReading
from .import_batch import ImportBatch
from .imported_file import ImportedFile

__all__ = [
    "SETTLED_WITH_CASE",
    "Conversation",
    "Fate",
    "FormReading",
    "ImportBatch",
    "ImportedFile",
    "TakenMessage",
]
