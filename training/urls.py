"""Addresses of courses, below the language."""

from django.urls import path

from . import views

app_name = "training"
urlpatterns = [
    path("courses/", views.course_list, name="course-list"),
    path("courses/<slug:slug>/", views.course_detail, name="course-detail"),
    path("courses/<slug:slug>/enrol/", views.enrol, name="enrol"),
    path("courses/<slug:slug>/offer/", views.answer_offer, name="offer"),
    path("courses/<slug:slug>/pay/", views.pay, name="pay"),
    path("courses/<slug:slug>/welcome/", views.welcome, name="welcome"),
    path("courses/<slug:slug>/cancel/", views.cancel, name="cancel"),
    path("courses/<slug:slug>/learn/", views.learn, name="learn"),
    path("courses/<slug:slug>/learn/<slug:lesson>/", views.lesson, name="lesson"),
]
