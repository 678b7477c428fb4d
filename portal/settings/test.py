"""Tests: no network, no worker, quick passwords. SQLite unless TEST_DATABASE_URL names another."""

from .base import *
from .base import VAR_DIR, env, tune_database

DEBUG = False
SECRET_KEY = "tests"
ALLOWED_HOSTS = ["*"]
DEMO = True
DEV_MAILBOX = True
STAFF_SECOND_FACTOR = False
VAR_DIR.mkdir(exist_ok=True)
DATABASES = {
    "default": tune_database(
        env.db_url_config(env.str("TEST_DATABASE_URL", "") or f"sqlite:///{VAR_DIR / 'unused.sqlite3'}")
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: live servers and threads need connections of their own.
    DATABASES["default"]["TEST"] = {"NAME": env.str("TEST_SQLITE", str(VAR_DIR / "test.sqlite3"))}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
else:
    DATABASES["default"]["OPTIONS"] = {}
    DATABASES["default"]["CONN_MAX_AGE"] = 0
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {}
DELIVERY = {"EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
STRIPE_API_BASE = "http://127.0.0.1:1"
STRIPE_API_KEY = "sk_test_tests"
STRIPE_WEBHOOK_SECRETS = ["whsec_tests"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "private": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
ACCOUNT_RATE_LIMITS = False
LOGGING = {"version": 1, "disable_existing_loggers": False}
CHECKOUT_LIMITS = {}  # tests of the limits set their own
CHECKOUT_BREAKER = {}
