from django.apps import AppConfig


class ReconciliationConfig(AppConfig):
    name = "vinculo.reconciliation"
    label = "reconciliation"
    verbose_name = "Divergências"
