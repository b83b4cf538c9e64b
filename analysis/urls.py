"""Addresses in the admin, below /admin/answers/."""

from django.urls import path

from analysis import views

app_name = "analysis_admin"
urlpatterns = [
    path("", views.DecisionsView.as_view(), name="overview"),
    path("<number:edition_id>/publish/", views.PublishDecisionsView.as_view(), name="publish"),
]
