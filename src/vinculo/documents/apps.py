from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "vinculo.documents"
    label = "documents"
