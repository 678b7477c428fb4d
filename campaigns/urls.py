"""Addresses of campaigns, runners and gifts, below a language."""

from django.urls import path

from . import views

app_name = "campaigns"
urlpatterns = [
    path("campaigns/", views.campaign_list, name="campaign-list"),
    path("campaigns/<slug:slug>/", views.campaign_detail, name="campaign-detail"),
    path("gatherings/<int:pk>/reply/", views.reply, name="gathering-reply"),
    path("run/apply/", views.apply, name="apply"),
    path("run/teams/new/<slug:campaign>/", views.form_team, name="form-team"),
    path("run/teams/join/<str:token>/", views.join_team, name="join-team"),
    path("run/<slug:slug>/", views.runner_page, name="runner-page"),
    path("run/<slug:slug>/edit/", views.edit_page, name="edit-page"),
    path("run/<slug:slug>/race-day/", views.race_day, name="race-day"),
    path("run/<slug:slug>/rest/", views.rest_page, name="rest-page"),
    path("run/<slug:slug>/leave/", views.leave_team, name="leave-team"),
    path("run/<slug:slug>/give/", views.give, name="give-to-runner"),
    path("give/", views.give, name="give"),
    path("give/confirm/", views.confirm, name="confirm"),
    path("give/gift/<str:token>/", views.gift, name="gift"),
    path("give/gift/<str:token>/receipt/", views.gift_receipt, name="gift-receipt"),
    path("give/gift/<str:token>/receipt/<uuid:pk>.pdf", views.gift_receipt_file, name="gift-receipt-file"),
    path("give/gift/<str:token>/monthly/", views.gift_plan, name="gift-plan"),
    path("me/gifts/", views.my_gifts, name="my-gifts"),
    path("me/gifts/monthly/<uuid:pk>/", views.my_plan, name="my-plan"),
    path("me/receipts/", views.my_receipts, name="my-receipts"),
    path("me/receipts/<uuid:pk>.pdf", views.my_receipt, name="my-receipt"),
    path("thanks/", views.thanks, name="thanks"),
]
