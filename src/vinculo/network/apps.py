from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "vinculo.network"
    label = "network"
    verbose_name = "Rede credenciada"
