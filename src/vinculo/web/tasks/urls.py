from django.urls import path

from . import step_views, views

urlpatterns = [
    path("", views.task_list, name="task-list"),
    path("<int:pk>/", views.task_page, name="task-page"),
    path("<int:pk>/arquivos/<int:attachment_id>/", views.task_file, name="task-file"),
    path("<int:pk>/alterar/", step_views.task_edit, name="task-edit"),
    path("<int:pk>/assumir/", step_views.task_claim, name="task-claim"),
    path("<int:pk>/devolver/", step_views.task_release, name="task-release"),
    path("<int:pk>/responder/", step_views.task_answer, name="task-answer"),
    path("<int:pk>/aceitar/", step_views.task_accept, name="task-accept"),
    path("<int:pk>/registrar/", step_views.task_record, name="task-record"),
    path("<int:pk>/reabrir/", step_views.task_reopen, name="task-reopen"),
    path("<int:pk>/cancelar/", step_views.task_cancel, name="task-cancel"),
]
