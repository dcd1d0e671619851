from django.urls import path

from . import board_views, bulk_views, saved_views

urlpatterns = [
    path("visoes/", saved_views.view_list, name="view-list"),
    path("visoes/contagens/", saved_views.view_counts, name="view-counts"),
    path("visoes/salvar/", saved_views.view_save, name="view-save"),
    path("visoes/desfazer/", saved_views.view_restore, name="view-restore"),
    path("visoes/<int:pk>/atualizar/", saved_views.view_update, name="view-update"),
    path("visoes/<int:pk>/nome/", saved_views.view_rename, name="view-rename"),
    path("visoes/<int:pk>/mover/", saved_views.view_move, name="view-move"),
    path("visoes/<int:pk>/excluir/", saved_views.view_delete, name="view-delete"),
    path("colunas/", saved_views.columns_choose, name="columns-choose"),
    path("quadro/<int:pk>/mover/", board_views.board_move, name="board-move"),
    path("lote/", bulk_views.bulk_list, name="bulk-list"),
    path("lote/novo/", bulk_views.bulk_start, name="bulk-start"),
    path("lote/opcoes/", bulk_views.bulk_options, name="bulk-options"),
    path("lote/<int:pk>/", bulk_views.bulk_job, name="bulk-job"),
    path("lote/<int:pk>/interromper/", bulk_views.bulk_stop, name="bulk-stop"),
    path("lote/<int:pk>/repetir/", bulk_views.bulk_retry, name="bulk-retry"),
    path("lote/<int:pk>/desfazer/", bulk_views.bulk_undo, name="bulk-undo"),
    path("lote/<int:pk>/arquivo/", bulk_views.bulk_file, name="bulk-file"),
]
