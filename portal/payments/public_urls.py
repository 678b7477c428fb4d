"""Addresses for everybody."""

from django.urls import path

from . import views

app_name = "payments_public"
urlpatterns = [path("integrity/", views.integrity, name="integrity")]
