"""The database itself refuses to change or remove a line of history."""

from django.db import migrations

FORBID = """
CREATE FUNCTION refuse_history_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'append-only table %: % refused', TG_TABLE_NAME, TG_OP;
END $$;
"""
UNDO = "DROP FUNCTION refuse_history_change() CASCADE;"


def guard(table: str) -> str:
    return (
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION refuse_history_change();"
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.RunSQL(FORBID, UNDO),
        *[migrations.RunSQL(guard(table), migrations.RunSQL.noop) for table in ['cases_caseevent', 'cases_fieldversion']],
    ]
