from django.urls import path

from . import post_views, terms_views, views

urlpatterns = [
    path("", views.divergence_list, name="divergence-list"),
    path("marcadas/", post_views.many, name="divergence-many"),
    path("voltar/", post_views.restore, name="divergence-restore"),
    path("ajustes/", terms_views.terms_list, name="comparison-list"),
    path("ajustes/<int:operator_pk>/prazos/", terms_views.terms_set, name="comparison-set"),
    path("ajustes/<int:operator_pk>/inicio/", terms_views.first_day_set, name="comparison-start"),
    path("ajustes/prazos/<int:pk>/descartar/", terms_views.terms_discard, name="comparison-discard"),
    path("<int:pk>/abrir-processo/", post_views.open_case, name="divergence-open-case"),
    path("<int:pk>/vincular/", post_views.link, name="divergence-link"),
]
