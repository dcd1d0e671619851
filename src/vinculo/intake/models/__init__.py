from .conversation import Conversation, TakenMessage
from .form_reading import SETTLED_WITH_CASE, Fate, FormReading
from .import_batch import ImportBatch
from .imported_file import FileState, ImportedFile
from .sheet import FieldConfirmation, ReturnedSheet, Sheet

__all__ = [
    "SETTLED_WITH_CASE",
    "Conversation",
    "Fate",
    "FieldConfirmation",
    "FileState",
    "FormReading",
    "ImportBatch",
    "ImportedFile",
    "ReturnedSheet",
    "Sheet",
    "TakenMessage",
]
