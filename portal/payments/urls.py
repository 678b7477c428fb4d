"""Addresses for machines."""

from django.urls import path

from . import views

app_name = "payments"
urlpatterns = [path("webhook/", views.webhook, name="webhook")]
