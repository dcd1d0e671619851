from django.urls import path

from . import views

urlpatterns = [
    path("rede/<slug:code>/", views.public_page, name="public-changes"),
    path("rede/<slug:code>/mudancas.json", views.public_feed, name="public-changes-feed"),
    path("agenda/<str:secret>.ics", views.calendar_feed, name="calendar-feed"),
]
