"""What searches look a case up by, apart from the case: a write of it touches no index of the search."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class CaseSearch(models.Model):
    """Derived from the case and what hangs on it by `cases.search_index`; nothing stands here alone.

    `personal_search_text` holds CPF, phones and addresses apart, a line for each, because who may not see
    them must not find them out by typing one digit after the other. `is_open` lets open cases come first.
    """

    case = models.OneToOneField("cases.Case", models.CASCADE, primary_key=True, related_name="search")
    operator = models.ForeignKey("accounts.Operator", models.CASCADE, related_name="+", db_index=False)
    is_open = models.BooleanField()
    search_text = models.TextField(default="")
    personal_search_text = models.TextField(default="")
    notes_vector = SearchVectorField(null=True)

    objects: ClassVar[models.Manager[CaseSearch]] = models.Manager()

    class Meta:
        indexes = [
            models.Index(fields=["operator", "is_open", "-case"], name="case_search_newest"),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="case_search_text"),
            GinIndex(
                fields=["personal_search_text"], opclasses=["gin_trgm_ops"], name="case_search_personal"
            ),
            GinIndex(fields=["notes_vector"], name="case_search_notes"),
        ]

    def __str__(self) -> str:
        return f"busca do processo {self.case_id}"
