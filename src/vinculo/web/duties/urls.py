from django.urls import path

from . import views

urlpatterns = [
    path("providencias/", views.duty_list, name="duty-list"),
    path("processos/<int:pk>/providencias/", views.case_duties, name="case-duties"),
    path("processos/<int:pk>/providencias/resumo/", views.duties_beside, name="case-duties-beside"),
    path("providencias/<int:pk>/tentar/", views.duties_again, name="follow-again"),
    path("providencias/<int:pk>/feita/", views.duty_complete, name="duty-complete"),
    path("providencias/<int:pk>/nao-se-aplica/", views.duty_waive, name="duty-waive"),
    path("providencias/<int:pk>/reabrir/", views.duty_reopen, name="duty-reopen"),
    path("providencias/<int:pk>/enviar/", views.duty_send, name="duty-send"),
    path("providencias/<int:pk>/passar/", views.duty_give, name="duty-give"),
    path("providencias/<int:pk>/arquivos/<int:attachment_id>/", views.duty_file, name="duty-file"),
]
