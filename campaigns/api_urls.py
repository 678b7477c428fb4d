"""Addresses."""

from django.urls import URLPattern

app_name = "campaigns_api"
urlpatterns: list[URLPattern] = []
