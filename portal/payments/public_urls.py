"""Addresses."""

from django.urls import URLPattern

app_name = "payments_public"
urlpatterns: list[URLPattern] = []
