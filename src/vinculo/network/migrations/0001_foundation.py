"""The registry of providers and dentists, and what was true when."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('network', '0001_initial'),
        ('network', '0002_desk_foundation'),
        ('network', '0003_local_holiday_removed'),
        ('network', '0004_history_of_providers'),
        ('network', '0005_sync_runs'),
        ('network', '0006_contracts_told'),
        ('network', '0007_typed_fields'),
    ]

    dependencies = [
        ('accounts', '0001_foundation'),
    ]

    operations = [
        migrations.CreateModel(
            name='Dentist',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='nome')),
                ('cro_number', models.CharField(max_length=7, verbose_name='CRO')),
                ('cro_uf', models.CharField(max_length=2, verbose_name='UF do CRO')),
                ('category', models.CharField(blank=True, choices=[('CD', 'Cirurgião-dentista (CD)'), ('TPD', 'Técnico em prótese dentária (TPD)'), ('TSB', 'Técnico em saúde bucal (TSB)'), ('ASB', 'Auxiliar em saúde bucal (ASB)'), ('APD', 'Auxiliar de prótese dentária (APD)'), ('EPAO', 'Clínica ou entidade (EPAO)')], default='CD', max_length=4, verbose_name='categoria')),
                ('registration_type', models.CharField(blank=True, choices=[('principal', 'Principal'), ('secondary', 'Secundária'), ('provisional', 'Provisória'), ('temporary', 'Temporária'), ('remitted', 'Remida')], default='', max_length=12, verbose_name='tipo de inscrição')),
                ('cpf', models.CharField(blank=True, max_length=11, verbose_name='CPF')),
                ('is_published', models.BooleanField(default=True, verbose_name='divulgado')),
                ('specialities', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list, size=None, verbose_name='especialidades')),
                ('council_checked_on', models.DateField(editable=False, null=True, verbose_name='conferido no conselho em')),
                ('folded_name', models.CharField(default='', editable=False, max_length=200)),
                ('search_text', models.TextField(default='', editable=False)),
                ('typed_fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), db_default=django.db.models.expressions.RawSQL("'{}'::varchar[]", ()), default=list, editable=False, size=None)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('council_checked_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('operator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dentists', to='accounts.operator')),
            ],
            options={
                'verbose_name': 'dentista',
                'ordering': ['folded_name', 'pk'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['search_text'], name='dentist_search', opclasses=['gin_trgm_ops'])],
                'constraints': [models.UniqueConstraint(fields=('operator', 'cro_uf', 'cro_number'), name='dentist_cro_once')],
            },
        ),
        migrations.CreateModel(
            name='Municipality',
            fields=[
                ('ibge_code', models.CharField(max_length=7, primary_key=True, serialize=False, verbose_name='código IBGE')),
                ('name', models.CharField(max_length=80, verbose_name='nome')),
                ('uf', models.CharField(max_length=2, verbose_name='UF')),
                ('folded_name', models.CharField(editable=False, max_length=80)),
                ('latitude', models.FloatField(null=True)),
                ('longitude', models.FloatField(null=True)),
            ],
            options={
                'ordering': ['folded_name', 'uf'],
                'indexes': [models.Index(fields=['uf', 'folded_name'], name='municipality_by_uf_name')],
            },
        ),
        migrations.CreateModel(
            name='LocalHoliday',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uf', models.CharField(blank=True, max_length=2, verbose_name='UF')),
                ('month', models.PositiveSmallIntegerField(verbose_name='mês')),
                ('day', models.PositiveSmallIntegerField(verbose_name='dia')),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='ano')),
                ('name', models.CharField(max_length=120, verbose_name='nome')),
                ('is_packaged', models.BooleanField(default=False, editable=False)),
                ('removed_at', models.DateTimeField(editable=False, null=True)),
                ('operator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='accounts.operator')),
                ('municipality', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='network.municipality')),
            ],
            options={
                'verbose_name': 'feriado local',
                'ordering': ['month', 'day', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('municipality__isnull', False), ('operator__isnull', True), ('uf', '')), models.Q(('municipality__isnull', True), ('operator__isnull', True), models.Q(('uf', ''), _negated=True)), models.Q(('municipality__isnull', True), ('operator__isnull', False), ('uf', '')), _connector='OR'), name='holiday_holds_for_one_place'), models.CheckConstraint(condition=models.Q(('day__range', (1, 31)), ('month__range', (1, 12))), name='holiday_is_a_day_of_the_year'), models.UniqueConstraint(fields=('municipality', 'uf', 'operator', 'month', 'day', 'year'), name='holiday_once', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='CityCoverage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='em')),
                ('lives', models.PositiveIntegerField(verbose_name='vidas')),
                ('published_cros', models.PositiveIntegerField(verbose_name='CROs únicos divulgados')),
                ('operator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='coverage', to='accounts.operator')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='coverage', to='network.municipality')),
            ],
            options={
                'verbose_name': 'cobertura',
                'ordering': ['-on'],
                'constraints': [models.UniqueConstraint(fields=('operator', 'municipality', 'on'), name='coverage_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Provider',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('PJ', 'Pessoa jurídica'), ('PF', 'Pessoa física')], max_length=2, verbose_name='tipo')),
                ('name', models.CharField(max_length=200, verbose_name='nome')),
                ('trade_name', models.CharField(blank=True, max_length=200, verbose_name='nome fantasia')),
                ('cnpj', models.CharField(blank=True, max_length=14, verbose_name='CNPJ')),
                ('cpf', models.CharField(blank=True, max_length=11, verbose_name='CPF')),
                ('cnes', models.CharField(blank=True, max_length=7, verbose_name='CNES')),
                ('status', models.CharField(choices=[('active', 'Ativo'), ('suspended', 'Suspenso'), ('inactive', 'Inativo')], default='active', max_length=10, verbose_name='situação')),
                ('status_since', models.DateField(blank=True, null=True, verbose_name='na situação desde')),
                ('joined_on', models.DateField(blank=True, null=True, verbose_name='data de inclusão')),
                ('us_value', models.DecimalField(blank=True, decimal_places=4, max_digits=9, null=True, verbose_name='valor da US (moeda)')),
                ('last_production_on', models.DateField(blank=True, null=True, verbose_name='última produção')),
                ('last_production_value', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='valor da última produção')),
                ('other_plans', models.CharField(blank=True, max_length=300, verbose_name='outros convênios')),
                ('folded_name', models.CharField(default='', editable=False, max_length=200)),
                ('search_text', models.TextField(default='', editable=False)),
                ('personal_search_text', models.TextField(default='', editable=False)),
                ('core_key', models.CharField(blank=True, default='', editable=False, max_length=40, verbose_name='código no SIO')),
                ('fed_on', models.DateField(editable=False, null=True)),
                ('typed_fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), db_default=django.db.models.expressions.RawSQL("'{}'::varchar[]", ()), default=list, editable=False, size=None)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('updated_at', models.DateTimeField(editable=False, null=True)),
                ('merged_into', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='network.provider')),
                ('municipality', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='network.municipality', verbose_name='município')),
                ('operator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='providers', to='accounts.operator')),
            ],
            options={
                'verbose_name': 'prestador',
                'ordering': ['folded_name', 'pk'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['search_text'], name='provider_search', opclasses=['gin_trgm_ops']), django.contrib.postgres.indexes.GinIndex(fields=['personal_search_text'], name='provider_personal_search', opclasses=['gin_trgm_ops']), models.Index(fields=['operator', 'folded_name'], name='provider_by_name')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('cnpj', ''), _negated=True), fields=('operator', 'cnpj'), name='provider_cnpj_once'), models.UniqueConstraint(condition=models.Q(models.Q(('cpf', ''), _negated=True), ('kind', 'PF')), fields=('operator', 'cpf'), name='provider_cpf_once'), models.UniqueConstraint(condition=models.Q(('core_key', ''), _negated=True), fields=('operator', 'core_key'), name='provider_core_key_once')],
            },
        ),
        migrations.CreateModel(
            name='MonthlyProduction',
            fields=[
                ('pk', models.CompositePrimaryKey('provider_id', 'month', blank=True, editable=False, primary_key=True, serialize=False)),
                ('month', models.DateField(verbose_name='mês')),
                ('us_quantity', models.DecimalField(decimal_places=2, max_digits=12, null=True, verbose_name='quantidade de US')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name='valor')),
                ('last_day', models.DateField(null=True, verbose_name='último dia')),
                ('provider', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='monthly_production', to='network.provider')),
            ],
            options={
                'verbose_name': 'produção do mês',
                'ordering': ['-month'],
                'constraints': [models.CheckConstraint(condition=models.Q(('month__day', 1)), name='monthly_production_month_is_its_first_day')],
            },
        ),
        migrations.CreateModel(
            name='Contract',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='desde')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='até')),
                ('us_value', models.DecimalField(blank=True, decimal_places=4, max_digits=9, null=True, verbose_name='valor da US (moeda)')),
                ('notice_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='aviso prévio (dias)')),
                ('is_fed', models.BooleanField(db_default=False, default=False, editable=False)),
                ('provider', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='network.provider')),
            ],
            options={
                'verbose_name': 'contrato',
                'ordering': [models.OrderBy(models.F('starts_on'), descending=True, nulls_last=True), '-pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('starts_on__isnull', True), ('ends_on__isnull', True), ('starts_on__lt', models.F('ends_on')), _connector='OR'), name='contract_starts_before_it_ends'), models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True)), fields=('provider',), name='contract_one_stands'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('provider', '='), (models.Func(models.F('starts_on'), models.F('ends_on'), models.Value('[)'), function='daterange'), '&&')], name='contract_one_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='ContactPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150, verbose_name='nome')),
                ('function', models.CharField(blank=True, max_length=80, verbose_name='função')),
                ('phones', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=11), blank=True, default=list, size=None, verbose_name='telefones')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('is_active', models.BooleanField(default=True, verbose_name='ativo')),
                ('is_fed', models.BooleanField(db_default=False, default=False, editable=False)),
                ('typed_fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), db_default=django.db.models.expressions.RawSQL("'{}'::varchar[]", ()), default=list, editable=False, size=None)),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contact_persons', to='network.provider')),
            ],
            options={
                'verbose_name': 'contato',
                'ordering': ['-is_active', 'name', 'pk'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['phones'], name='contact_person_by_phone')],
            },
        ),
        migrations.CreateModel(
            name='Affiliation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_technical_manager', models.BooleanField(default=False, verbose_name='responsável técnico')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='desde')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='até')),
                ('is_pending', models.BooleanField(default=False, verbose_name='alteração pendente')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='desistência em')),
                ('protocol_number', models.CharField(blank=True, max_length=15, verbose_name='nº do protocolo')),
                ('is_fed', models.BooleanField(db_default=False, default=False, editable=False)),
                ('dentist', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='affiliations', to='network.dentist')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='affiliations', to='network.provider')),
            ],
            options={
                'verbose_name': 'vínculo',
                'ordering': ['-is_technical_manager', 'dentist__folded_name', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('starts_on__isnull', True), ('ends_on__isnull', True), ('starts_on__lt', models.F('ends_on')), _connector='OR'), name='affiliation_starts_before_it_ends'), models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), ('is_pending', True), _connector='OR'), name='affiliation_only_pending_is_withdrawn'), models.UniqueConstraint(condition=models.Q(('is_pending', True), ('is_technical_manager', True), ('withdrawn_at__isnull', True)), fields=('provider',), name='one_pending_technical_manager'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('is_pending', False), ('is_technical_manager', True)), expressions=[('provider', '='), (models.Func(models.F('starts_on'), models.F('ends_on'), models.Value('[)'), function='daterange'), '&&')], name='one_technical_manager_at_a_time'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('is_pending', False), ('is_technical_manager', False)), expressions=[('provider', '='), ('dentist', '='), (models.Func(models.F('starts_on'), models.F('ends_on'), models.Value('[)'), function='daterange'), '&&')], name='dentist_once_at_a_provider')],
            },
        ),
        migrations.CreateModel(
            name='AddressPeriod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='desde')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='até')),
                ('street', models.CharField(blank=True, max_length=250, verbose_name='endereço')),
                ('district', models.CharField(blank=True, max_length=100, verbose_name='bairro')),
                ('postal_code', models.CharField(blank=True, max_length=8, verbose_name='CEP')),
                ('municipality', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='network.municipality')),
                ('provider', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='network.provider')),
            ],
            options={
                'verbose_name': 'endereço',
                'ordering': [models.OrderBy(models.F('starts_on'), descending=True, nulls_last=True), '-pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('starts_on__isnull', True), ('ends_on__isnull', True), ('starts_on__lt', models.F('ends_on')), _connector='OR'), name='addressperiod_starts_before_it_ends'), models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True)), fields=('provider',), name='addressperiod_one_stands'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('provider', '='), (models.Func(models.F('starts_on'), models.F('ends_on'), models.Value('[)'), function='daterange'), '&&')], name='addressperiod_one_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='ProviderMerge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('moved', models.JSONField(default=dict)),
                ('at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges_taken_in', to='network.provider')),
                ('merged', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges_given_away', to='network.provider')),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('merged',), name='provider_merged_once')],
            },
        ),
        migrations.CreateModel(
            name='ProviderPhone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digits', models.CharField(max_length=11, verbose_name='telefone')),
                ('found_in', models.CharField(blank=True, max_length=40)),
                ('found_at', models.DateTimeField()),
                ('last_answered_on', models.DateField(null=True)),
                ('dismissed_at', models.DateTimeField(null=True)),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='noted_phones', to='network.provider')),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['digits'], name='noted_phone_by_digits')],
                'constraints': [models.UniqueConstraint(fields=('provider', 'digits'), name='noted_phone_once')],
            },
        ),
        migrations.CreateModel(
            name='StatusPeriod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='desde')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='até')),
                ('status', models.CharField(choices=[('active', 'Ativo'), ('suspended', 'Suspenso'), ('inactive', 'Inativo')], max_length=10, verbose_name='situação')),
                ('provider', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='network.provider')),
            ],
            options={
                'verbose_name': 'situação',
                'ordering': [models.OrderBy(models.F('starts_on'), descending=True, nulls_last=True), '-pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('starts_on__isnull', True), ('ends_on__isnull', True), ('starts_on__lt', models.F('ends_on')), _connector='OR'), name='statusperiod_starts_before_it_ends'), models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True)), fields=('provider',), name='statusperiod_one_stands'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('provider', '='), (models.Func(models.F('starts_on'), models.F('ends_on'), models.Value('[)'), function='daterange'), '&&')], name='statusperiod_one_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='SyncRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(choices=[('upload', 'Arquivos enviados'), ('connection', 'Conexão')], max_length=10)),
                ('label', models.CharField(max_length=200, verbose_name='origem')),
                ('state', models.CharField(choices=[('reading', 'Lendo'), ('ready', 'Pronta para aplicar'), ('asks', 'Pede confirmação'), ('applying', 'Aplicando'), ('applied', 'Aplicada'), ('failed', 'Falhou'), ('dismissed', 'Descartada'), ('stopped', 'Interrompida'), ('undone', 'Desfeita')], default='reading', max_length=10, verbose_name='estado')),
                ('started_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
                ('applied_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('step', models.CharField(blank=True, max_length=80)),
                ('done', models.PositiveBigIntegerField(default=0)),
                ('total', models.PositiveBigIntegerField(default=0)),
                ('progress_at', models.DateTimeField(null=True)),
                ('stop_asked_at', models.DateTimeField(null=True)),
                ('share', models.FloatField(default=0.05)),
                ('would_deactivate', models.PositiveIntegerField(default=0)),
                ('active_before', models.PositiveIntegerField(default=0)),
                ('counts', models.JSONField(default=dict)),
                ('told', models.JSONField(default=dict)),
                ('failure', models.TextField(blank=True)),
                ('report', models.JSONField(default=list)),
                ('rejects', models.FileField(blank=True, max_length=200, upload_to='sync/%Y/%m/')),
                ('keeps_undo', models.BooleanField(default=False)),
                ('applied_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('operator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sync_runs', to='accounts.operator')),
                ('started_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'sincronização',
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['operator', '-id'], name='sync_runs_of_operator')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['reading', 'ready', 'asks', 'applying'])), fields=('operator',), name='one_open_sync_at_a_time')],
            },
        ),
    ]
