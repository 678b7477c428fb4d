from django.apps import AppConfig
from django.core.checks import register

from .checks import job_handlers_exist


class JobsConfig(AppConfig):
    name = "portal.jobs"
    label = "jobs"

    def ready(self) -> None:
        register(job_handlers_exist)
