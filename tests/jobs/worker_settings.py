"""Settings of the worker that test_worker.py starts: development's, in a folder of their own."""

import json
import os
from pathlib import Path

from portal.settings.dev import *  # noqa: F403

folder = Path(os.environ["WORKER_FOLDER"])
DATABASES["default"] |= json.loads(os.environ["WORKER_DATABASE"])  # noqa: F405
CELERY_BROKER_URL = "filesystem://"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "data_folder_in": str(folder / "broker"),
    "data_folder_out": str(folder / "broker"),
    "control_folder": str(folder / "control"),
    "store_processed": False,
}
CELERY_BEAT_SCHEDULE_FILENAME = str(folder / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "heartbeat": {"task": "portal.jobs.tasks.beat", "schedule": 0.5},
    "deliver-mail-left-behind": {"task": "portal.mail.tasks.sweep", "schedule": 0.5},
}
DELIVERY = {
    "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
    "EMAIL_FILE_PATH": str(folder / "mail"),
}
