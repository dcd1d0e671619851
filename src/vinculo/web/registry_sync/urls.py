from django.urls import path

from . import list_views, rejected_views, run_views

urlpatterns = [
    path("", list_views.sync_list, name="sync-list"),
    path("modelo/", list_views.sample, name="sync-sample"),
    path("agora/", list_views.start, name="sync-start"),
    path("arquivos/", list_views.upload, name="sync-upload"),
    path("<int:pk>/", run_views.run_page, name="sync-run"),
    path("<int:pk>/linhas/", run_views.more_rows, name="sync-rows"),
    path("<int:pk>/recusadas/", rejected_views.rejected, name="sync-rejected"),
    path("<int:pk>/recusadas/arquivo/", rejected_views.rejected_file, name="sync-rejected-file"),
    path("<int:pk>/aplicar/", run_views.apply, name="sync-apply"),
    path("<int:pk>/descartar/", run_views.dismiss, name="sync-dismiss"),
    path("<int:pk>/parar/", run_views.stop, name="sync-stop"),
    path("<int:pk>/desfazer/", run_views.undo, name="sync-undo"),
]
