from django.urls import path
from django.views.generic import RedirectView

from . import views

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="today"), name="home"),
    path("hoje/", views.today, name="today"),
]
