from django.urls import path
from django.views.generic import RedirectView

from . import views

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="today")),
    path("entrar/", views.sign_in_page, name="sign-in"),
    path("sair/", views.sign_out, name="sign-out"),
    path("conta/", views.account, name="account"),
    path("conta/resumo/", views.digest, name="account-digest"),
    path("senha/esqueci/", views.forgotten_password, name="password-forgotten"),
    path("senha/definir/<uid>/<token>/", views.set_password, name="password-set"),
]
