"""Development: everything on this machine, and the demonstration."""

from .base import *
from .base import CONTENT_SECURITY_POLICY, STORAGES, env

DEBUG = env.bool("DEBUG", True)
SECRET_KEY = env.str("SECRET_KEY", "for development only: production refuses to start with this")
ALLOWED_HOSTS = ["*"]
DEMO = True
DEV_MAILBOX = True
STAFF_SECOND_FACTOR = False
DELIVERY = env.email_url("EMAIL_URL", "dummymail://")  # mails are read at /dev/mail/

STRIPE_API_BASE = env.str("STRIPE_API_BASE", "http://127.0.0.1:8440")
STRIPE_API_KEY = env.str("STRIPE_API_KEY", "sk_test_sandbox")
STRIPE_WEBHOOK_SECRETS = env.list("STRIPE_WEBHOOK_SECRET", default=["whsec_sandbox"])
CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"].append(STRIPE_API_BASE)

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

# One machine tries out what a thousand visitors do.
CHECKOUT_LIMITS = {"address": (1000, 3600), "email": (200, 3600), "session": (500, 3600)}
