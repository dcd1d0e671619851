from django.urls import path

from . import (
    contact_views,
    council_views,
    coverage_views,
    dentist_views,
    duplicate_views,
    impact_views,
    list_views,
    page_views,
    phone_views,
    provider_views,
    technical_manager_views,
)

urlpatterns = [
    path("", list_views.provider_list, name="provider-list"),
    path("busca/", list_views.provider_search, name="provider-search"),
    path("novo/", provider_views.provider_new, name="provider-new"),
    path("cobertura/", coverage_views.coverage_list, name="coverage-list"),
    path("cobertura/<str:ibge_code>/", coverage_views.coverage_city, name="coverage-city"),
    path("municipios/", coverage_views.municipality_names, name="municipality-names"),
    path("parecidos/", duplicate_views.lookalikes_typed, name="provider-lookalikes-typed"),
    path("unioes/<int:merge_id>/desfazer/", duplicate_views.part, name="provider-part"),
    path("<int:pk>/parecidos/", duplicate_views.lookalikes_of_provider, name="provider-lookalikes"),
    path("<int:pk>/comparar/<int:other_id>/", duplicate_views.compare, name="provider-compare"),
    path("<int:pk>/", page_views.provider_page, name="provider"),
    path("<int:pk>/impacto/", impact_views.provider_impact, name="provider-impact"),
    path("<int:pk>/dados/", provider_views.provider_edit, name="provider-edit"),
    path("<int:pk>/situacao/", provider_views.provider_status, name="provider-status"),
    path("<int:pk>/dentistas/novo/", dentist_views.dentist_add, name="provider-dentist-add"),
    path("<int:pk>/dentistas/<int:dentist_id>/", dentist_views.dentist_edit, name="provider-dentist-edit"),
    path(
        "<int:pk>/dentistas/<int:dentist_id>/conferir/",
        council_views.dentist_council,
        name="provider-dentist-council",
    ),
    path(
        "<int:pk>/dentistas/<int:dentist_id>/conferir/desfazer/",
        council_views.dentist_council_undo,
        name="provider-dentist-council-undo",
    ),
    path(
        "<int:pk>/vinculos/<int:affiliation_id>/encerrar/",
        dentist_views.affiliation_end,
        name="affiliation-end",
    ),
    path(
        "<int:pk>/vinculos/<int:affiliation_id>/datas/",
        dentist_views.affiliation_days,
        name="affiliation-days",
    ),
    path("<int:pk>/rt/", technical_manager_views.technical_manager_change, name="technical-manager-change"),
    path(
        "<int:pk>/rt/<int:affiliation_id>/confirmar/",
        technical_manager_views.technical_manager_confirm,
        name="technical-manager-confirm",
    ),
    path(
        "<int:pk>/rt/<int:affiliation_id>/desistir/",
        technical_manager_views.technical_manager_withdraw,
        name="technical-manager-withdraw",
    ),
    path(
        "<int:pk>/telefones/<int:phone_id>/retirar/",
        phone_views.provider_phone_dismiss,
        name="provider-phone-dismiss",
    ),
    path(
        "<int:pk>/telefones/<int:phone_id>/voltar/",
        phone_views.provider_phone_restore,
        name="provider-phone-restore",
    ),
    path("<int:pk>/contatos/novo/", contact_views.contact_person_add, name="contact-person-add"),
    path("<int:pk>/contatos/<int:person_id>/", contact_views.contact_person_edit, name="contact-person-edit"),
    path(
        "<int:pk>/contatos/<int:person_id>/retirar/",
        contact_views.contact_person_retire,
        name="contact-person-retire",
    ),
    path(
        "<int:pk>/contatos/<int:person_id>/voltar/",
        contact_views.contact_person_restore,
        name="contact-person-restore",
    ),
]
