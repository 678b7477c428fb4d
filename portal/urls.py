"""Every address of the house. Upper tiers are named by string only."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal.people.views import to_a_language

urlpatterns = [
    path("", to_a_language),
    path("", include("portal.jobs.urls")),
    path("", include("home.root_urls")),
    path("accounts/", include("allauth.urls")),
    path("office/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("stripe/", include("portal.payments.urls")),
    path("calendar/", include("home.feed_urls")),
    path("api/v1/", include("campaigns.api_urls")),
    *i18n_patterns(
        path("", include("portal.people.urls")),
        path("", include("portal.payments.public_urls")),
        path("", include("volunteers.urls")),
        path("", include("campaigns.urls")),
        path("", include("training.urls")),
        path("", include("home.urls")),
        path("", include(wagtail_urls)),
    ),
]
if settings.DEV_MAILBOX:
    urlpatterns.insert(0, path("dev/mail/", include("portal.mail.urls")))
    urlpatterns.insert(0, path("ui/", include("portal.ui.urls")))
    # One machine has no web server in front; its own pictures are few.
    urlpatterns.insert(0, path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}))
