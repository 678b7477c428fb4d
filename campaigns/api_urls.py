"""Addresses of the public figures."""

from django.urls import path

from . import views

app_name = "campaigns_api"
urlpatterns = [
    path("campaigns/<slug:slug>/totals.json", views.campaign_totals, name="campaign-totals"),
    path("run/<slug:slug>/totals.json", views.page_totals, name="page-totals"),
]
