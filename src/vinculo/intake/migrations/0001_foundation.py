"""Files that come in, and the forms that were read from them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('intake', '0001_initial'),
        ('intake', '0002_desk_foundation'),
        ('intake', '0003_returning_paper'),
        ('intake', '0004_sheets_regrouped'),
    ]

    dependencies = [
        ('accounts', '0001_foundation'),
        ('cases', '0001_foundation'),
    ]

    operations = [
        migrations.CreateModel(
            name='Conversation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('content', models.FileField(max_length=200, upload_to='conversations/%Y/%m/')),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveIntegerField()),
                ('our_names', models.JSONField(default=list)),
                ('added_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conversations', to='cases.case')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='ImportBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField()),
                ('as_history', models.BooleanField(default=False)),
                ('paused_at', models.DateTimeField(null=True)),
                ('undone_at', models.DateTimeField(null=True)),
                ('creation_token', models.UUIDField(editable=False, null=True, unique=True)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('operator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='import_batches', to='accounts.operator')),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='ImportedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('content', models.FileField(blank=True, max_length=200, upload_to='imports/%Y/%m/')),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('size', models.PositiveIntegerField()),
                ('problem', models.TextField(blank=True)),
                ('kind', models.CharField(blank=True, max_length=10)),
                ('state', models.CharField(choices=[('waiting', 'Na fila'), ('reading', 'Lendo'), ('read', 'Lido'), ('failed', 'Não lido')], default='read', max_length=10)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('claimed_at', models.DateTimeField(null=True)),
                ('read_at', models.DateTimeField(null=True)),
                ('groups', models.JSONField(default=list)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='intake.importbatch')),
                ('same_as', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='intake.importedfile')),
                ('within', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='contained', to='intake.importedfile')),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(condition=models.Q(('state__in', ['waiting', 'reading'])), fields=['batch', 'id'], name='file_still_to_be_read')],
                'constraints': [models.UniqueConstraint(fields=('batch', 'name', 'sha256'), name='file_once_per_batch'), models.CheckConstraint(condition=models.Q(models.Q(('content', ''), _negated=True), models.Q(('problem', ''), _negated=True), _connector='OR'), name='file_kept_or_refused_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='FormReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('source_text', models.TextField()),
                ('form', models.JSONField()),
                ('confidence', models.JSONField(default=dict)),
                ('findings', models.JSONField(default=list)),
                ('unread', models.JSONField(default=dict)),
                ('corrections', models.JSONField(default=list)),
                ('sheets', models.JSONField(default=list)),
                ('places', models.JSONField(default=dict)),
                ('doubts', models.PositiveSmallIntegerField(default=0)),
                ('fingerprint', models.CharField(max_length=64)),
                ('fate', models.CharField(choices=[('waiting', 'A conferir'), ('accepted', 'Aceito'), ('matched', 'Já era processo'), ('discarded', 'Descartado'), ('duplicate', 'Repetido'), ('released', 'Processo cancelado'), ('regrouped', 'Páginas reagrupadas')], default='waiting', max_length=10)),
                ('settled_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='readings', to='cases.case')),
                ('duplicate_of', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='duplicates', to='intake.formreading')),
                ('operator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='form_readings', to='accounts.operator')),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='intake.importedfile')),
            ],
            options={
                'ordering': ['file_id', 'position'],
                'indexes': [models.Index(fields=['operator', 'fingerprint'], name='form_by_fingerprint'), models.Index(fields=['operator', 'fate'], name='form_by_fate')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('fate__in', ('accepted', 'matched'))), fields=('operator', 'fingerprint'), name='form_has_one_case'), models.UniqueConstraint(fields=('file', 'position'), name='form_position')],
            },
        ),
        migrations.CreateModel(
            name='Sheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('picture', models.FileField(max_length=200, upload_to='sheets/%Y/%m/')),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('turned', models.PositiveSmallIntegerField(default=0)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sheets', to='intake.importedfile')),
            ],
            options={
                'ordering': ['file_id', 'number'],
                'constraints': [models.UniqueConstraint(fields=('file', 'number'), name='sheet_number')],
            },
        ),
        migrations.CreateModel(
            name='ReturnedSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.PositiveSmallIntegerField()),
                ('changes', models.JSONField(default=list)),
                ('seen_at', models.DateTimeField(null=True)),
                ('attachment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cases.attachment')),
                ('case_print', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='returned', to='cases.caseprint')),
                ('seen_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sheet', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='returned', to='intake.sheet')),
            ],
        ),
        migrations.CreateModel(
            name='TakenMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='taken_messages', to='cases.case')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='taken_messages', to='cases.contact')),
                ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='taken_messages', to='intake.conversation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('case', 'key'), name='message_taken_once')],
            },
        ),
        migrations.CreateModel(
            name='FieldConfirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reading', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='confirmations', to='intake.formreading')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('reading', 'field'), name='field_confirmed_once')],
            },
        ),
    ]
