"""From when on a divergence is one: what the queue is ordered by."""

import datetime

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reconciliation', '0001_foundation'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='divergence',
            options={'ordering': ['since', 'pk'], 'verbose_name': 'divergência'},
        ),
        migrations.RemoveIndex(
            model_name='divergence',
            name='divergence_queue',
        ),
        migrations.AddField(
            model_name='divergence',
            name='since',
            field=models.DateField(default=datetime.date(1900, 1, 1)),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name='divergence',
            index=models.Index(condition=models.Q(('cleared_at__isnull', True)), fields=['operator', 'kind', 'since', 'id'], include=('uf', 'owner', 'state'), name='divergence_queue'),
        ),
    ]
