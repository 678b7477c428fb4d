"""Addresses of the development mailbox, below /dev/mail/."""

from django.urls import path

from . import views

app_name = "mail"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("<int:mail_id>/", views.message, name="message"),
    path("<int:mail_id>/html/", views.html, name="html"),
    path("<int:mail_id>/attachments/<int:attachment_id>/", views.attachment, name="attachment"),
]
