from django.apps import AppConfig


class ReconciliationConfig(AppConfig):
    name = "vinculo.reconciliation"
    label = "reconciliation"
    verbose_name = "Divergências"

    def ready(self) -> None:
        from vinculo.network.signals import registry_fed  # noqa: PLC0415 - models are not there before

        from .triggers import after_feed  # noqa: PLC0415

        registry_fed.connect(after_feed, dispatch_uid="reconciliation.after_feed")
