"""Addresses of shifts, below a language."""

from django.urls import path

from . import views

app_name = "volunteers"
urlpatterns = [
    path("shifts/list-worker.js", views.list_worker, name="list-worker"),
    path("shifts/<int:pk>/list/", views.captains_list, name="captains-list"),
    path("shifts/<int:pk>/list/mark/", views.mark_line, name="mark-line"),
    path("shifts/<int:pk>/list/sync/", views.sync_list, name="sync-list"),
    path("shifts/<int:pk>/list/arrival/", views.add_arrival, name="add-arrival"),
    path("shifts/<int:pk>/list/guests/<int:guest>/remove/", views.remove_guest, name="remove-guest"),
    path("shifts/<int:pk>/list/close/", views.close_list, name="close-list"),
    path("shifts/<int:pk>/list/captains/", views.choose_captain, name="choose-captain"),
    path("shifts/<int:pk>/list/code/<str:token>/", views.scan_code, name="scan-code"),
    path("shifts/hours/", views.hours_desk, name="hours-desk"),
    path("shifts/hours/approve/", views.approve_ticked, name="approve-hours"),
    path("shifts/hours/<int:pk>/", views.decide_claim, name="decide-hours"),
    path("me/hours/", views.my_hours, name="my-hours"),
    path("me/hours/<int:pk>/correct/", views.correct_own, name="correct-hours"),
    path("me/hours/certificate/", views.ask_certificate, name="ask-certificate"),
    path("me/hours/certificates/<slug:code>.pdf", views.certificate_pdf, name="hours-certificate"),
    path("shifts/<int:pk>/today/", views.today, name="today"),
    path("shifts/<int:pk>/check-in/", views.check_in, name="check-in"),
    path("shifts/", views.shift_list, name="shift-list"),
    path("shifts/events/<slug:slug>/", views.event_detail, name="event"),
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
