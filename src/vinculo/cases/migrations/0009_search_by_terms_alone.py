"""Searches ask the terms, and the terms alone, always by their index: the planner cannot know how common a
word is among the cases of one operator, and a plan for another word would read them all.
"""

from django.db import migrations, models

BY_TERMS = """
CREATE FUNCTION cases_with_terms(asked tsquery, most integer) RETURNS SETOF bigint
LANGUAGE sql STABLE SET enable_seqscan = off SET enable_indexscan = off
AS $$ SELECT case_id FROM cases_casesearch WHERE terms @@ asked LIMIT most $$;
"""
UNDO = "DROP FUNCTION cases_with_terms(tsquery, integer);"


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0008_waits_and_days'),
    ]

    operations = [
        migrations.RemoveIndex(model_name='casesearch', name='case_search_personal'),
        migrations.RemoveIndex(model_name='casesearch', name='case_search_notes'),
        migrations.RemoveField(model_name='casesearch', name='notes_vector'),
        migrations.AddField(
            model_name='searchword',
            name='spelled',
            field=models.CharField(default='', max_length=60),
        ),
        migrations.RunSQL(BY_TERMS, UNDO),
    ]
