"""Addresses below /{l}/ that no editor moves."""

from django.urls import path

from .views import cheering, lists, me, search, verifying

app_name = "home"
urlpatterns = [
    path("cheer/", cheering.current, name="cheering"),
    path("cheer/<slug:slug>/", cheering.cheering_guide, name="cheering-guide"),
    path("reading/", lists.reading, name="reading"),
    path("organisations/", lists.directory, name="directory"),
    path("search/", search.search, name="search"),
    path("verify/", verifying.verify, name="verify"),
    path("me/", me.me, name="me"),
    path("me/calendar/", me.calendar, name="calendar"),
]
