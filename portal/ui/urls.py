"""Addresses: the component sheet (development only, see portal/urls.py)."""

from django.urls import path

from . import views

app_name = "ui"
urlpatterns = [path("", views.sheet, name="sheet")]
