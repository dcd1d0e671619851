from django.urls import path

from . import step_views, views

urlpatterns = [
    path("", views.protocol_list, name="protocol-list"),
    path("sistema/", views.protocol_systems, name="protocol-systems"),
    path("sistema/<int:operator_id>/verificar/", step_views.system_try, name="protocol-system-try"),
    path("sistema/<int:operator_id>/reenviar/", step_views.send_all, name="protocol-send-all"),
    path("<int:pk>/", views.protocol_page, name="protocol-page"),
    path("<int:pk>/numero/", step_views.number, name="protocol-number"),
    path("<int:pk>/reenviar/", step_views.send, name="protocol-send"),
    path("<int:pk>/desfeito/", step_views.undone, name="protocol-undone"),
]
