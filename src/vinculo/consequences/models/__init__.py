from .sector_task import SectorTask, TaskFile, TaskStep
from .sector_terms import SectorTerms

__all__ = ["SectorTask", "SectorTerms", "TaskFile", "TaskStep"]
