"""Addresses of one's own account, below a language."""

from django.urls import path

from . import views

app_name = "people"
urlpatterns = [path("me/profile/", views.profile, name="profile")]
