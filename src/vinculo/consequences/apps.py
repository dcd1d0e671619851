from django.apps import AppConfig


class ConsequencesConfig(AppConfig):
    name = "vinculo.consequences"
    label = "consequences"

    def ready(self) -> None:
        from vinculo.network.signals import registry_fed  # noqa: PLC0415 - models are not there before

        from .actions.confirm_by_registry import after_feed  # noqa: PLC0415

        registry_fed.connect(after_feed, dispatch_uid="consequences.after_feed")
