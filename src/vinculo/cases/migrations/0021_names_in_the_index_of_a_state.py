from django.db import migrations, models


class Migration(migrations.Migration):
    """Apart from the writing of the names: no index is made while rows of the same transaction await their checks."""

    dependencies = [
        ('cases', '0020_names_of_linked_providers'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['operator', 'city_state', '-started_on', '-id'], include=('state', 'outcome', 'consultant', 'primary_reason', 'requested_by_code', 'provider_type', 'ended_on', 'next_contact_on', 'silent_from', 'decide_by', 'waiting_on', 'us_value', 'lives', 'signed_by', 'folded_name', 'folded_provider'), name='case_listed_in_state'),
        ),
    ]
