"""The case and all that hangs on it: a history that nobody changes, its search, statistics for the planner."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import vinculo.cases.models.case_orders
from django.conf import settings
from django.db import migrations, models

FORBID = """
CREATE FUNCTION refuse_history_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'append-only table %: % refused', TG_TABLE_NAME, TG_OP;
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON cases_caseevent
FOR EACH ROW EXECUTE FUNCTION refuse_history_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON cases_fieldversion
FOR EACH ROW EXECUTE FUNCTION refuse_history_change();
"""
UNFORBID = "DROP FUNCTION refuse_history_change() CASCADE;"

# Searches ask the terms, and the terms alone, always by their index: the planner cannot know how common a
# word is among the cases of one operator, and a plan for another word would read them all.
BY_TERMS = """
CREATE FUNCTION cases_with_terms(asked tsquery, most integer) RETURNS SETOF bigint
LANGUAGE sql STABLE SET enable_seqscan = off SET enable_indexscan = off
AS $$ SELECT case_id FROM cases_casesearch WHERE terms @@ asked LIMIT most $$;
"""
NOT_BY_TERMS = "DROP FUNCTION cases_with_terms(tsquery, integer);"

# Room in each page for the next version of a row, so that saves of other columns touch no index; statistics
# of what goes together, without which a state and an outcome that exclude each other look like many cases.
TUNING = """
ALTER TABLE cases_case SET (fillfactor = 85);
CREATE STATISTICS case_states (mcv) ON operator_id, state, outcome FROM cases_case;
CREATE STATISTICS case_people (mcv) ON operator_id, consultant_id, state FROM cases_case;
CREATE STATISTICS case_places (dependencies) ON city_state, cro_state, municipality_id FROM cases_case;
"""
UNTUNED = """
DROP STATISTICS case_states, case_people, case_places;
ALTER TABLE cases_case RESET (fillfactor);
"""


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('cases', '0001_initial'),
        ('cases', '0002_append_only_history'),
        ('cases', '0003_desk_foundation'),
        ('cases', '0004_attachment_restored'),
        ('cases', '0005_search_apart'),
        ('cases', '0006_indexes_of_the_day'),
        ('cases', '0007_search_terms'),
        ('cases', '0008_waits_and_days'),
        ('cases', '0009_search_by_terms_alone'),
        ('cases', '0010_indexes_of_the_list'),
        ('cases', '0011_list_from_the_index_alone'),
        ('cases', '0012_terms_at_once'),
        ('cases', '0013_words_of_files_apart'),
        ('cases', '0014_numbers_of_people_indexed'),
        ('cases', '0015_names_within_states'),
        ('cases', '0016_ticks_in_the_list_index'),
        ('cases', '0017_returning_paper'),
        ('cases', '0018_pages_from_the_index_alone'),
        ('cases', '0019_paper_returned'),
        ('cases', '0020_names_of_linked_providers'),
        ('cases', '0021_names_in_the_index_of_a_state'),
        ('cases', '0022_registry_snapshots'),
        ('cases', '0023_tasks_of_sectors'),
        ('cases', '0024_how_cases_of_providers_ended'),
        ('cases', '0025_duties_in_timeline'),
        ('cases', '0026_protocols_by_number'),
        ('cases', '0027_documents_in_timeline'),
        ('cases', '0028_legal_clock_in_timeline'),
    ]

    dependencies = [
        ('accounts', '0001_foundation'),
        ('network', '0001_foundation'),
    ]

    operations = [
        migrations.CreateModel(
            name='FormEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='edição')),
                ('valid_from', models.DateField(verbose_name='válida desde')),
                ('definition', models.JSONField()),
                ('operator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='accounts.operator')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('operator', 'number'), name='edition_once')],
            },
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('raw_values', models.JSONField(default=dict, editable=False)),
                ('field_versions', models.JSONField(default=dict, editable=False)),
                ('number', models.CharField(editable=False, max_length=20, null=True, unique=True)),
                ('state', models.CharField(choices=[('draft', 'Rascunho'), ('in_progress', 'Em andamento'), ('waiting', 'Aguardando retorno'), ('decided', 'Decidido'), ('closed', 'Encerrado'), ('cancelled', 'Cancelado')], default='draft', editable=False, max_length=12)),
                ('is_history', models.BooleanField(default=False, editable=False)),
                ('created_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('changed_on', models.GeneratedField(db_persist=True, expression=vinculo.cases.models.case_orders.DayInSaoPaulo('changed_at'), output_field=models.DateField())),
                ('creation_token', models.UUIDField(editable=False, null=True, unique=True)),
                ('sibling_group', models.UUIDField(db_index=True, editable=False, null=True)),
                ('scope', models.CharField(choices=[('provider', 'O prestador inteiro'), ('dentists', 'Somente estes dentistas')], default='provider', max_length=10, null=True)),
                ('cro_count', models.PositiveIntegerField(null=True)),
                ('staff_name', models.TextField(null=True)),
                ('filled_on', models.DateField(null=True)),
                ('cro', models.CharField(max_length=7, null=True)),
                ('cro_state', models.CharField(max_length=2, null=True)),
                ('dentist_name', models.TextField(null=True)),
                ('cnpj', models.CharField(max_length=14, null=True)),
                ('cpf', models.CharField(max_length=11, null=True)),
                ('joined_on', models.DateField(null=True)),
                ('provider_type', models.CharField(max_length=2, null=True)),
                ('requested_by', models.TextField(null=True)),
                ('requested_by_code', models.CharField(max_length=20, null=True)),
                ('protocol_number', models.TextField(null=True)),
                ('protocol_opened_on', models.DateField(null=True)),
                ('city', models.TextField(null=True)),
                ('city_state', models.CharField(max_length=2, null=True)),
                ('lives', models.PositiveIntegerField(null=True)),
                ('published_cros', models.PositiveIntegerField(null=True)),
                ('serves_other_plans', models.BooleanField(null=True)),
                ('other_plans', models.TextField(null=True)),
                ('us_value', models.DecimalField(decimal_places=4, max_digits=12, null=True)),
                ('last_production_on', models.DateField(null=True)),
                ('last_production_value', models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ('started_on', models.DateField(null=True)),
                ('ended_on', models.DateField(null=True)),
                ('outcome', models.CharField(max_length=20, null=True)),
                ('actions_note', models.TextField(null=True)),
                ('termination_reasons', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('primary_reason', models.CharField(max_length=40, null=True)),
                ('protocol_required', models.BooleanField(null=True)),
                ('general_note', models.TextField(null=True)),
                ('sectors', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('next_contact_on', models.DateField(null=True)),
                ('last_contact_on', models.DateField(editable=False, null=True)),
                ('waiting_on', models.CharField(editable=False, max_length=40, null=True)),
                ('waiting_since', models.DateTimeField(editable=False, null=True)),
                ('silent_from', models.DateField(editable=False, null=True)),
                ('decide_by', models.DateField(editable=False, null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('signed_at', models.DateTimeField(null=True)),
                ('signed_name', models.TextField(null=True)),
                ('folded_name', models.CharField(editable=False, max_length=200, null=True)),
                ('folded_provider', models.CharField(editable=False, max_length=401, null=True)),
                ('folded_city', models.CharField(editable=False, max_length=200, null=True)),
                ('consultant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to=settings.AUTH_USER_MODEL)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('merged_into', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='cases.case')),
                ('municipality', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='network.municipality')),
                ('operator', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='accounts.operator')),
                ('provider', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='network.provider')),
                ('signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('edition', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='cases.formedition')),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['operator', 'state', 'next_contact_on'], name='case_by_next_contact'), models.Index(condition=models.Q(('state__in', ['draft', 'in_progress', 'waiting', 'decided'])), fields=['operator', 'consultant'], include=('state', 'next_contact_on', 'silent_from'), name='case_on_a_table'), models.Index(fields=['operator', 'cro_state', 'cro'], name='case_by_cro'), models.Index(fields=['operator', 'folded_name', 'id'], name='case_by_name'), models.Index(condition=models.Q(('cnpj__isnull', False)), fields=['operator', 'cnpj'], name='case_by_cnpj'), models.Index(condition=models.Q(('cpf__isnull', False)), fields=['operator', 'cpf'], name='case_by_cpf'), django.contrib.postgres.indexes.HashIndex(condition=models.Q(('protocol_number__isnull', False)), fields=['protocol_number'], name='case_by_protocol'), models.Index(fields=['operator', '-started_on', '-id'], include=('state', 'outcome', 'consultant', 'city_state', 'primary_reason', 'requested_by_code', 'provider_type', 'ended_on', 'next_contact_on', 'silent_from', 'decide_by', 'waiting_on', 'us_value', 'lives', 'signed_by', 'termination_reasons', 'sectors'), name='case_listed'), models.Index(condition=models.Q(('state__in', ('draft', 'in_progress', 'waiting', 'decided'))), fields=['operator', '-started_on', '-id'], include=('state', 'outcome', 'consultant', 'city_state', 'primary_reason', 'requested_by_code', 'provider_type', 'ended_on', 'next_contact_on', 'silent_from', 'decide_by', 'waiting_on', 'us_value', 'lives', 'signed_by'), name='case_listed_undone'), models.Index(fields=['operator', 'city_state', '-started_on', '-id'], include=('state', 'outcome', 'consultant', 'primary_reason', 'requested_by_code', 'provider_type', 'ended_on', 'next_contact_on', 'silent_from', 'decide_by', 'waiting_on', 'us_value', 'lives', 'signed_by', 'folded_name', 'folded_provider'), name='case_listed_in_state'), models.Index(fields=['id'], include=('operator', 'started_on'), name='case_start_by_id'), models.Index(fields=['operator', 'consultant', 'started_on', 'id'], include=('state', 'outcome', 'ended_on', 'next_contact_on'), name='case_by_consultant_start'), models.Index(fields=['operator', 'primary_reason', 'id'], include=('state', 'outcome', 'consultant', 'city_state', 'requested_by_code', 'provider_type', 'ended_on', 'next_contact_on', 'silent_from', 'decide_by', 'waiting_on', 'us_value', 'lives', 'signed_by', 'started_on'), name='case_along_primary_reason'), models.Index(fields=['operator', 'ended_on', 'id'], include=('state', 'outcome', 'consultant', 'city_state', 'primary_reason', 'requested_by_code', 'provider_type', 'next_contact_on', 'silent_from', 'decide_by', 'waiting_on', 'us_value', 'lives', 'signed_by', 'started_on'), name='case_along_ended_on'), models.Index(fields=['operator', 'number', 'id'], name='case_sorted_number'), models.Index(fields=['operator', 'folded_city', 'id'], name='case_sorted_folded_city'), models.Index(fields=['operator', 'city_state', 'id'], name='case_sorted_city_state'), models.Index(fields=['operator', 'state', 'id'], name='case_sorted_state'), models.Index(fields=['operator', 'outcome', 'id'], name='case_sorted_outcome'), models.Index(fields=['operator', 'last_contact_on', 'id'], name='case_sorted_last_contact_on'), models.Index(fields=['operator', 'lives', 'id'], name='case_sorted_lives'), models.Index(fields=['operator', 'us_value', 'id'], name='case_sorted_us_value'), models.Index(fields=['operator', 'last_production_value', 'id'], name='case_sorted_last_production_va'), models.Index(fields=['operator', 'decided_at', 'id'], name='case_sorted_decided_at'), models.Index(fields=['operator', 'signed_at', 'id'], name='case_sorted_signed_at'), models.Index(fields=['operator', 'created_at', 'id'], name='case_sorted_created_at'), models.Index(condition=models.Q(('next_contact_on__isnull', False)), fields=['operator', 'next_contact_on', 'id'], name='case_sorted_next_contact_on'), models.Index(condition=models.Q(('decide_by__isnull', False)), fields=['operator', 'decide_by', 'id'], name='case_sorted_decide_by'), models.Index(models.F('operator'), vinculo.cases.models.case_orders.DurationDays(), models.F('id'), name='case_sorted_duration'), models.Index(fields=['operator', 'changed_on'], name='case_by_change'), models.Index(condition=models.Q(('silent_from__isnull', False)), fields=['operator', 'silent_from'], name='case_silent'), models.Index(condition=models.Q(('waiting_on__isnull', False)), fields=['operator', 'waiting_on'], name='case_waiting'), models.Index(condition=models.Q(('outcome__in', ['terminated', 'retained']), ('provider__isnull', False), ('state', 'closed')), fields=['provider', 'ended_on', 'id'], include=('operator', 'outcome', 'scope', 'signed_at', 'filled_on', 'started_on'), name='case_last_ended'), django.contrib.postgres.indexes.GinIndex(fields=['termination_reasons', 'outcome'], name='case_by_reasons_outcome')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state', 'draft'), ('number__isnull', False), _connector='OR'), name='case_out_of_draft_has_number'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['decided', 'closed']), _negated=True), ('is_history', True), models.Q(('ended_on__isnull', False), ('outcome__isnull', False)), _connector='OR'), name='case_decided_has_outcome_and_end'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'closed'), _negated=True), ('is_history', True), ('signed_at__isnull', False), _connector='OR'), name='case_closed_is_signed')],
            },
        ),
        migrations.CreateModel(
            name='RegistrySnapshot',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='registry_snapshot', serialize=False, to='cases.case')),
                ('taken_on', models.DateField()),
                ('head_dentist_id', models.BigIntegerField(null=True)),
                ('facts', models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('raw_values', models.JSONField(default=dict, editable=False)),
                ('field_versions', models.JSONField(default=dict, editable=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('on', models.DateField(null=True)),
                ('time', models.TimeField(null=True)),
                ('direction', models.CharField(choices=[('incoming', 'Eles nos procuraram'), ('outgoing', 'Nós os procuramos')], max_length=10, null=True)),
                ('channel', models.CharField(choices=[('whatsapp', 'WhatsApp'), ('phone', 'Telefone'), ('email', 'E-mail'), ('visit', 'Visita'), ('letter', 'Carta')], max_length=10, null=True)),
                ('address', models.TextField(null=True)),
                ('made_by', models.TextField(null=True)),
                ('spoken_to', models.TextField(null=True)),
                ('note', models.TextField(null=True)),
                ('answered', models.BooleanField(null=True)),
                ('next_contact_on', models.DateField(null=True)),
                ('created_at', models.DateTimeField()),
                ('creation_token', models.UUIDField(editable=False, null=True, unique=True)),
                ('voided_at', models.DateTimeField(null=True)),
                ('void_reason', models.TextField(blank=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='cases.case')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['position'],
                'indexes': [models.Index(condition=models.Q(('voided_at', None)), fields=['on', 'case'], name='valid_contact_by_day'), models.Index(condition=models.Q(('voided_at', None)), fields=['channel', 'on', 'case'], name='valid_contact_by_channel')],
                'constraints': [models.UniqueConstraint(fields=('case', 'position'), name='contact_position'), models.CheckConstraint(condition=models.Q(('voided_at__isnull', True), models.Q(('void_reason', ''), _negated=True), _connector='OR'), name='contact_voided_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(max_length=200, upload_to='cases/%Y/%m/')),
                ('name', models.CharField(max_length=200)),
                ('kind', models.CharField(max_length=80)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('added_at', models.DateTimeField()),
                ('voided_at', models.DateTimeField(null=True)),
                ('text', models.TextField(blank=True, editable=False)),
                ('thumbnail', models.FileField(blank=True, editable=False, max_length=200, upload_to='thumbnails/%Y/%m/')),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='cases.case')),
                ('contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='attachments', to='cases.contact')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('voided_at__isnull', True)), fields=('case', 'contact', 'sha256'), name='attachment_once_per_contact', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='FieldVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('record', models.CharField(max_length=10)),
                ('record_id', models.BigIntegerField()),
                ('field', models.CharField(max_length=60)),
                ('version', models.PositiveIntegerField()),
                ('raw', models.TextField(blank=True)),
                ('fate', models.CharField(choices=[('applied', 'gravada'), ('conflicting', 'em conflito com outra gravação'), ('rejected', 'recusada depois da decisão')], default='applied', max_length=12)),
                ('by_name', models.CharField(max_length=150)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='cases.case')),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['case', 'record', 'record_id', 'field', '-id'], name='versions_of_field')],
            },
        ),
        migrations.CreateModel(
            name='CasePrint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True)),
                ('digest', models.CharField(max_length=64)),
                ('form', models.JSONField()),
                ('pages', models.PositiveSmallIntegerField()),
                ('printed_at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='prints', to='cases.case')),
                ('printed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.formedition')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('case', 'digest'), name='print_of_case_once')],
            },
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('raw_values', models.JSONField(default=dict, editable=False)),
                ('field_versions', models.JSONField(default=dict, editable=False)),
                ('code', models.CharField(max_length=40)),
                ('note', models.TextField(null=True)),
                ('current_us_value', models.DecimalField(decimal_places=4, max_digits=12, null=True)),
                ('offered_us_value', models.DecimalField(decimal_places=4, max_digits=12, null=True)),
                ('is_ticked', models.BooleanField(default=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='offers', to='cases.case')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('case', 'code'), name='offer_once')],
            },
        ),
        migrations.CreateModel(
            name='OpenedProtocol',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=80, verbose_name='tipo')),
                ('in_name_of', models.CharField(max_length=200, verbose_name='em nome de')),
                ('number', models.CharField(max_length=40, verbose_name='número')),
                ('opened_at', models.DateTimeField(verbose_name='aberto em')),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opened_protocols', to='cases.case')),
            ],
            options={
                'ordering': ['opened_at'],
                'indexes': [models.Index(fields=['number'], name='opened_protocol_by_number')],
                'constraints': [models.UniqueConstraint(fields=('case', 'number'), name='opened_protocol_once_per_case')],
            },
        ),
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=30)),
                ('spelled', models.CharField(default='', max_length=60)),
                ('one_less', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), size=None)),
                ('cases', models.PositiveIntegerField(default=1)),
                ('operator', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.operator')),
            ],
            options={
                'indexes': [models.Index(models.F('operator'), django.contrib.postgres.indexes.OpClass('word', name='varchar_pattern_ops'), name='search_word_begins'), django.contrib.postgres.indexes.GinIndex(fields=['one_less'], name='search_word_misspelt')],
                'constraints': [models.UniqueConstraint(fields=('operator', 'word'), name='search_word_once')],
            },
        ),
        migrations.CreateModel(
            name='ServiceLevel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='vale desde')),
                ('first_contact_days', models.PositiveSmallIntegerField(default=2, verbose_name='primeiro contato em (dias úteis)')),
                ('silence_days', models.PositiveSmallIntegerField(default=10, verbose_name='silêncio depois de (dias úteis)')),
                ('decision_days', models.PositiveSmallIntegerField(default=30, verbose_name='decisão em (dias úteis)')),
                ('created_at', models.DateTimeField()),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('operator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='service_levels', to='accounts.operator')),
            ],
            options={
                'ordering': ['operator', '-valid_from'],
                'constraints': [models.UniqueConstraint(fields=('operator', 'valid_from'), name='one_service_level_per_day')],
            },
        ),
        migrations.CreateModel(
            name='WaitingPeriod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.CharField(max_length=40)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='waiting_periods', to='cases.case')),
            ],
            options={
                'ordering': ['since', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('case',), name='one_wait_at_a_time'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='wait_ends_after_it_began')],
            },
        ),
        migrations.CreateModel(
            name='CaseSearch',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='search', serialize=False, to='cases.case')),
                ('is_open', models.BooleanField()),
                ('search_text', models.TextField(default='')),
                ('personal_search_text', models.TextField(default='')),
                ('terms', django.contrib.postgres.search.SearchVectorField(null=True)),
                ('operator', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.operator')),
            ],
            options={
                'indexes': [models.Index(fields=['operator', 'case'], name='case_search_newest'), django.contrib.postgres.indexes.GinIndex(fields=['search_text'], name='case_search_text', opclasses=['gin_trgm_ops']), django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['terms'], name='case_search_terms')],
            },
        ),
        migrations.CreateModel(
            name='CaseDentist',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('raw_values', models.JSONField(default=dict, editable=False)),
                ('field_versions', models.JSONField(default=dict, editable=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('name', models.TextField(null=True)),
                ('cro', models.CharField(max_length=7, null=True)),
                ('cro_state', models.CharField(max_length=2, null=True)),
                ('removed_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dentists', to='cases.case')),
                ('dentist', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.dentist')),
            ],
            options={
                'ordering': ['position'],
                'indexes': [models.Index(fields=['cro', 'cro_state'], name='case_dentist_by_cro')],
                'constraints': [models.UniqueConstraint(fields=('case', 'position'), name='case_dentist_position')],
            },
        ),
        migrations.CreateModel(
            name='CaseEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('actor_name', models.CharField(max_length=150)),
                ('kind', models.CharField(choices=[('created', 'Processo criado'), ('save_rejected', 'Alteração recusada'), ('state_changed', 'Situação alterada'), ('contact_added', 'Contato registrado'), ('contact_voided', 'Contato anulado'), ('attachment_added', 'Anexo incluído'), ('attachment_voided', 'Anexo anulado'), ('attachment_restored', 'Anulação do anexo desfeita'), ('protocol_added', 'Protocolo aberto'), ('provider_linked', 'Prestador vinculado'), ('dentists_changed', 'Dentistas do processo alterados'), ('reassigned', 'Consultor alterado'), ('sibling_linked', 'Processo irmão vinculado'), ('printed', 'Formulário impresso'), ('contact_restored', 'Anulação do contato desfeita'), ('next_contact_set', 'Próximo contato marcado'), ('conversation_added', 'Conversa do WhatsApp importada'), ('merged', 'Processo unido'), ('unmerged', 'União desfeita'), ('paper_returned', 'Papel devolvido'), ('sector_task', 'Tarefa de setor'), ('duty', 'Providência'), ('protocol_request', 'Pedido de protocolo'), ('document', 'Documento emitido'), ('legal_clock', 'Prazo legal'), ('registry_compared', 'Comparado com o cadastro')], max_length=30)),
                ('data', models.JSONField(default=dict)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='cases.case')),
                ('tells', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['case', '-id'], name='events_of_case'), models.Index(condition=models.Q(('kind', 'state_changed')), fields=['case', '-id'], name='state_changes_of_case'), models.Index(condition=models.Q(('tells__isnull', False)), fields=['tells', '-id'], name='events_that_tell')],
            },
        ),
        migrations.CreateModel(
            name='CaseMerge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('moved', models.JSONField(default=dict)),
                ('at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges_taken_in', to='cases.case')),
                ('merged', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges_given_away', to='cases.case')),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('merged',), name='case_merged_once')],
            },
        ),
        migrations.CreateModel(
            name='CaseNumberCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
                ('operator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.operator')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('operator', 'year'), name='case_counter_once')],
            },
        ),
        migrations.RunSQL(FORBID, UNFORBID),
        migrations.RunSQL(BY_TERMS, NOT_BY_TERMS),
        migrations.RunSQL(TUNING, UNTUNED),
    ]
