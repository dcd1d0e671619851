from django.urls import path

from . import terms_views

urlpatterns = [
    path("", terms_views.terms_list, name="comparison-list"),
    path("<int:operator_pk>/prazos/", terms_views.terms_set, name="comparison-set"),
    path("<int:operator_pk>/inicio/", terms_views.first_day_set, name="comparison-start"),
    path("prazos/<int:pk>/descartar/", terms_views.terms_discard, name="comparison-discard"),
]
