"""Users, operators, the audit log that nobody changes, and the extensions of PostgreSQL that all rooms need."""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.contrib.postgres.operations import (
    BtreeGinExtension,
    BtreeGistExtension,
    TrigramExtension,
    UnaccentExtension,
)
from django.db import migrations, models

FORBID = """
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'append-only table %: % refused', TG_TABLE_NAME, TG_OP;
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON accounts_auditentry
FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
"""
UNDO = "DROP FUNCTION refuse_audit_change() CASCADE;"


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('accounts', '0001_initial'),
        ('accounts', '0002_append_only_audit'),
        ('accounts', '0003_audit_by_action'),
        ('accounts', '0004_desk_foundation'),
    ]

    dependencies = [
    ]

    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        BtreeGistExtension(),
        BtreeGinExtension(),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail')),
                ('name', models.CharField(max_length=150, verbose_name='nome')),
                ('is_active', models.BooleanField(default=True, verbose_name='ativo')),
                ('wants_digest', models.BooleanField(default=True, verbose_name='resumo do dia por e-mail')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_once')],
            },
        ),
        migrations.CreateModel(
            name='Operator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=5, validators=[django.core.validators.RegexValidator('^[A-Z]{2,5}$', 'A sigla tem de 2 a 5 letras maiúsculas.')], verbose_name='sigla')),
                ('name', models.CharField(max_length=120, verbose_name='nome')),
                ('ans_registration', models.CharField(blank=True, max_length=6, verbose_name='registro ANS')),
                ('is_active', models.BooleanField(default=True, verbose_name='ativa')),
                ('signer_must_not_be_decider', models.BooleanField(default=True, verbose_name='quem assina não pode ter decidido')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Upper('code'), name='operator_code_once'), models.UniqueConstraint(django.db.models.functions.text.Lower('name'), name='operator_name_once')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('consultant', 'Consultor de relacionamento'), ('supervisor', 'Supervisor'), ('sector_member', 'Membro de setor'), ('network_manager', 'Gestor de rede'), ('data_protection_officer', 'Encarregado de dados'), ('administrator', 'Administrador')], max_length=30, verbose_name='perfil')),
                ('sector', models.CharField(blank=True, max_length=40, verbose_name='setor')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('operator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='accounts.operator')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'operator', 'role'), name='membership_once'), models.CheckConstraint(condition=models.Q(models.Q(('role', 'sector_member'), ('sector__gt', '')), models.Q(models.Q(('role', 'sector_member'), _negated=True), ('sector', '')), _connector='OR'), name='membership_sector_of_sector_member')],
            },
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('actor_name', models.CharField(max_length=150)),
                ('action', models.CharField(max_length=60)),
                ('subject_kind', models.CharField(max_length=40)),
                ('subject_id', models.CharField(max_length=40)),
                ('detail', models.JSONField(default=dict)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('operator', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.operator')),
            ],
            options={
                'indexes': [models.Index(fields=['subject_kind', 'subject_id', '-at'], name='audit_by_subject'), models.Index(fields=['operator', '-at'], name='audit_by_operator'), models.Index(fields=['action', '-at'], name='audit_by_action')],
            },
        ),
        migrations.RunSQL(FORBID, UNDO),
    ]
