from django.urls import path

from . import incoming_views, refused_views, step_views, views

urlpatterns = [
    path("", views.protocol_list, name="protocol-list"),
    path("recebidos/", incoming_views.incoming_list, name="incoming-list"),
    path("recebidos/abrir/", incoming_views.incoming_open, name="incoming-open"),
    path("recebidos/digitar/", incoming_views.incoming_type, name="incoming-type"),
    path("recebidos/arquivo/", incoming_views.incoming_file, name="incoming-file"),
    path("recebidos/linhas/dispensar/", refused_views.refused_dismiss_shown, name="refused-dismiss-shown"),
    path("recebidos/linhas/<int:pk>/dispensar/", refused_views.refused_dismiss, name="refused-dismiss"),
    path("recebidos/linhas/<int:pk>/voltar/", refused_views.refused_restore, name="refused-restore"),
    path("recebidos/<int:pk>/prestador/", incoming_views.incoming_provider, name="incoming-provider"),
    path("recebidos/<int:pk>/juntar/", incoming_views.incoming_join, name="incoming-join"),
    path("recebidos/<int:pk>/dispensar/", incoming_views.incoming_dismiss, name="incoming-dismiss"),
    path("recebidos/<int:pk>/voltar/", incoming_views.incoming_restore, name="incoming-restore"),
    path("sistema/", views.protocol_systems, name="protocol-systems"),
    path("sistema/<int:operator_id>/verificar/", step_views.system_try, name="protocol-system-try"),
    path("sistema/<int:operator_id>/reenviar/", step_views.send_all, name="protocol-send-all"),
    path("sistema/<int:operator_id>/operadora/", step_views.core_try, name="protocol-core-try"),
    path("sistema/<int:operator_id>/arquivar/", step_views.filings_again, name="protocol-filings-send"),
    path("<int:pk>/", views.protocol_page, name="protocol-page"),
    path("<int:pk>/numero/", step_views.number, name="protocol-number"),
    path("<int:pk>/reenviar/", step_views.send, name="protocol-send"),
    path("<int:pk>/resolvido/", step_views.settled, name="protocol-settled"),
    path("<int:pk>/desfeito/", step_views.undone, name="protocol-undone"),
]
