"""How the cases that only name a provider's number ended, for the comparison with the registry."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0001_foundation'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('outcome__in', ['terminated', 'retained']), ('provider__isnull', True), ('state', 'closed')), fields=['operator', 'ended_on'], include=('id', 'cnpj', 'cpf', 'outcome', 'scope', 'signed_at'), name='case_ended_unlinked'),
        ),
    ]
