"""The serving tier, and the wiring of the whole house."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
