from django.apps import AppConfig


class ConsequencesConfig(AppConfig):
    name = "vinculo.consequences"
    label = "consequences"

    def ready(self) -> None:
        from vinculo.documents.signals import document_issued  # noqa: PLC0415
        from vinculo.network.signals import registry_fed  # noqa: PLC0415 - models are not there before

        from .actions.confirm_by_registry import after_feed  # noqa: PLC0415
        from .actions.signed_filings import after_issuing  # noqa: PLC0415

        document_issued.connect(after_issuing, dispatch_uid="consequences.after_issuing")
        registry_fed.connect(after_feed, dispatch_uid="consequences.after_feed")
