"""What is searched moves off the case, so that the write of another field touches none of its indexes."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

COPY = """
INSERT INTO cases_casesearch
    (case_id, operator_id, is_open, search_text, personal_search_text, notes_vector)
SELECT id, operator_id, state IN ('draft', 'in_progress', 'waiting'), search_text, personal_search_text,
    notes_vector
FROM cases_case;
"""
COPY_BACK = """
UPDATE cases_case SET search_text = found.search_text, personal_search_text = found.personal_search_text,
    notes_vector = found.notes_vector
FROM cases_casesearch found WHERE found.case_id = cases_case.id;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_desk_foundation'),
        ('cases', '0004_attachment_restored'),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseSearch',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='search', serialize=False, to='cases.case')),
                ('operator', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.operator')),
                ('is_open', models.BooleanField()),
                ('search_text', models.TextField(default='')),
                ('personal_search_text', models.TextField(default='')),
                ('notes_vector', django.contrib.postgres.search.SearchVectorField(null=True)),
            ],
        ),
        migrations.RunSQL(COPY, COPY_BACK),
        migrations.RemoveIndex(model_name='case', name='case_search'),
        migrations.RemoveIndex(model_name='case', name='case_personal_search'),
        migrations.RemoveIndex(model_name='case', name='case_notes'),
        migrations.RemoveField(model_name='case', name='notes_vector'),
        migrations.RemoveField(model_name='case', name='personal_search_text'),
        migrations.RemoveField(model_name='case', name='search_text'),
        migrations.AddIndex(
            model_name='casesearch',
            index=models.Index(fields=['operator', 'is_open', '-case'], name='case_search_newest'),
        ),
        migrations.AddIndex(
            model_name='casesearch',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search_text'], name='case_search_text', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='casesearch',
            index=django.contrib.postgres.indexes.GinIndex(fields=['personal_search_text'], name='case_search_personal', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='casesearch',
            index=django.contrib.postgres.indexes.GinIndex(fields=['notes_vector'], name='case_search_notes'),
        ),
    ]
