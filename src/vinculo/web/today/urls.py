from django.urls import path
from django.views.generic import TemplateView

urlpatterns = [path("hoje/", TemplateView.as_view(template_name="site/base.html"), name="today")]
