from django.urls import path

from . import post_views, views

urlpatterns = [
    path("", views.divergence_list, name="divergence-list"),
    path("marcadas/", post_views.many, name="divergence-many"),
    path("voltar/", post_views.restore, name="divergence-restore"),
    path("<int:pk>/abrir-processo/", post_views.open_case, name="divergence-open-case"),
    path("<int:pk>/vincular/", post_views.link, name="divergence-link"),
]
