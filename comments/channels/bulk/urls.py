"""Addresses in the admin, below /admin/intake/lists/."""

from django.urls import path

from comments.channels.bulk import views

app_name = "comments_bulk"
urlpatterns = [
    path("", views.BulkIndexView.as_view(), name="lists"),
    path("new/", views.BulkUploadView.as_view(), name="upload"),
    path("<number:pk>/", views.BulkView.as_view(), name="list"),
    path("<number:pk>/status/", views.BulkStatusView.as_view(), name="status"),
    path("<number:pk>/here/", views.BulkHereView.as_view(), name="here"),
    path("<number:pk>/again/", views.BulkAgainView.as_view(), name="again"),
    path("<number:pk>/plan/", views.BulkPlanView.as_view(), name="plan"),
    path("<number:pk>/checked/", views.BulkCheckedView.as_view(), name="checked"),
    path("<number:pk>/rejected/", views.BulkRejectedView.as_view(), name="rejected"),
    path("<number:pk>/cancel/", views.CancelBulkView.as_view(), name="cancel"),
    path("<number:pk>/forget/", views.ForgetBulkView.as_view(), name="forget"),
]
