"""My page, and the subscription of my calendar."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from home.forms import FeedForm
from home.my import feed_state, my_page
from portal.calendars.actions import create_feed, revoke_feeds, rotate_feed
from portal.calendars.links import private_subscription
from portal.people.models import Person


@require_safe
@never_cache
@login_required
def me(request: HttpRequest) -> HttpResponse:
    """The diary, what needs me, and figures."""
    person = signed_in(request)
    response = render(
        request, "home/me.html", {"my": my_page(person), "person": person, "calendar": feed_state(person)}
    )
    return unlisted(response)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def calendar(request: HttpRequest) -> HttpResponse:
    """Subscribe to my diary. An address is shown once, right after it was made: only its hash is kept."""
    person = signed_in(request)
    form = FeedForm(request.POST if request.method == "POST" else None)
    subscription = None
    if request.method == "POST" and request.POST.get("do") == "stop":
        revoke_feeds(person=person)
        messages.success(request, _("The address is switched off. Calendars that use it show nothing new."))
        return redirect("home:calendar")
    if request.method == "POST" and form.is_valid():
        feed = feed_state(person).feed
        if feed is None:
            feed, token = create_feed(person=person, **form.cleaned_data)
        else:
            feed, token = rotate_feed(feed=feed)
        subscription = private_subscription(token)
    context = {"form": form, "calendar": feed_state(person), "subscription": subscription}
    return unlisted(render(request, "home/calendar.html", context))


def signed_in(request: HttpRequest) -> Person:
    """The person behind a page that asks for sign-in."""
    assert isinstance(request.user, Person)  # noqa: S101  # login_required has seen to it
    return request.user


def unlisted(response: HttpResponse) -> HttpResponse:
    """For this person's eyes: no search engine, and its address goes to no other site."""
    response["X-Robots-Tag"] = "noindex"
    # "no-referrer" would make browsers send "Origin: null" with our own forms, which CSRF protection refuses.
    response["Referrer-Policy"] = "same-origin"
    return response
