"""Fills the municipalities from the kernel's packaged table."""

from django.db import migrations

from vinculo.kernel.folding import fold
from vinculo.kernel.places import municipalities


def fill(apps, schema_editor):
    model = apps.get_model("network", "Municipality")
    model.objects.bulk_create(
        [
            model(
                ibge_code=place.ibge_code,
                name=place.name,
                uf=place.uf,
                folded_name=fold(place.name),
                latitude=place.latitude,
                longitude=place.longitude,
            )
            for place in municipalities()
        ],
        batch_size=1000,
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("network", "0001_initial")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
