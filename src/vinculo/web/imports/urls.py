from django.urls import path

from . import (
    batch_file_views,
    batch_steering_views,
    batch_views,
    join_views,
    reading_views,
    sheet_views,
)

urlpatterns = [
    path("", batch_views.import_list, name="import-list"),
    path("nova/", batch_views.import_open, name="import-open"),
    path("<int:pk>/", batch_views.import_batch, name="import-batch"),
    path("<int:pk>/arquivos/", batch_views.import_file_add, name="import-file-add"),
    path("<int:pk>/pronta/", batch_views.import_done, name="import-done"),
    path("<int:pk>/proximo/", batch_views.import_next, name="import-next"),
    path("<int:pk>/aceitar-sem-duvidas/", batch_views.import_accept_certain, name="import-accept-certain"),
    path("<int:pk>/nao-lidos/", batch_file_views.failed, name="import-failed"),
    path("<int:pk>/repetidos/", batch_file_views.repeated, name="import-repeated"),
    path("<int:pk>/pausar/", batch_steering_views.pause, name="import-pause"),
    path("<int:pk>/continuar/", batch_steering_views.resume, name="import-resume"),
    path("<int:pk>/interromper/", batch_steering_views.stop, name="import-stop"),
    path("<int:pk>/tentar-de-novo/", batch_steering_views.retry_all, name="import-retry-all"),
    path("<int:pk>/desfazer/", batch_steering_views.undo, name="import-undo"),
    path("arquivos/<int:pk>/tentar-de-novo/", batch_steering_views.retry, name="import-retry"),
    path("arquivos/<int:pk>/original/", batch_views.import_original, name="import-original"),
    path("leituras/<int:pk>/", reading_views.review, name="import-review"),
    path("leituras/<int:pk>/campo/", reading_views.correct, name="import-correct"),
    path("leituras/<int:pk>/conferir/", reading_views.confirm, name="import-confirm"),
    path("leituras/<int:pk>/prestadores/", reading_views.providers, name="import-providers"),
    path("leituras/<int:pk>/recorte/<str:field>/", sheet_views.crop, name="import-crop"),
    path("leituras/<int:pk>/juntar/", join_views.join, name="import-join"),
    path("arquivos/<int:pk>/folhas/", sheet_views.sheets, name="import-sheets"),
    path("arquivos/<int:pk>/folhas/reagrupar/", sheet_views.regroup, name="import-regroup"),
    path("arquivos/<int:pk>/folhas/<int:number>/", sheet_views.sheet, name="import-sheet"),
    path(
        "arquivos/<int:pk>/folhas/<int:number>/pequena/", sheet_views.sheet_small, name="import-sheet-small"
    ),
    path("leituras/<int:pk>/salvar/", reading_views.save, name="import-save"),
    path("leituras/<int:pk>/aceitar/", reading_views.accept, name="import-accept"),
    path("leituras/<int:pk>/vincular/", reading_views.match, name="import-match"),
    path("leituras/<int:pk>/descartar/", reading_views.discard, name="import-discard"),
    path("leituras/<int:pk>/desfazer/", reading_views.restore, name="import-restore"),
]
