from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "vinculo.intake"
    label = "intake"
