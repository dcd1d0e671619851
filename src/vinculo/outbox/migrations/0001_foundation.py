"""What follows a commit, each of its tries, and the state of other systems."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('outbox', '0001_initial'),
        ('outbox', '0002_tries_and_connections'),
        ('outbox', '0003_many_tries'),
    ]

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Outage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('connection', models.CharField(max_length=80)),
                ('began_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(max_length=300)),
            ],
            options={
                'ordering': ['connection', 'began_at'],
                'indexes': [models.Index(fields=['connection', 'began_at'], name='outages_of_connection')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('connection',), name='one_open_outage_of_a_connection')],
            },
        ),
        migrations.CreateModel(
            name='OutboxRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('payload', models.JSONField(default=dict)),
                ('connection', models.CharField(blank=True, max_length=80)),
                ('state', models.CharField(choices=[('planned', 'Planejado'), ('running', 'Em execução'), ('done', 'Feito'), ('failed', 'Falhou, tentará de novo'), ('given_up', 'Desistiu'), ('cancelled', 'Cancelado')], default='planned', max_length=10)),
                ('planned_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('held_since', models.DateTimeField(null=True)),
                ('claimed_at', models.DateTimeField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('tries', models.PositiveIntegerField(default=0)),
                ('forgiven', models.PositiveIntegerField(default=0)),
                ('last_error', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'due_at'], name='outbox_due'), models.Index(condition=models.Q(('held_since', None), ('state__in', ['planned', 'failed'])), fields=['due_at', 'id'], name='outbox_waiting'), models.Index(condition=models.Q(('connection', ''), _negated=True), fields=['connection', 'state'], name='outbox_of_connection')],
            },
        ),
        migrations.CreateModel(
            name='ConnectionHealth',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True)),
                ('state', models.CharField(choices=[('well', 'No ar'), ('down', 'Fora do ar'), ('probing', 'Fora do ar, verificando')], default='well', max_length=7)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('failing_since', models.DateTimeField(null=True)),
                ('probe_at', models.DateTimeField(null=True)),
                ('failed_probes', models.PositiveIntegerField(default=0)),
                ('probe_began_at', models.DateTimeField(null=True)),
                ('probe_row', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='outbox.outboxrow')),
            ],
        ),
        migrations.CreateModel(
            name='OutboxTry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('begun_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField()),
                ('outcome', models.CharField(choices=[('done', 'Feita'), ('no_connection', 'Sem conexão'), ('failed', 'Falhou'), ('refused', 'Recusada'), ('lost', 'Interrompida')], max_length=13)),
                ('was_probe', models.BooleanField(default=False)),
                ('request', models.TextField(blank=True)),
                ('answer', models.TextField(blank=True)),
                ('error', models.CharField(blank=True, max_length=300)),
                ('row', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='past_tries', to='outbox.outboxrow')),
            ],
            options={
                'ordering': ['row', 'number'],
                'constraints': [models.UniqueConstraint(fields=('row', 'number'), name='one_outbox_try_of_a_number')],
            },
        ),
    ]
