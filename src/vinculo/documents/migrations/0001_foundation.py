"""What was issued, and the wordings it was issued with; nobody changes either."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = ("documents_issueddocument", "documents_supersededdocument", "documents_lettertemplateversion")


def guard(table: str) -> str:
    return (
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION refuse_history_change();"
    )


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('documents', '0001_issued_documents'),
        ('documents', '0002_append_only_documents'),
    ]

    dependencies = [
        ('accounts', '0001_foundation'),
        ('cases', '0001_foundation'),
    ]

    operations = [
        migrations.CreateModel(
            name='LetterTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='nome')),
                ('outcome', models.CharField(blank=True, max_length=20)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('is_active', models.BooleanField(default=True, verbose_name='em uso')),
                ('operator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='letter_templates', to='accounts.operator')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('operator', 'name'), name='letter_template_name_once')],
            },
        ),
        migrations.CreateModel(
            name='LetterTemplateVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=120, verbose_name='título')),
                ('body', models.TextField(max_length=8000, verbose_name='carta')),
                ('message', models.TextField(blank=True, max_length=2000, verbose_name='mensagem')),
                ('made_at', models.DateTimeField()),
                ('made_by_name', models.CharField(max_length=150)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('template', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='documents.lettertemplate')),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('template', 'number'), name='letter_template_version_once')],
            },
        ),
        migrations.CreateModel(
            name='IssuedDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('signed_form', 'Formulário assinado'), ('letter', 'Carta ao prestador')], max_length=20)),
                ('title', models.CharField(max_length=200)),
                ('year', models.PositiveSmallIntegerField()),
                ('position', models.PositiveIntegerField()),
                ('number', models.CharField(max_length=30, unique=True)),
                ('code', models.CharField(max_length=20, unique=True)),
                ('token', models.UUIDField(null=True, unique=True)),
                ('rendered_from', models.JSONField()),
                ('layout', models.CharField(max_length=40)),
                ('message', models.TextField(blank=True)),
                ('file', models.FileField(max_length=200, upload_to='documents/%Y/%m/')),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('size', models.PositiveIntegerField()),
                ('pages', models.PositiveSmallIntegerField()),
                ('signature_state', models.CharField(choices=[('none', 'Sem assinatura digital'), ('signed', 'Assinado digitalmente'), ('failed', 'A assinatura digital falhou')], default='none', max_length=10)),
                ('signature', models.JSONField(default=dict)),
                ('issued_at', models.DateTimeField()),
                ('issued_by_name', models.CharField(max_length=150)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='cases.case')),
                ('follows', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.caseevent')),
                ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('operator', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='accounts.operator')),
                ('template_version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='documents.lettertemplateversion')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(fields=('operator', 'year', 'position'), name='document_number_once'), models.UniqueConstraint(condition=models.Q(('kind', 'signed_form')), fields=('case', 'follows'), name='one_signed_form_per_signature'), models.CheckConstraint(condition=models.Q(('position__gt', 0)), name='document_number_from_one'), models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='document_has_its_hash'), models.CheckConstraint(condition=models.Q(models.Q(('signature_state', 'signed'), ('signature__has_key', 'serial')), models.Q(models.Q(('signature_state', 'signed'), _negated=True), models.Q(('signature__has_key', 'serial'), _negated=True)), _connector='OR'), name='document_signed_says_by_what')],
            },
        ),
        migrations.CreateModel(
            name='SupersededDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('because', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.caseevent')),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='superseded', to='documents.issueddocument')),
            ],
        ),
        migrations.CreateModel(
            name='DocumentCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
                ('operator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.operator')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('operator', 'year'), name='document_counter_once')],
            },
        ),
        *[migrations.RunSQL(guard(table), f"DROP TRIGGER append_only ON {table};") for table in TABLES],
    ]
