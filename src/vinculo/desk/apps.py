from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "vinculo.desk"
    label = "desk"
