from django.urls import path

from . import views

urlpatterns = [
    path("", views.notices, name="notices"),
    path("sino/", views.bell, name="notices-bell"),
    path("vistos/", views.seen, name="notices-seen"),
]
