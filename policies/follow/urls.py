"""Addresses to follow policies; part of `policies.urls`."""

from django.urls import path

from policies.follow import calendars, feeds, views

urlpatterns = [
    path("updates.atom", feeds.UpdatesFeed(), name="feed"),
    path("calendar.ics", calendars.calendar, name="calendar"),
    path("policy/<slug:slug>/updates.atom", feeds.policy_feed, name="policy_feed"),
    path("policy/<slug:slug>/calendar.ics", calendars.policy_calendar, name="policy_calendar"),
    path("policy/<slug:slug>/follow/", views.follow, name="follow"),
    path("policy/<slug:slug>/follow/sent/", views.follow_sent, name="follow_sent"),
    path("following/confirm/<str:token>/", views.confirm, name="follow_confirm"),
    path("following/stop/<str:token>/", views.stop, name="follow_stop"),
]
