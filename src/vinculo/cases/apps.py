from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "vinculo.cases"
    label = "cases"
    verbose_name = "Processos"

    def ready(self) -> None:
        from vinculo.network.search_text import renamed  # noqa: PLC0415 - models are not there before

        from .search_index import refresh_cases_of  # noqa: PLC0415

        renamed.connect(refresh_cases_of, dispatch_uid="cases.search_index")
