"""Public addresses of published reports."""

from django.urls import path

from reports import results

app_name = "reports"
urlpatterns = [
    path("report/<uuid:uid>/", results.report, name="report"),
    path("report/<uuid:uid>/<number:file_id>/", results.report_file, name="file"),
]
