"""Words in one of the form's notes."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q

from ..search_terms import NOTE, words_in
from ..search_vocabulary import stems
from ..terms_query import TermsQuery
from .filters import Applied, Filter, FilterContext, Parameters, one
from .search_query import said

MOST_WORDS = 8


@dataclass(frozen=True)
class NoteFilter(Filter):
    """Every word, in whatever form, stands in the note: *glosa* finds *glosas*.

    The index tells in which cases the words stand at all; the note itself, whether they stand there.
    """

    column: str = ""
    case: str = field(default="", kw_only=True)
    """How the case is reached from what is filtered."""

    def apply(self, parameters: Parameters, context: FilterContext) -> Applied | None:
        text = " ".join(one(parameters, self.name).split())[:100]
        if not text:
            return None
        words = [said(word) for word in words_in(text)[:MOST_WORDS]]
        found_stems = [stem for stem in stems(words, "", []).values() if stem] if words else []
        found = Q(**{f"{self.column}__unaccent__icontains": text}) if not found_stems else Q()
        for stem in found_stems:
            found &= Q(**{f"{self.column}__unaccent__icontains": stem})
        if found_stems:
            asked = " & ".join("'" + f"{NOTE}{stem}".replace("'", "''") + "'" for stem in found_stems)
            found &= Q(**{f"{self.case}search__terms": TermsQuery(asked)})
        return Applied(self, {self.name: [text]}, found, f"“{text}”")
