"""Public addresses of published reports."""

from django.urls import path

from reports import public_views

app_name = "reports"
urlpatterns = [
    path("report/<uuid:uid>/", public_views.report, name="report"),
    path("report/<uuid:uid>/<number:file_id>/", public_views.report_file, name="file"),
]
