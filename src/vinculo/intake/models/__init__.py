from .form_reading import FormReading
from .import_batch import ImportBatch
from .imported_file import ImportedFile

__all__ = ["FormReading", "ImportBatch", "ImportedFile"]
