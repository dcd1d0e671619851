from django.urls import path

from . import absence_views, views

urlpatterns = [
    path("distribuir/", views.distribute, name="team-distribute"),
    path("distribuir/previa/", views.distribute_preview, name="team-distribute-preview"),
    path("distribuir/fazer/", views.distribute_do, name="team-distribute-do"),
    path("distribuir/desfazer/", views.distribute_undo, name="team-distribute-undo"),
    path("ausencias/", absence_views.absences, name="team-absences"),
    path("ausencias/<int:pk>/", absence_views.absence, name="team-absence"),
    path("ausencias/<int:pk>/previa/", absence_views.cover_preview, name="team-absence-preview"),
    path("ausencias/<int:pk>/passar/", absence_views.cover, name="team-absence-cover"),
    path("ausencias/<int:pk>/encerrar/", absence_views.end, name="team-absence-end"),
]
