"""What a person types about the coverage of a city."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from vinculo.kernel.finding import Finding
from vinculo.network.rules import coverage_findings
from vinculo.web.site.day_field import DayField

from .fields import CountField
from .forms import RegistryForm


class CoverageForm(RegistryForm):
    on = DayField(label="Data dos números")
    lives = CountField(label="Vidas")
    published_cros = CountField(label="CROs únicos divulgados")

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def rule_findings(self) -> Iterable[Finding]:
        given = self.cleaned_data
        return coverage_findings(given.get("on"), given.get("lives"), given.get("published_cros"), self.today)
