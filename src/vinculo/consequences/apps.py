from django.apps import AppConfig


class ConsequencesConfig(AppConfig):
    name = "vinculo.consequences"
    label = "consequences"
