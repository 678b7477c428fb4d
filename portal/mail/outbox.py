"""The EMAIL_BACKEND of the whole house: a mail is a row first."""

from django.core.mail.backends.base import BaseEmailBackend


class OutboxBackend(BaseEmailBackend):
    """Placeholder until the outbox lands."""
