"""Settings that hold everywhere. What differs by place comes from the environment (docs/operating.md)."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()
VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var")))  # everything that a machine keeps

# --- who we are -----------------------------------------------------------------------------------
BASE_URL = env.str("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
# The right-hand side of every calendar UID: one fixed domain, never the request's host (calendars.md 5).
CALENDAR_UID_DOMAIN = env.str("CALENDAR_UID_DOMAIN", "tomoni.example.org")
DEMO = False  # a quiet line in the foot says so where it is True
DEV_MAILBOX = False

# --- applications: lower tiers first; upper tiers are named here by string only ---------------------
INSTALLED_APPS = [
    "portal.people",
    "portal.ui",
    "portal.calendars",
    "portal.mail",
    "portal.jobs",
    "portal.payments",
    "portal.documents",
    "portal.cms",
    "volunteers",
    "campaigns",
    "training",
    "home",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "localflavor",
    "django_htmx",
    "template_partials",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.ui.middleware.request_id",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.people.middleware.choose_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.people.office_door.office_door",
    "django_htmx.middleware.HtmxMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.ui.middleware.content_security_policy_by_area",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "wagtail.contrib.settings.context_processors.settings",
                "portal.ui.context.frame",
            ],
        },
    }
]

# --- data -----------------------------------------------------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'tomoni.sqlite3'}")}


def tune_database(database: dict[str, Any]) -> dict[str, Any]:
    """SQLite takes its write lock at BEGIN (money and seats are read before they are written, and a lock
    that comes later oversells); PostgreSQL keeps a pool, because a new connection costs ten requests."""
    if database["ENGINE"].endswith("sqlite3"):
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
    else:
        database["OPTIONS"] = {"pool": {"min_size": 1, "max_size": env.int("DATABASE_POOL_SIZE", 8)}}
    return database


tune_database(DATABASES["default"])
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.str("REDIS_URL", "")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",  # shared by web and worker
            "LOCATION": VAR_DIR / "cache",
        }
    )
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

# --- people -----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:me"
ACCOUNT_ADAPTER = "portal.people.adapter.AccountAdapter"
ACCOUNT_FORMS = {"signup": "portal.people.forms.SignupForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Tomoni"
STAFF_SECOND_FACTOR = True  # the demonstration leaves it off

# --- languages, days, numbers -------------------------------------------------------------------------
LANGUAGE_CODE = "ja"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("ja", _("Japanese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
FORMAT_MODULE_PATH = ["portal.formats"]
USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Tokyo"
WAGTAIL_I18N_ENABLED = True

# --- mail: every mail is a row first (portal.mail) --------------------------------------------------------
EMAIL_BACKEND = "portal.mail.outbox.OutboxBackend"
DELIVERY = env.email_url("EMAIL_URL", "consolemail://")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Tomoni <hello@tomoni.example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- payments (portal.payments) ------------------------------------------------------------------------------
STRIPE_API_KEY = env.str("STRIPE_API_KEY", "")
STRIPE_WEBHOOK_SECRETS = [s for s in env.list("STRIPE_WEBHOOK_SECRET", default=[]) if s]
STRIPE_API_BASE = env.str("STRIPE_API_BASE", "")  # the sandbox only
STRIPE_API_VERSION = "2026-10-28.endive"
PAYMENT_HANDLERS = {
    "donation": "campaigns.actions.settle_donation",
    "course_fee": "training.actions.settle_enrolment",
}

PLAN_HANDLERS = {  # who takes money every month hears when it fails or ends
    "donation": "campaigns.actions.note_plan",
}

REFUND_HANDLERS = {
    "donation": "campaigns.actions.note_refund",
    "course_fee": "training.actions.note_refund",
}

MAIL_HANDLERS = {  # what staff may have written once more
    "donation": "campaigns.actions.write_again",
    "course_fee": "training.actions.write_again",
}

LEDGER_HANDLERS = {  # who keeps lines of its own in step with a payment's ledger: what sponsors add
    "donation": "campaigns.actions.follow_ledger",
}

EMAIL_CONFIRMED_HANDLERS = [  # what happens at once when somebody has proved that an address is theirs
    "campaigns.views.mine.claim_and_tell",
]

LEDGER_AUDITS = ["campaigns.queries.matching_audit.match_differences"]  # what such lines owe, for the daily comparison

PAYMENT_PAGES = {"donation": "campaigns_money:gift"}  # the office's page of what was paid for, by the reference
MONEY_BOARD_NEEDS = ["campaigns.queries.needs.board_needs"]  # what else needs somebody today

WEBHOOK_SILENCE_HOURS = env.int("WEBHOOK_SILENCE_HOURS", 12)  # with payments open, longer is an alarm
WEBHOOK_BODY_DAYS = env.int("WEBHOOK_BODY_DAYS", 90)  # bodies hold names and addresses
# How many hosted checkouts one may open: (times, seconds); card testers try thousands (money.md 21).
# "portal": ways to the provider's page of a monthly gift; "asking": looks at the provider because a gift's page was opened.
CHECKOUT_LIMITS = {
    "address": (60, 3600),
    "email": (12, 3600),
    "session": (20, 3600),
    "challenge": (6, 3600),
    "portal": (12, 3600),
    "asking": (60, 3600),
}
# No card is taken for a while where so many attempts of the last minutes, at least, were declined.
CHECKOUT_BREAKER = {
    "attempts": 20,
    "declined_percent": 60,
    "seconds": 600,
    "pause_seconds": 1800,
    "half_open_seconds": 7200,
}
# When a donor confirms the e-mail address by a code before the checkout: "never", "half_open" (after a pause), "always".
CHECKOUT_CHALLENGE = env.str("CHECKOUT_CHALLENGE", "half_open")

# --- work after the request --------------------------------------------------------------------------------------
JOB_HANDLERS: dict[str, str] = {  # long work by kind, named by string like the payments' handlers
    "receipts": "campaigns.actions.issue_receipts_of_year",
    "shift_import": "volunteers.actions.run_import",
    "shift_letter": "volunteers.actions.send_letter",
}
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", REDIS_URL or "filesystem://")
if CELERY_BROKER_URL.startswith("filesystem"):
    # Real Celery without a service: messages are files (docs/adr/0005).
    for folder in ("broker", "broker-control"):
        (VAR_DIR / folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
        "data_folder_in": str(VAR_DIR / "broker"),
        "data_folder_out": str(VAR_DIR / "broker"),
        "control_folder": str(VAR_DIR / "broker-control"),
        "store_processed": False,
    }
else:
    # A broker that does not answer must not hold a request up: the row is the queue, the sweeper finds it.
    CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 2, "socket_timeout": 5}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "heartbeat": {"task": "portal.jobs.tasks.beat", "schedule": 5.0},
    "deliver-mail-left-behind": {"task": "portal.mail.tasks.sweep", "schedule": 60.0},
    "process-webhooks-left-behind": {"task": "portal.payments.tasks.sweep_webhooks", "schedule": 60.0},
    "fetch-fees": {"task": "portal.payments.tasks.fetch_missing_fees", "schedule": 300.0},
    "look-after-open-payments": {"task": "portal.payments.tasks.reconcile_open", "schedule": crontab(minute="*/15")},
    "compare-everything": {
        "task": "portal.payments.tasks.reconcile_full",
        "schedule": crontab(hour=3, minute=20),
    },
    "watch-plans": {"task": "portal.payments.tasks.watch_plans", "schedule": crontab(hour=4, minute=40)},
    "hear-webhooks": {"task": "portal.payments.tasks.watch_webhooks", "schedule": crontab(minute=5)},
    "purge-webhooks": {
        "task": "portal.payments.tasks.purge_webhook_bodies",
        "schedule": crontab(hour=4, minute=40),
    },
    "resume-refunds": {"task": "portal.payments.tasks.resume_refunds", "schedule": 300.0},
    "resume-endings-of-plans": {"task": "portal.payments.tasks.resume_endings", "schedule": 300.0},
    "look-after-jobs": {"task": "portal.jobs.tasks.sweep", "schedule": 60.0},
    "waiting-lists-of-shifts": {"task": "volunteers.tasks.move_waiting_lists", "schedule": 60.0},
    "parties-of-shifts": {"task": "volunteers.tasks.look_after_parties", "schedule": 300.0},
    "remind-of-shifts": {"task": "volunteers.tasks.send_reminders", "schedule": 300.0},
    "tell-leads-of-short-shifts": {"task": "volunteers.tasks.escalate_shifts", "schedule": 300.0},
    "digests-of-shifts": {"task": "volunteers.tasks.send_digests", "schedule": 300.0},
    "remind-of-payment-slips": {"task": "campaigns.tasks.remind_of_slips", "schedule": 300.0},
    "dates-of-series": {"task": "volunteers.tasks.look_after_series", "schedule": crontab(hour=2, minute=30)},
    "close-lists-of-shifts": {"task": "volunteers.tasks.close_lists", "schedule": 900.0},
    "thank-volunteers": {"task": "volunteers.tasks.send_thanks", "schedule": 900.0},
    "waiting-lists-of-courses": {"task": "training.tasks.move_waiting_lists", "schedule": 60.0},
    "clear-held-uploads": {"task": "portal.documents.tasks.clear_held_uploads", "schedule": crontab(minute=25)},
    "clear-sessions": {"task": "portal.jobs.tasks.clear_expired_sessions", "schedule": crontab(hour=4, minute=10)},
}

# --- files ------------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Papers with people's names: outside MEDIA_ROOT, opened only by views that ask who is there.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "private", "base_url": None, "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

# --- Wagtail -------------------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Tomoni"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAILADMIN_LOGIN_URL = "account_login"
# The office asks nobody outside: neither for faces nor for news of itself.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# --- safety -----------------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY: dict[str, dict[str, list[Any]]] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [SELF],
        "object-src": [NONE],
        # A browser checks every hop of a form's redirect, so the hosted checkout must be named.
        "form-action": [SELF, "https://checkout.stripe.com", "https://billing.stripe.com"],
    }
}
if STRIPE_API_BASE:
    parts = urlsplit(STRIPE_API_BASE)
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"].append(f"{parts.scheme}://{parts.netloc}")
# Wagtail's own editor writes inline scripts and styles; the back office gets what it needs, nobody else does.
OFFICE_CONTENT_SECURITY_POLICY = {
    "script-src": [SELF, "'unsafe-inline'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "portal.ui.views.csrf_failure"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "portal.ui.logs.RequestId"}},
    "formatters": {"line": {"()": "portal.ui.logs.JsonLine"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "filters": ["request_id"], "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {
        # Django's own handlers would print addresses of private feeds past our formatter.
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": ["stderr"], "propagate": False},
        "django.db.backends": {"level": "INFO"},
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
        "stripe": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
    },
}
