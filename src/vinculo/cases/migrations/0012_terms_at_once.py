"""New terms go into their index at once: what waits beside it is read through by every search."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("cases", "0011_list_from_the_index_alone")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER INDEX case_search_terms SET (fastupdate = off)",
                    "ALTER INDEX case_search_terms RESET (fastupdate)",
                ),
                migrations.RunSQL(
                    "SELECT gin_clean_pending_list('case_search_terms')", migrations.RunSQL.noop
                ),
            ],
            state_operations=[
                migrations.RemoveIndex(model_name="casesearch", name="case_search_terms"),
                migrations.AddIndex(
                    model_name="casesearch",
                    index=GinIndex(fields=["terms"], name="case_search_terms", fastupdate=False),
                ),
            ],
        ),
    ]
