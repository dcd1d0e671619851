from django.apps import AppConfig
from django.db.models.signals import post_migrate

from .reference_data import fill_city_holidays, fill_municipalities
from .signals import registry_fed


class NetworkConfig(AppConfig):
    name = "vinculo.network"
    label = "network"
    verbose_name = "Rede credenciada"

    def ready(self) -> None:
        post_migrate.connect(fill_municipalities, sender=self)
        post_migrate.connect(fill_city_holidays, sender=self)

        from .vocabulary import plan_learning  # noqa: PLC0415 - models are not there before

        registry_fed.connect(plan_learning, dispatch_uid="network.plan_learning")
