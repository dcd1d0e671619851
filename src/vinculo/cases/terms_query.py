"""A condition on the terms of cases, as it stands."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler


class TermsQuery(SearchQuery):
    """Not parsed once more, as other search queries are: a term keeps its sign."""

    def __init__(self, condition: str) -> None:
        super().__init__(condition)
        self.condition = condition

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *args: Any, **kwargs: Any
    ) -> tuple[str, Any]:
        return "%s::tsquery", [self.condition]
