import importlib

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "portal.payments"
    label = "payments"

    def ready(self) -> None:
        importlib.import_module("portal.payments.checks")  # registers them; models must be loaded first
