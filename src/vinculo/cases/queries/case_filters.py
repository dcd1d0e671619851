"""Every filter that the list of cases has.

A new filter is a line here; the screen draws it, the address carries it, a saved view keeps it and every
number elsewhere can open the list with it.
"""

from __future__ import annotations

from collections.abc import Mapping

from vinculo.kernel.identifiers import cnpj, cpf, cro

from .filter_conditions import (
    any_of,
    at_day,
    contact_count,
    draft_age,
    duration,
    flag,
    further_cro,
    given,
    has_attachments,
    has_protocols,
    late_to_decide,
    next_contact_missing,
    offered,
    offered_us_value,
    opened_protocol,
    overlap,
    person,
    returned,
    signature,
    silent,
    silent_since,
)
from .filters import (
    COUNTS,
    DAYS,
    MONEY,
    Filter,
    NumberOfFilter,
    PickFilter,
    RangeFilter,
    TextFilter,
    UntilFilter,
    YesNoFilter,
)
from .needs import needing
from .note_filter import NoteFilter

COMMON = "Mais usados"
PROVIDER = "Prestador"
REQUEST = "Pedido e lugar"
TIME = "Datas e prazos"
DECISION = "Decisão"
AMOUNTS = "Valores"
CONTACTS = "Contatos"
FORM = "Formulário"
RECORD = "Registro"

GROUPS = (PROVIDER, REQUEST, TIME, CONTACTS, DECISION, AMOUNTS, FORM, RECORD)

FILTERS: tuple[Filter, ...] = (
    PickFilter("state", "Situação", COMMON, "state", condition=any_of("state")),
    PickFilter(
        "consultant",
        "Consultor",
        COMMON,
        "consultant",
        condition=person("consultant_id"),
        none_label="Sem consultor",
    ),
    PickFilter(
        "outcome", "Desfecho", COMMON, "outcome", condition=any_of("outcome"), none_label="Sem desfecho"
    ),
    PickFilter("city_state", "UF", COMMON, "uf", condition=any_of("city_state"), none_label="Sem UF"),
    TextFilter(
        "name",
        "Nome contém",
        PROVIDER,
        ("folded_name", "folded_provider"),
        folded=True,
    ),
    NumberOfFilter("cro", "CRO", PROVIDER, "cro", clean=cro.clean_number, related=further_cro),
    PickFilter("cro_state", "UF do CRO", PROVIDER, "uf", condition=any_of("cro_state")),
    NumberOfFilter(
        "cpf",
        "CPF",
        PROVIDER,
        "cpf",
        clean=cpf.clean,
        shown=cpf.masked,
        typed=cpf.formatted,
        private=True,
        personal=True,
    ),
    NumberOfFilter(
        "cnpj",
        "CNPJ",
        PROVIDER,
        "cnpj",
        clean=cnpj.clean,
        shown=cnpj.masked,
        typed=cnpj.formatted,
        private=True,
    ),
    PickFilter(
        "provider_type",
        "Tipo",
        PROVIDER,
        "provider_type",
        condition=any_of("provider_type"),
        none_label="Sem tipo",
    ),
    PickFilter("scope", "Quem sai", PROVIDER, "scope", condition=any_of("scope")),
    YesNoFilter(
        "serves_other_plans",
        "Atende outros convênios",
        PROVIDER,
        condition=flag("serves_other_plans"),
        column="serves_other_plans",
    ),
    TextFilter("other_plans", "Quais convênios", PROVIDER, ("other_plans",)),
    RangeFilter("cro_count", "Qtd. de CROs", PROVIDER, COUNTS),
    PickFilter(
        "requested_by",
        "Demandado por",
        REQUEST,
        "requested_by",
        condition=any_of("requested_by_code"),
        none_label="Não informado",
    ),
    TextFilter(
        "protocol",
        "Nº do protocolo contém",
        REQUEST,
        ("protocol_number",),
        related_indexed=opened_protocol,
        indexed=True,
    ),
    RangeFilter("protocol_opened_on", "Abertura do protocolo", REQUEST, DAYS),
    TextFilter("city", "Cidade contém", REQUEST, ("folded_city",), indexed=True, folded=True),
    RangeFilter("lives", "Nº de vidas", REQUEST, COUNTS),
    RangeFilter("published_cros", "CROs únicos divulgados", REQUEST, COUNTS),
    RangeFilter("next_contact_on", "Próximo contato", TIME, DAYS),
    PickFilter("need", "Fila em Hoje", TIME, "need", condition=needing),
    YesNoFilter("no_next_contact", "Sem data de próximo contato", TIME, condition=next_contact_missing),
    PickFilter(
        "waiting_on", "Aguardando", TIME, "waiting_on", condition=any_of("waiting_on"), none_label="Ninguém"
    ),
    YesNoFilter("silent", "Em silêncio", TIME, condition=silent),
    UntilFilter("silent_since", "Sem contato desde", TIME, condition=silent_since),
    RangeFilter("last_contact_on", "Último contato", TIME, DAYS),
    RangeFilter("decide_by", "Prazo para decidir", TIME, DAYS),
    YesNoFilter("late_to_decide", "Prazo para decidir vencido", TIME, condition=late_to_decide),
    RangeFilter("started_on", "Data início", TIME, DAYS),
    RangeFilter("ended_on", "Data final", TIME, DAYS),
    RangeFilter("filled_on", "Data do formulário", TIME, DAYS),
    RangeFilter("joined_on", "Data inclusão", TIME, DAYS),
    RangeFilter("duration", "Tempo finalização (dias)", TIME, COUNTS, condition=duration),
    RangeFilter("draft_age", "Rascunho há (dias)", TIME, COUNTS, condition=draft_age),
    RangeFilter("contact_on", "Data do contato", CONTACTS, DAYS, column="on", on_contact=True),
    PickFilter(
        "contact_channel",
        "Canal",
        CONTACTS,
        "channel",
        condition=any_of("channel"),
        none_label="Sem canal",
        on_contact=True,
    ),
    PickFilter(
        "contact_direction",
        "Quem procurou",
        CONTACTS,
        "direction",
        condition=any_of("direction"),
        none_label="Não informado",
        on_contact=True,
    ),
    TextFilter("made_by", "Contato feito por", CONTACTS, ("made_by",), on_contact=True),
    TextFilter("spoken_to", "Falou com", CONTACTS, ("spoken_to",), on_contact=True),
    TextFilter(
        "contact_address",
        "Telefone ou e-mail do contato",
        CONTACTS,
        ("address",),
        on_contact=True,
        private=True,
        finds_parts=True,
    ),
    NoteFilter(
        "contact_note",
        "Obs. do contato contém",
        CONTACTS,
        "note",
        case="case__",
        on_contact=True,
        finds_parts=True,
    ),
    YesNoFilter(
        "answered", "Respondeu", CONTACTS, condition=flag("answered"), column="answered", on_contact=True
    ),
    RangeFilter(
        "contact_next_on",
        "Próximo contato combinado",
        CONTACTS,
        DAYS,
        column="next_contact_on",
        on_contact=True,
    ),
    RangeFilter("contact_count", "Nº de contatos", CONTACTS, COUNTS, condition=contact_count),
    PickFilter("primary_reason", "Motivo principal", DECISION, "reason", condition=any_of("primary_reason")),
    PickFilter(
        "reason",
        "Motivos",
        DECISION,
        "reason",
        condition=overlap("termination_reasons"),
        none_label="Sem motivo",
    ),
    PickFilter(
        "action", "Ações de retenção", DECISION, "action", condition=offered, none_label="Nada ofertado"
    ),
    NoteFilter("actions_note", "Obs. da retenção contém", DECISION, "actions_note", finds_parts=True),
    NoteFilter("general_note", "Obs. Geral contém", DECISION, "general_note", finds_parts=True),
    PickFilter(
        "sector",
        "Setor responsável",
        DECISION,
        "sector",
        condition=overlap("sectors"),
        none_label="Sem setor",
    ),
    YesNoFilter(
        "protocol_required",
        "Necessário abrir protocolo",
        DECISION,
        condition=flag("protocol_required"),
        column="protocol_required",
    ),
    YesNoFilter("opened_protocols", "Protocolos abertos", DECISION, condition=has_protocols),
    PickFilter("decided_by", "Decidido por", DECISION, "person", condition=person("decided_by_id")),
    RangeFilter("decided_at", "Dia da decisão", DECISION, DAYS, condition=at_day("decided_at")),
    PickFilter("signed_by", "Assinado por", DECISION, "person", condition=person("signed_by_id")),
    RangeFilter("signed_at", "Dia da assinatura", DECISION, DAYS, condition=at_day("signed_at")),
    PickFilter("signature", "Assinatura", DECISION, "signature", condition=signature),
    YesNoFilter("returned", "Devolvido pelo supervisor", DECISION, condition=returned),
    RangeFilter("us_value", "Valor da US (moeda)", AMOUNTS, MONEY),
    RangeFilter("offered_us_value", "US ofertada (moeda)", AMOUNTS, MONEY, condition=offered_us_value),
    RangeFilter("last_production_value", "Valor da última produção", AMOUNTS, MONEY),
    RangeFilter("last_production_on", "Última produção", AMOUNTS, DAYS),
    PickFilter("operator", "Operadora", FORM, "operator", condition=any_of("operator_id")),
    PickFilter("edition", "Edição do formulário", FORM, "edition", condition=any_of("edition__number")),
    TextFilter("staff_name", "Colaborador contém", FORM, ("staff_name",)),
    YesNoFilter("history", "Importado como histórico", FORM, condition=flag("is_history")),
    YesNoFilter("attachments", "Com anexos", RECORD, condition=has_attachments),
    PickFilter("created_by", "Criado por", RECORD, "person", condition=person("created_by_id")),
    RangeFilter("created_at", "Criado em", RECORD, DAYS, condition=at_day("created_at")),
    RangeFilter("changed_at", "Alterado em", RECORD, DAYS, condition=at_day("changed_at")),
    YesNoFilter("merged", "Unido a outro processo", RECORD, condition=given("merged_into")),
)

FILTER_OF_PARAMETER: Mapping[str, Filter] = {
    parameter: item for item in FILTERS for parameter in item.parameter_names
}
