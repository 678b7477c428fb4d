"""Addresses of the house's signs of life, at the root, and of the progress of long work."""

from django.urls import path

from . import views

app_name = "jobs"
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("jobs/<int:job_id>/", views.progress, name="progress"),
]
