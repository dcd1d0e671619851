"""The database itself refuses to change or remove what was issued, and the wordings it was issued with."""

from django.db import migrations

TABLES = ("documents_issueddocument", "documents_supersededdocument", "documents_lettertemplateversion")


def guard(table: str) -> str:
    return (
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION refuse_history_change();"
    )


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_issued_documents"), ("cases", "0002_append_only_history")]

    operations = [
        migrations.RunSQL(guard(table), f"DROP TRIGGER append_only ON {table};") for table in TABLES
    ]
