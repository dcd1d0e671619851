from django.urls import path

from . import views

urlpatterns = [
    path("<int:pk>/conversas/", views.conversation_list, name="conversation-list"),
    path("<int:pk>/conversas/<int:conversation_id>/", views.review, name="conversation-review"),
    path("<int:pk>/conversas/<int:conversation_id>/incluir/", views.accept, name="conversation-accept"),
    path("<int:pk>/conversas/<int:conversation_id>/deixar/", views.set_aside, name="conversation-aside"),
    path("<int:pk>/conversas/<int:conversation_id>/retomar/", views.bring_back, name="conversation-back"),
    path("<int:pk>/conversas/<int:conversation_id>/original/", views.original, name="conversation-original"),
    path(
        "<int:pk>/conversas/<int:conversation_id>/midia/<int:place>/",
        views.medium,
        name="conversation-medium",
    ),
]
