"""Where the registry and the cases cannot both be true."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('reconciliation', '0001_divergences'),
        ('reconciliation', '0002_states_in_the_queue'),
    ]

    dependencies = [
        ('accounts', '0001_foundation'),
        ('cases', '0001_foundation'),
        ('network', '0001_foundation'),
    ]

    operations = [
        migrations.CreateModel(
            name='Comparison',
            fields=[
                ('operator', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='comparison', serialize=False, to='accounts.operator')),
                ('starts_on', models.DateField(verbose_name='compara desde')),
                ('compared_at', models.DateTimeField(null=True)),
                ('seconds', models.FloatField(null=True)),
            ],
            options={
                'verbose_name': 'comparação',
            },
        ),
        migrations.CreateModel(
            name='ComparisonTerms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='vale desde')),
                ('days_to_leave', models.PositiveSmallIntegerField(default=5, verbose_name='inativar em até (dias úteis)')),
                ('notice_days', models.PositiveSmallIntegerField(default=30, verbose_name='aviso prévio (dias corridos)')),
                ('created_at', models.DateTimeField()),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('operator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comparison_terms', to='accounts.operator')),
            ],
            options={
                'ordering': ['operator', '-valid_from'],
                'constraints': [models.UniqueConstraint(fields=('operator', 'valid_from'), name='one_comparison_term_per_day')],
            },
        ),
        migrations.CreateModel(
            name='Divergence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('inactive_unsigned', 'Inativo sem desligamento assinado'), ('still_active', 'Desligado e ainda no cadastro'), ('production_after', 'Produção depois do desligamento'), ('rt_changed', 'RT trocado durante o processo'), ('several_open', 'Vários processos abertos'), ('unknown_cro', 'CRO que o cadastro não tem'), ('head_differs', 'Cabeçalho diferente do cadastro')], max_length=20)),
                ('subject', models.BigIntegerField()),
                ('uf', models.CharField(blank=True, max_length=2, verbose_name='UF')),
                ('facts', models.JSONField(default=dict)),
                ('digest', models.CharField(max_length=32)),
                ('first_seen_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('cleared_at', models.DateTimeField(null=True)),
                ('dismissed_at', models.DateTimeField(null=True)),
                ('dismissed_reason', models.CharField(blank=True, max_length=500, verbose_name='motivo')),
                ('dismissed_digest', models.CharField(blank=True, max_length=32)),
                ('state', models.GeneratedField(db_persist=True, expression=models.Case(models.When(cleared_at__isnull=False, then=models.Value('cleared')), models.When(dismissed_digest=models.F('digest'), then=models.Value('dismissed')), default=models.Value('standing')), output_field=models.CharField(choices=[('standing', 'Em aberto'), ('dismissed', 'Dispensada'), ('cleared', 'Resolvida')], max_length=10))),
                ('case', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='divergences', to='cases.case')),
                ('dismissed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('operator', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.operator')),
                ('owner', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('provider', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='divergences', to='network.provider')),
            ],
            options={
                'verbose_name': 'divergência',
                'ordering': ['first_seen_at', 'pk'],
                'indexes': [models.Index(condition=models.Q(('cleared_at__isnull', True)), fields=['operator', 'kind', 'first_seen_at', 'id'], include=('uf', 'owner', 'state'), name='divergence_queue')],
                'constraints': [models.UniqueConstraint(fields=('operator', 'kind', 'subject'), name='divergence_once'), models.CheckConstraint(condition=models.Q(('dismissed_digest', ''), ('dismissed_at__isnull', False), _connector='OR'), name='divergence_dismissed_has_its_day')],
            },
        ),
    ]
