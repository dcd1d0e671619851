"""One of the 5,571 municipalities, filled from the kernel's packaged table by a migration."""

from __future__ import annotations

from django.db import models


class Municipality(models.Model):
    ibge_code = models.CharField("código IBGE", max_length=7, primary_key=True)
    name = models.CharField("nome", max_length=80)
    uf = models.CharField("UF", max_length=2)
    folded_name = models.CharField(max_length=80, editable=False)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)

    class Meta:
        ordering = ["folded_name", "uf"]
        indexes = [models.Index(fields=["uf", "folded_name"], name="municipality_by_uf_name")]

    def __str__(self) -> str:
        return f"{self.name}/{self.uf}"
