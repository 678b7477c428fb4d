"""Addresses without a language: what crawlers ask for."""

from django.urls import path

from .views import machines

app_name = "machines"
urlpatterns = [
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
]
