"""A month of production has its provider: checked for a whole statement, where a foreign key asks for each row."""

import django.db.models.deletion
from django.db import migrations, models

# Counted while the providers are locked as a foreign key would, so that none is taken out meanwhile. Planned each
# time: what is right for three rows takes hours for three million.
CHECK = """
CREATE FUNCTION refuse_production_of_nobody() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  told bigint;
  known bigint;
BEGIN
  EXECUTE 'SELECT count(*) FROM (SELECT DISTINCT provider_id FROM written) one' INTO told;
  EXECUTE 'SELECT count(*) FROM (
    SELECT 1 FROM network_provider WHERE id IN (SELECT provider_id FROM written) FOR KEY SHARE
  ) locked' INTO known;
  IF told <> known THEN
    RAISE foreign_key_violation USING MESSAGE = 'production of a provider that is not there';
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION refuse_production_left_behind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM network_monthlyproduction WHERE provider_id = OLD.id)
      AND NOT EXISTS (SELECT 1 FROM network_provider WHERE id = OLD.id) THEN
    RAISE foreign_key_violation USING MESSAGE = 'a provider is taken out before its production';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER written_has_provider AFTER INSERT ON network_monthlyproduction
REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION refuse_production_of_nobody();
CREATE TRIGGER rewritten_has_provider AFTER UPDATE ON network_monthlyproduction
REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION refuse_production_of_nobody();
CREATE CONSTRAINT TRIGGER production_goes_first AFTER DELETE OR UPDATE OF id ON network_provider
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_production_left_behind();
"""
UNDO = """
DROP FUNCTION refuse_production_of_nobody() CASCADE;
DROP FUNCTION refuse_production_left_behind() CASCADE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('network', '0003_registry_words'),
    ]

    operations = [
        migrations.AlterField(
            model_name='monthlyproduction',
            name='provider',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='monthly_production', to='network.provider'),
        ),
        migrations.RunSQL(CHECK, UNDO),
    ]
