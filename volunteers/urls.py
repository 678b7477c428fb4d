"""Addresses of shifts, below a language."""

from django.urls import path

from . import views

app_name = "volunteers"
urlpatterns = [
    path("shifts/", views.shift_list, name="shift-list"),
    path("shifts/series/<int:pk>/", views.series_detail, name="series"),
    path("shifts/series/<int:pk>/take/", views.take_dates, name="take-dates"),
    path("shifts/series/<int:pk>/come/", views.come_every_time, name="come-every-time"),
    path("shifts/series/<int:pk>/stop/", views.stop_coming, name="stop-coming"),
    path("shifts/<int:pk>/", views.shift_detail, name="shift-detail"),
    path("shifts/asked/", views.be_asked, name="be-asked"),
    path("shifts/asked/<str:token>/", views.answer_ask, name="answer-ask"),
    path("shifts/<int:pk>/sign-up/", views.sign_up, name="sign-up"),
    path("shifts/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("shifts/<int:pk>/accept/", views.accept_offer, name="accept-offer"),
    path("shifts/<int:pk>/decline/", views.decline_offer, name="decline-offer"),
]
