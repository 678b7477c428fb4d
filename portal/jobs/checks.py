"""`manage.py check` imports every handler, so that a misspelt name stops the start and not a job."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.utils.module_loading import import_string


def job_handlers_exist(app_configs: Sequence[Any] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """One error for each entry of JOB_HANDLERS that names nothing."""
    wrong: list[CheckMessage] = []
    for kind, path in settings.JOB_HANDLERS.items():
        try:
            import_string(path)
        except ImportError as error:
            wrong.append(Error(f"JOB_HANDLERS[{kind!r}]: {error}", id="jobs.E001"))
    return wrong
