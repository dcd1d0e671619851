"""`vinculo manage rebuild_search`: what searches ask, written anew for every case."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from vinculo.cases.models import Case
from vinculo.cases.search_index import refresh_search_indexes
from vinculo.cases.search_vocabulary import recount_words


class Command(BaseCommand):
    help = "Refaz o índice de busca e o vocabulário de todos os processos."

    def handle(self, *args: Any, **options: Any) -> None:
        written = refresh_search_indexes(Case.objects.order_by("pk").values_list("pk", flat=True))
        recount_words()
        self.stdout.write(f"Busca refeita: {written} processos tinham mudado.")
