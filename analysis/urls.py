"""Addresses in the admin, below /admin/answers/."""

from django.urls import path

from analysis import views
from analysis.coding import frame_pages

app_name = "analysis_admin"
urlpatterns = [
    path("", views.DecisionsView.as_view(), name="overview"),
    path("codes/", frame_pages.FramesPage.as_view(), name="frames"),
    path("codes/<number:policy_id>/", frame_pages.FramePage.as_view(), name="frame"),
    path("codes/<number:policy_id>/file/", frame_pages.FrameFileView.as_view(), name="frame_file"),
    path("<number:edition_id>/publish/", views.PublishDecisionsView.as_view(), name="publish"),
]
