"""What searches look a case up by, apart from the case: a write of it touches no index of the search."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class CaseSearch(models.Model):
    """Derived from the case and what hangs on it by `cases.search_index`; nothing stands here alone.

    `terms` is what searches ask (see `cases.search_terms`). `search_text` holds names and numbers as one
    text, for the filters that look for a part of one; `personal_search_text` CPF, phones and addresses, a
    line for each: apart, because who may not see them must not find them out digit by digit.
    """

    case = models.OneToOneField("cases.Case", models.CASCADE, primary_key=True, related_name="search")
    operator = models.ForeignKey("accounts.Operator", models.CASCADE, related_name="+", db_index=False)
    is_open = models.BooleanField()
    search_text = models.TextField(default="")
    personal_search_text = models.TextField(default="")
    terms = SearchVectorField(null=True)

    objects: ClassVar[models.Manager[CaseSearch]] = models.Manager()

    class Meta:
        indexes = [
            models.Index(fields=["operator", "case"], name="case_search_newest"),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="case_search_text"),
            # Entries that wait to be merged would be read through by each step of each search.
            GinIndex(fields=["terms"], name="case_search_terms", fastupdate=False),
        ]

    def __str__(self) -> str:
        return f"busca do processo {self.case_id}"


class SearchWord(models.Model):
    """A word that stands in names or notes of an operator's cases: what a misspelt word may have meant.

    `one_less` are the word itself and all that is left of it without one of its letters: two words that
    share one of these are a typing error apart. Never a number, never anything personal. `spelled` is the
    word with its accents, as it was first written.
    """

    operator = models.ForeignKey("accounts.Operator", models.CASCADE, related_name="+", db_index=False)
    word = models.CharField(max_length=30)
    spelled = models.CharField(max_length=60, default="")
    one_less = ArrayField(models.CharField(max_length=30))
    cases = models.PositiveIntegerField(default=1)

    objects: ClassVar[models.Manager[SearchWord]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["operator", "word"], name="search_word_once")]
        indexes = [
            models.Index("operator", OpClass("word", name="varchar_pattern_ops"), name="search_word_begins"),
            GinIndex(fields=["one_less"], name="search_word_misspelt"),
        ]

    def __str__(self) -> str:
        return self.word
