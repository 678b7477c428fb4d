"""Addresses of calendars, below /calendar/."""

from django.urls import path

from . import feeds

app_name = "feeds"
urlpatterns = [
    path("shifts.ics", feeds.shifts, name="shifts"),
    path("campaigns/<slug:slug>.ics", feeds.campaign, name="campaign"),
    path("editions/<int:edition_id>.ics", feeds.edition, name="edition"),
    path("shifts/<int:shift_id>.ics", feeds.shift, name="shift"),
    path("gatherings/<int:gathering_id>.ics", feeds.gathering, name="gathering"),
    path("sessions/<int:session_id>.ics", feeds.session, name="session"),
    path("<str:token>.ics", feeds.private, name="private"),
]
