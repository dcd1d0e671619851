"""The public page; what concerns one case stands among the addresses of cases."""

from django.urls import path

from . import verify_views

urlpatterns = [
    path("", verify_views.verify, name="verify"),
    path("<str:code>/", verify_views.verify_document, name="verify-document"),
]
