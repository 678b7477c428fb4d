"""The Celery application: `celery -A portal.celery worker -B`."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
TRANSPORT_ALIASES["filesystem"] = "portal.jobs.broker:Transport"  # whole messages only (docs/adr/0005)
app = Celery("tomoni")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
