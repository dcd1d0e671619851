"""The lines of the audit log in the words of the screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vinculo.accounts.permissions import Role
from vinculo.cases.states import CaseAction, State
from vinculo.consequences.duty_states import DutyAction
from vinculo.consequences.filing_states import FilingAction
from vinculo.consequences.incoming_states import IncomingAction
from vinculo.consequences.protocol_states import ProtocolAction
from vinculo.consequences.task_states import TaskAction
from vinculo.desk.models import BulkJob
from vinculo.network.models import Provider
from vinculo.paper.editions import packaged_edition
from vinculo.reconciliation.models import Divergence
from vinculo.web.deadlines.words import CLOCK_ACTIONS

ACTIONS: Mapping[str, str] = {
    "account.signed_in": "Entrou",
    "account.signed_out": "Saiu",
    "account.sign_in_failed": "Tentativa de entrar recusada",
    "account.sign_in_blocked": "Tentativas de entrar bloqueadas",
    "account.password_link_planned": "Link de senha enviado",
    "account.password_changed": "Senha alterada",
    "account.digest_wanted": "Resumo do dia ligado",
    "account.digest_declined": "Resumo do dia desligado",
    "user.created": "Usuário criado",
    "user.changed": "Usuário alterado",
    "user.deactivated": "Usuário desativado",
    "user.reactivated": "Usuário reativado",
    "membership.changed": "Perfis alterados",
    "absence.noted": "Ausência anotada",
    "absence.covered": "Processos de ausente passados a outros",
    "absence.ended": "Ausência encerrada",
    "operator.created": "Operadora criada",
    "operator.changed": "Operadora alterada",
    "edition.created": "Edição criada",
    "edition.changed": "Edição alterada",
    "edition.rescheduled": "Início da edição alterado",
    "edition.discarded": "Edição descartada",
    "case.created": "Processo criado",
    "case.viewed": "Processo visto",
    "case.field_saved": "Campo salvo",
    "case.field_applied": "Campo salvo",
    "case.field_rejected": "Alteração tardia recusada",
    "case.field_conflicting": "Alteração em conflito com outra",
    "case.option_applied": "Opção marcada ou desmarcada",
    "case.option_rejected": "Marcação tardia recusada",
    "case.option_conflicting": "Marcação em conflito com outra",
    "case.contact_added": "Contato registrado",
    "case.contact_voided": "Contato anulado",
    "case.attachment_added": "Anexo incluído",
    "case.attachment_voided": "Anexo anulado",
    "case.paper_returned": "Papel devolvido anexado",
    "case.paper_seen": "Papel devolvido conferido",
    "case.attachment_restored": "Anulação de anexo desfeita",
    "case.contact_restored": "Anulação de contato desfeita",
    "case.protocol_added": "Protocolo registrado",
    "case.conversation_received": "Conversa do WhatsApp recebida",
    "case.conversation_added": "Conversa do WhatsApp importada",
    "case.conversation_set_aside": "Conversa do WhatsApp deixada de lado",
    "case.conversation_brought_back": "Conversa do WhatsApp retomada",
    "case.provider_linked": "Prestador vinculado ao processo",
    "case.dentist_added": "Dentista incluído no processo",
    "case.dentist_removed": "Dentista retirado do processo",
    "case.dentist_restored": "Dentista devolvido ao processo",
    "case.leavers_chosen": "Escolhido quem sai",
    "case.leavers_undone": "Escolha de quem sai desfeita",
    "case.registry_taken": "Campo levado do cadastro ao processo",
    "case.registry_left": "Campo mantido contra o cadastro",
    "case.registry_undone": "Comparação com o cadastro desfeita",
    "case.reassigned": "Consultor alterado",
    "case.next_contact_set": "Próximo contato marcado",
    "document.issued": "Documento emitido",
    "document.superseded": "Documento substituído",
    "letter_template.created": "Carta criada",
    "letter_template.edited": "Carta alterada",
    "case.sibling_opened": "Processo irmão aberto",
    "case.sibling_linked": "Processo irmão vinculado",
    **{f"case.{action.value}": f"Processo: {action.label.lower()}" for action in CaseAction},
    "case.merged": "Outro processo unido a este",
    "case.parted": "União de processos desfeita",
    "provider.merged": "Outro cadastro unido a este",
    "provider.parted": "União de cadastros desfeita",
    "divergence.dismissed": "Divergência dispensada",
    "divergence.restored": "Divergência devolvida à fila",
    "divergence.assigned": "Divergência passada a alguém",
    "divergence.case_opened": "Processo aberto a partir de divergência",
    "divergence.case_linked": "Processo vinculado a partir de divergência",
    "comparison.terms_set": "Prazos das divergências definidos",
    "comparison.terms_discarded": "Prazos das divergências descartados",
    "comparison.start_set": "Início das divergências definido",
    "view.saved": "Visão da lista salva",
    "view.updated": "Visão da lista atualizada",
    "view.renamed": "Visão da lista renomeada",
    "view.moved": "Visão da lista movida",
    "view.deleted": "Visão da lista excluída",
    "view.restored": "Visão da lista de volta",
    "bulk.started": "Trabalho em lote iniciado",
    "bulk.stopped": "Trabalho em lote interrompido",
    "export.made": "Processos exportados",
    "export.downloaded": "Arquivo de exportação baixado",
    "provider.created": "Prestador criado",
    "provider.edited": "Prestador alterado",
    "provider.viewed": "Prestador visto",
    "provider.status_changed": "Situação do prestador alterada",
    "dentist.added": "Dentista cadastrado",
    "dentist.edited": "Dentista alterado",
    "dentist.cro_confirmed": "CRO conferido no conselho",
    "dentist.cro_confirmation_undone": "Conferência do CRO desfeita",
    "dentist.affiliated": "Dentista vinculado ao prestador",
    "affiliation.ended": "Vínculo de dentista encerrado",
    "affiliation.days_corrected": "Datas do vínculo corrigidas",
    "technical_manager.changed": "RT alterado",
    "technical_manager.change_requested": "Troca de RT pedida",
    "technical_manager.change_confirmed": "Troca de RT confirmada",
    "technical_manager.change_withdrawn": "Troca de RT retirada",
    "contact_person.added": "Pessoa de contato incluída",
    "contact_person.edited": "Pessoa de contato alterada",
    "contact_person.retired": "Pessoa de contato retirada",
    "contact_person.restored": "Pessoa de contato de volta",
    "provider_phone.dismissed": "Telefone anotado retirado do prestador",
    "provider_phone.restored": "Telefone anotado de volta",
    "message_template.created": "Mensagem criada",
    "message_template.edited": "Mensagem alterada",
    "coverage.recorded": "Cobertura registrada",
    "holiday.added": "Feriado incluído",
    "holiday.removed": "Feriado retirado",
    "holiday.restored": "Feriado de volta",
    "duty.made": "Providências criadas pela decisão",
    "duty.cancelled": "Providências pendentes canceladas",
    "duty.given": "Responsável ou prazo de providência alterado",
    "duty.left": "Saída depois da retenção ligada ao acompanhamento",
    "duty.stays": "Acompanhamento retomado",
    "duty.confirm": "Providência confirmada pelo cadastro",
    **{f"duty.{action.value}": f"Providência: {action.label.lower()}" for action in DutyAction},
    **{f"filing.{one.value}": f"Envio ao sistema: {one.label.lower()}" for one in FilingAction},
    "filing.send_all": "Envios ao sistema da operadora refeitos todos",
    "filing.try_system": "Sistema da operadora verificado a pedido",
    "consequences.follow_again": "O que a decisão pede foi tentado de novo",
    "incoming.taken": "Pedidos recebidos",
    "incoming.viewed": "Pedidos recebidos foram vistos",
    "incoming.refused": "Linhas que não puderam ser lidas entre os pedidos recebidos",
    "incoming.refused_dismissed": "Linhas que não puderam ser lidas: dispensadas",
    "incoming.refused_restored": "Linhas que não puderam ser lidas: de volta à lista",
    "incoming.refused_swept": "Linhas que não puderam ser lidas: apagadas por prazo",
    **{f"incoming.{action.value}": f"Pedido recebido: {action.label.lower()}" for action in IncomingAction},
    "exit_list.set": "Lista de saída definida",
    "exit_list.discarded": "Lista de saída descartada",
    "protocol.ask": "Protocolo pedido pela assinatura",
    **{f"protocol.{one.value}": f"Pedido de protocolo: {one.label.lower()}" for one in ProtocolAction},
    "protocol.send_all": "Pedidos de protocolo reenviados todos",
    "protocol.try_system": "Sistema de protocolos verificado a pedido",
    "task.ask": "Setor recebeu um pedido",
    **{f"task.{action.value}": f"Tarefa de setor: {action.label.lower()}" for action in TaskAction},
    "sector_terms.set": "Regras de um setor definidas",
    "sector_terms.discarded": "Regras de um setor que ainda não valiam descartadas",
    "service_level.set": "Prazos da operadora definidos",
    "service_level.discarded": "Prazos que ainda não valiam descartados",
    "registry.sync_started": "Sincronização iniciada",
    "registry.sync_applied": "Sincronização aplicada",
    "registry.sync_failed": "Sincronização que falhou",
    "registry.sync_stopped": "Sincronização parada",
    "registry.sync_dismissed": "Sincronização descartada",
    "registry.sync_undone": "Sincronização desfeita",
    "registry.rejects_downloaded": "Linhas recusadas de uma sincronização baixadas",
    "import.opened": "Importação aberta",
    "import.file_received": "Arquivo recebido",
    "import.paper_returned": "Papel devolvido reconhecido",
    "import.paused": "Importação pausada",
    "import.resumed": "Importação retomada",
    "import.stopped": "Importação interrompida",
    "import.retried": "Arquivos postos para ler de novo",
    "import.undone": "Importação desfeita",
    "form.taken_back": "Processo importado desfeito",
    "import.file_viewed": "Arquivo original visto",
    "form.viewed": "Formulário lido visto",
    "form.corrected": "Formulário lido corrigido",
    "form.field_confirmed": "Campo lido conferido",
    "form.confirmation_taken_back": "Conferência de campo desfeita",
    "import.sheet_viewed": "Folha importada vista",
    "import.sheets_joined": "Folhas de arquivos diferentes juntadas",
    "import.sheets_regrouped": "Folhas reagrupadas",
    "form.correction_kept_apart": "Correção tardia guardada à parte",
    **{f"legal_clock.{action}": words for action, words in CLOCK_ACTIONS.items()},
    "legal_terms.set": "Normas definidas",
    "legal_terms.confirmed": "Confirmação do jurídico registrada",
    "legal_terms.discarded": "Normas descartadas",
    "public_page.on": "Página pública ligada",
    "public_page.off": "Página pública desligada",
    "calendar.made": "Endereço de agenda feito",
    "calendar.revoked": "Endereço de agenda revogado",
    "form.accepted": "Formulário aceito",
    "form.matched": "Formulário ligado a um processo",
    "form.found_repeated": "Formulário repetido",
    "form.discarded": "Formulário descartado",
    "form.restored": "Formulário de volta",
}

SUBJECTS: Mapping[str, str] = {
    "user": "Usuário",
    "sign_in": "E-mail sem conta",
    "operator": "Operadora",
    "edition": "Edição",
    "case": "Processo",
    "provider": "Prestador",
    "dentist": "Dentista",
    "coverage": "Cobertura",
    "holiday": "Feriado",
    "service_level": "Prazos",
    "divergence": "Divergência",
    "comparison": "Comparação do cadastro",
    "sector_terms": "Regras do setor",
    "incoming": "Pedido recebido",
    "letter_template": "Carta",
    "legal_terms": "Normas",
    "import_batch": "Importação",
    "imported_file": "Arquivo",
    "form_reading": "Formulário lido",
    "saved_view": "Visão",
    "bulk_job": "Trabalho em lote",
    "message_template": "Mensagem",
    "sync_run": "Sincronização",
}

_KEYS: Mapping[str, str] = {
    "address": "endereço de rede",
    "fields": "campos",
    "field": "campo",
    "given": "recebeu",
    "taken": "perdeu",
    "change": "mudança",
    "list": "lista",
    "code": "código",
    "label": "texto",
    "reason": "motivo",
    "day": "dia",
    "month": "mês",
    "year": "ano",
    "first_contact_days": "primeiro contato (dias úteis)",
    "silence_days": "silêncio (dias úteis)",
    "decision_days": "decisão (dias úteis)",
    "valid_from": "válida desde",
    "days_to_leave": "inativar em até (dias úteis)",
    "notice_days": "aviso prévio (dias corridos)",
    "on": "em",
    "origin": "origem",
    "what": "parte",
    "cases": "processos",
    "from": "de",
    "to": "para",
}
"""What is told of a line's detail; internal numbers are not."""

_WORDS: Mapping[str, str] = {
    **{str(role.value): str(role.label) for role in Role},
    **{str(state.value): str(state.label) for state in State},
    **{str(status.value): str(status.label) for status in Provider.Status},
    "name": "nome",
    "email": "e-mail",
    "ans_registration": "registro ANS",
    "signer_must_not_be_decider": "quem assina não pode ter decidido",
}

_WORDS_OF: Mapping[str, Mapping[str, str]] = {
    "what": {
        **{str(kind.value): str(kind.label).lower() for kind in BulkJob.Kind},
        **{str(kind.value): str(kind.label).lower() for kind in Divergence.Kind},
        "page": "página do processo",
        "print": "formulário impresso",
        "attachment": "anexo",
        "versions": "tudo o que foi digitado",
        "conversation": "conversa do WhatsApp",
        "task": "tarefa de setor",
        "protocol": "pedido de protocolo",
        "legal_clock": "prazo legal",
        "match": "comparação com a importação",
    },
    "list": {"outcome": "resultados", "action": "ações", "reason": "motivos", "sector": "setores"},
    "change": {
        "hide": "ocultou",
        "show": "ofereceu de novo",
        "wordings": "outras escritas",
        "add": "acrescentou",
        "rename": "renomeou",
        "retire": "retirou",
        "move": "ordem da lista",
        "label": "rótulo",
        "move_field": "ordem do cabeçalho",
    },
}
"""Words that a code has only under one key."""

_FIELD_LABELS: Mapping[str, str] = {
    **packaged_edition(2).labels,
    **{item.field: item.label for row in packaged_edition(2).head for item in row},
}


def action_words(action: str) -> str:
    """An action without words yet is shown by its name: a line is never hidden."""
    return ACTIONS.get(action, action)


def subject_words(kind: str, name: str) -> str:
    return f"{SUBJECTS.get(kind, kind)} {name}".strip()


def detail_words(detail: Mapping[str, Any]) -> str:
    """What the line says beside who, what and when: names of fields and codes, never what was written."""
    told = ((_KEYS[key], _value(key, value)) for key, value in detail.items() if key in _KEYS)
    return "; ".join(f"{key}: {value}" for key, value in told if value)


def _value(key: str, value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_word(key, str(each)) for each in value)
    return _word(key, value) if isinstance(value, str) else ""


def _word(key: str, code: str) -> str:
    """A known word, a field by its label on the form, or the code itself; `role:sector` word by word."""
    for words in (_WORDS_OF.get(key, {}), _WORDS, _FIELD_LABELS):
        if code in words:
            return words[code]
    role, colon, sector = code.partition(":")
    return f"{_WORDS[role]} ({sector})" if colon and role in _WORDS else code
