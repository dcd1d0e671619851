from django.urls import path

from vinculo.web.deadlines.views import case_legal_clock
from vinculo.web.documents import letter_views
from vinculo.web.documents import views as document_views
from vinculo.web.imports import evidence_views, returned_views
from vinculo.web.protocols.views import case_protocols
from vinculo.web.tasks import ask_views

from . import (
    contact_views,
    council_views,
    duplicate_views,
    event_views,
    field_views,
    file_views,
    history_views,
    impact_views,
    leaver_views,
    list_views,
    new_case_views,
    page_views,
    presence_views,
    registry_views,
)

urlpatterns = [
    path("", list_views.case_list, name="case-list"),
    path("busca/", list_views.case_search, name="case-search"),
    path("novo/", new_case_views.new_case, name="case-new"),
    path("formulario-em-branco/<int:edition_id>/", file_views.blank_form, name="blank-form"),
    path("<int:pk>/", page_views.case_page, name="case-page"),
    path("<int:pk>/mais/", page_views.more, name="case-more"),
    path("unioes/<int:merge_id>/desfazer/", duplicate_views.part, name="case-part"),
    path("<int:pk>/parecidos/", duplicate_views.lookalikes, name="case-lookalikes"),
    path("<int:pk>/comparar/<int:other_id>/", duplicate_views.compare, name="case-compare"),
    path("<int:pk>/pedir/", ask_views.case_ask, name="case-ask"),
    path("<int:pk>/tarefas/", ask_views.case_tasks, name="case-tasks"),
    path("<int:pk>/pedidos-de-protocolo/", case_protocols, name="case-protocols"),
    path("<int:pk>/prazo-legal/", case_legal_clock, name="case-legal-clock"),
    path("<int:pk>/documentos/", document_views.case_documents, name="case-documents"),
    path("<int:pk>/documentos/formulario/", document_views.form_freeze, name="case-form-freeze"),
    path("<int:pk>/documentos/<int:document_id>/", document_views.document_page, name="document-page"),
    path("<int:pk>/documentos/<int:document_id>/pdf/", document_views.document_file, name="document-file"),
    path("<int:pk>/carta/", letter_views.case_letter, name="case-letter"),
    path("<int:pk>/carta/previa/", letter_views.letter_preview, name="case-letter-preview"),
    path("<int:pk>/cro/", council_views.council, name="case-council"),
    path("<int:pk>/impacto/", impact_views.case_impact, name="case-impact"),
    path("<int:pk>/versoes/", history_views.versions, name="case-versions"),
    path("<int:pk>/prestador/", event_views.provider_link, name="case-provider-link"),
    path("<int:pk>/salvar/", field_views.save, name="case-save"),
    path("<int:pk>/cadastro/", registry_views.registry, name="case-registry"),
    path("<int:pk>/quem-sai/", leaver_views.leavers, name="case-leavers"),
    path(
        "<int:pk>/quem-sai/<int:event_id>/desfazer/",
        leaver_views.leavers_undo,
        name="case-leavers-undo",
    ),
    path("<int:pk>/presenca/", presence_views.presence, name="case-presence"),
    path("<int:pk>/marcar/", field_views.tick, name="case-tick"),
    path("<int:pk>/motivo-principal/", field_views.primary_reason, name="case-primary-reason"),
    path("<int:pk>/situacao/", event_views.state, name="case-state"),
    path("<int:pk>/contatos/", contact_views.contact_add, name="case-contact-add"),
    path("<int:pk>/contatos/<int:contact_id>/anular/", contact_views.contact_void, name="case-contact-void"),
    path(
        "<int:pk>/contatos/<int:contact_id>/devolver/",
        contact_views.contact_restore,
        name="case-contact-restore",
    ),
    path("<int:pk>/mensagem/", contact_views.message_panel, name="case-message"),
    path(
        "<int:pk>/telefones/<int:phone_id>/retirar/", contact_views.phone_dismiss, name="case-phone-dismiss"
    ),
    path(
        "<int:pk>/telefones/<int:phone_id>/devolver/", contact_views.phone_restore, name="case-phone-restore"
    ),
    path("<int:pk>/dentistas/", event_views.dentist_add, name="case-dentist-add"),
    path(
        "<int:pk>/dentistas/<int:dentist_id>/retirar/", event_views.dentist_remove, name="case-dentist-remove"
    ),
    path(
        "<int:pk>/dentistas/<int:dentist_id>/devolver/",
        event_views.dentist_restore,
        name="case-dentist-restore",
    ),
    path("<int:pk>/protocolos/", event_views.protocol_add, name="case-protocol-add"),
    path("<int:pk>/consultor/", event_views.reassign, name="case-reassign"),
    path("<int:pk>/irmao/", event_views.sibling_open, name="case-sibling-open"),
    path("<int:pk>/anexos/", file_views.attachment_add, name="case-attachment-add"),
    path("<int:pk>/anexos/<int:attachment_id>/", file_views.attachment, name="case-attachment"),
    path(
        "<int:pk>/anexos/<int:attachment_id>/anular/", file_views.attachment_void, name="case-attachment-void"
    ),
    path(
        "<int:pk>/anexos/<int:attachment_id>/devolver/",
        file_views.attachment_restore,
        name="case-attachment-restore",
    ),
    path(
        "<int:pk>/anexos/<int:attachment_id>/miniatura/",
        file_views.attachment_thumbnail,
        name="case-attachment-thumbnail",
    ),
    path("<int:pk>/papel/", evidence_views.paper, name="case-paper"),
    path(
        "<int:pk>/papel/<int:reading_id>/original/",
        evidence_views.paper_original,
        name="case-paper-original",
    ),
    path(
        "<int:pk>/papel/<int:reading_id>/folhas/<int:number>/",
        evidence_views.paper_sheet,
        name="case-paper-sheet",
    ),
    path(
        "<int:pk>/papel/<int:reading_id>/recorte/<str:field>/",
        evidence_views.paper_crop,
        name="case-paper-crop",
    ),
    path("<int:pk>/papel-devolvido/", returned_views.returned, name="case-returned"),
    path(
        "<int:pk>/papel-devolvido/<int:returned_id>/folha/",
        returned_views.returned_sheet,
        name="case-returned-sheet",
    ),
    path(
        "<int:pk>/papel-devolvido/<int:returned_id>/conferido/",
        returned_views.returned_seen,
        name="case-returned-seen",
    ),
    path(
        "<int:pk>/papel-devolvido/<int:returned_id>/levar/<int:place>/",
        returned_views.returned_take,
        name="case-returned-take",
    ),
    path("<int:pk>/formulario/", file_views.print_case, name="case-print"),
]
