from django.urls import path
from django.views.generic import RedirectView

from . import views

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="today"), name="home"),
    path("hoje/", views.today, name="today"),
    path("hoje/equipe/", views.team, name="today-team"),
    path("hoje/proximo-contato/", views.next_contact, name="today-next-contact"),
    path("hoje/proximo-contato/desfazer/", views.next_contact_undo, name="today-next-contact-undo"),
]
