from django.urls import path

from . import calendar_views, step_views, views

urlpatterns = [
    path("", views.deadline_list, name="deadline-list"),
    path("agenda/", calendar_views.deadline_calendar, name="deadline-calendar"),
    path("agenda/revogar/", calendar_views.deadline_calendar_revoke, name="deadline-calendar-revoke"),
    path("<int:pk>/", views.deadline_page, name="deadline-page"),
    path("<int:pk>/data/", step_views.deadline_date, name="deadline-date"),
    path("<int:pk>/excecao/", step_views.deadline_exception, name="deadline-exception"),
    path("<int:pk>/substitutos/", views.deadline_substitutes, name="deadline-substitutes"),
    path("<int:pk>/substituto/", step_views.deadline_substitute, name="deadline-substitute"),
    path("<int:pk>/sem-substituto/", step_views.deadline_no_substitute, name="deadline-no-substitute"),
    path("<int:pk>/avisos/<slug:medium>/", step_views.deadline_notice, name="deadline-notice"),
    path("<int:pk>/avisos/<slug:medium>/comprovar/", step_views.deadline_proof, name="deadline-proof"),
    path("<int:pk>/avisos/<slug:medium>/corrigir/", step_views.deadline_correct, name="deadline-correct"),
    path("<int:pk>/avisos/<slug:medium>/desfazer/", step_views.deadline_withdraw, name="deadline-withdraw"),
]
