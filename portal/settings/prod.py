"""Production: what is missing or unsafe stops the start, in one sentence each."""

from .base import *
from .base import BASE_URL, CELERY_BROKER_URL, DATABASES, REDIS_URL, STRIPE_API_BASE, STRIPE_API_KEY, env
from .guard import refuse_unsafe

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = [BASE_URL]
refuse_unsafe(
    {
        "SECRET_KEY is missing or shorter than 50 characters": len(SECRET_KEY) < 50,
        "ALLOWED_HOSTS is missing or allows everything": not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS,
        "BASE_URL must be the https:// address of the portal": not BASE_URL.startswith("https://"),
        "DATABASE_URL must name a PostgreSQL database": "postgresql" not in DATABASES["default"]["ENGINE"],
        "REDIS_URL is missing": not REDIS_URL,
        "CELERY_BROKER_URL must not be the filesystem": CELERY_BROKER_URL.startswith("filesystem"),
        "EMAIL_URL is missing": not env.str("EMAIL_URL", ""),
        "STRIPE_API_KEY is missing": not STRIPE_API_KEY,
        "STRIPE_WEBHOOK_SECRET is missing": not env.str("STRIPE_WEBHOOK_SECRET", ""),
        "STRIPE_API_BASE is for the sandbox and must be unset": bool(STRIPE_API_BASE),
        "CALENDAR_UID_DOMAIN is missing (it may never change later)": not env.str("CALENDAR_UID_DOMAIN", ""),
    }
)

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"

MEDIA_STORAGE_URL = env.str("MEDIA_STORAGE_URL", "")
PRIVATE_STORAGE_URL = env.str("PRIVATE_STORAGE_URL", "")  # evidence of gifts: a bucket that nobody reads from outside
for alias, address in (("default", MEDIA_STORAGE_URL), ("private", PRIVATE_STORAGE_URL)):
    if address:
        STORAGES[alias] = {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": address.removeprefix("s3://").partition("?")[0],
                "endpoint_url": address.partition("endpoint=")[2] or None,
            },
        }

SENTRY_DSN = env.str("SENTRY_DSN", "")
if SENTRY_DSN:
    import sentry_sdk

    sentry_sdk.init(dsn=SENTRY_DSN, send_default_pii=False)
