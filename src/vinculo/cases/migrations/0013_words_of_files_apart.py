"""What attachments say is looked up by a term of its own: the cases that have some are indexed anew.

A case without a row is indexed after the migrations (`cases_without_index`).
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_terms_at_once")]

    operations = [
        migrations.RunSQL(
            "DELETE FROM cases_casesearch WHERE case_id IN (SELECT case_id FROM cases_attachment)",
            migrations.RunSQL.noop,
        ),
    ]
