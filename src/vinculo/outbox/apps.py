from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "vinculo.outbox"
    label = "outbox"
