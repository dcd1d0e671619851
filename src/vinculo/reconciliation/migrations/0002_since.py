"""From when on a divergence is one: what the queue is ordered by."""

from django.db import migrations, models

FROM_FIRST_SEEN = """
UPDATE reconciliation_divergence SET since = (first_seen_at AT TIME ZONE 'America/Sao_Paulo')::date
"""
"""Until the next comparison, which writes the day."""


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
            field=models.DateField(null=True),
        ),
        migrations.RunSQL(FROM_FIRST_SEEN, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='divergence',
            name='since',
            field=models.DateField(),
        ),
        migrations.AddIndex(
            model_name='divergence',
            index=models.Index(condition=models.Q(('cleared_at__isnull', True)), fields=['operator', 'kind', 'since', 'id'], include=('uf', 'owner', 'state'), name='divergence_queue'),
        ),
    ]
