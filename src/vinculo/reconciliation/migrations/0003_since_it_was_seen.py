"""Until the next comparison, which writes the day, a divergence is one since it was first seen."""

from django.db import migrations

FROM_FIRST_SEEN = """
UPDATE reconciliation_divergence SET since = (first_seen_at AT TIME ZONE 'America/Sao_Paulo')::date
WHERE since = '1900-01-01'
"""


class Migration(migrations.Migration):

    dependencies = [
        ('reconciliation', '0002_since'),
    ]

    operations = [
        migrations.RunSQL(FROM_FIRST_SEEN, migrations.RunSQL.noop),
    ]
