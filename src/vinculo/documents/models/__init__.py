from .document_counter import DocumentCounter
from .issued_document import IssuedDocument, SupersededDocument
from .letter_template import LetterTemplate, LetterTemplateVersion

__all__ = [
    "DocumentCounter",
    "IssuedDocument",
    "LetterTemplate",
    "LetterTemplateVersion",
    "SupersededDocument",
]
