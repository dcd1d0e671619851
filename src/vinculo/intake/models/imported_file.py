"""An original, kept as it came."""

from __future__ import annotations

from django.db import models


class ImportedFile(models.Model):
    """`problem`: the Portuguese sentence of a file that could not be read; its bytes are kept."""

    batch = models.ForeignKey("intake.ImportBatch", models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    content = models.FileField(upload_to="imports/%Y/%m/", max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    problem = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
