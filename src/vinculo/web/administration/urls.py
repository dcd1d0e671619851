from django.urls import path

from . import edition_views, log_views, message_views, operator_views, user_views, views

urlpatterns = [
    path("", views.administration, name="administration"),
    path("usuarios/", user_views.user_list, name="user-list"),
    path("usuarios/novo/", user_views.user_new, name="user-new"),
    path("usuarios/<int:pk>/", user_views.user_page, name="user-page"),
    path("usuarios/<int:pk>/perfis/", user_views.user_roles, name="user-roles"),
    path("usuarios/<int:pk>/acesso/", user_views.user_active, name="user-active"),
    path("usuarios/<int:pk>/senha/", user_views.user_password_link, name="user-password-link"),
    path("operadoras/", operator_views.operator_list, name="operator-list"),
    path("operadoras/nova/", operator_views.operator_new, name="operator-new"),
    path("operadoras/<int:pk>/", operator_views.operator_page, name="operator-page"),
    path("edicoes/", edition_views.edition_list, name="edition-list"),
    path("edicoes/proxima/<int:operator_pk>/", edition_views.edition_next, name="edition-next"),
    path("edicoes/<int:pk>/", edition_views.edition_page, name="edition-page"),
    path("edicoes/<int:pk>/mudar/", edition_views.edition_change, name="edition-change"),
    path("edicoes/<int:pk>/inicio/", edition_views.edition_reschedule, name="edition-reschedule"),
    path("edicoes/<int:pk>/descartar/", edition_views.edition_discard, name="edition-discard"),
    path("mensagens/", message_views.message_list, name="message-list"),
    path("mensagens/nova/<int:operator_pk>/", message_views.message_new, name="message-new"),
    path("mensagens/iniciais/<int:operator_pk>/", message_views.message_adopt, name="message-adopt"),
    path("mensagens/<int:pk>/", message_views.message_page, name="message-page"),
    path("acessos/", log_views.access_log, name="access-log"),
]
