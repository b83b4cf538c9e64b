"""Addresses in the admin, below /admin/intake/."""

from django.urls import path

from comments.channels.intake import views

app_name = "comments_intake"
urlpatterns = [
    path("", views.ChooseEditionView.as_view(), name="choose"),
    path("<number:edition_id>/", views.EnterView.as_view(), name="enter"),
]
