"""All addresses; each area of the screens keeps its own list."""

from django.urls import include, path

urlpatterns = [
    path("", include("vinculo.web.account.urls")),
    path("", include("vinculo.web.today.urls")),
    path("", include("vinculo.web.public.urls")),
    path("busca/", include("vinculo.web.search.urls")),
    path("avisos/", include("vinculo.web.notices.urls")),
    path("equipe/", include("vinculo.web.team.urls")),
    path("conferir/", include("vinculo.web.documents.urls")),
    path("processos/", include("vinculo.web.lists.urls")),
    path("processos/", include("vinculo.web.cases.urls")),
    path("processos/", include("vinculo.web.conversations.urls")),
    path("prazos-legais/", include("vinculo.web.deadlines.urls")),
    path("tarefas/", include("vinculo.web.tasks.urls")),
    path("protocolos/", include("vinculo.web.protocols.urls")),
    path("", include("vinculo.web.duties.urls")),
    path("importar/", include("vinculo.web.imports.urls")),
    path("prestadores/", include("vinculo.web.providers.urls")),
    path("administracao/sincronizacao/", include("vinculo.web.registry_sync.urls")),
    path("divergencias/", include("vinculo.web.divergences.urls")),
    path("administracao/divergencias/", include("vinculo.web.divergences.terms_urls")),
    path("administracao/", include("vinculo.web.administration.urls")),
]

handler400 = "vinculo.web.site.errors.bad_request"
handler403 = "vinculo.web.site.errors.forbidden"
handler404 = "vinculo.web.site.errors.not_found"
handler500 = "vinculo.web.site.errors.server_error"
