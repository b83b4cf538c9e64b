"""Where reports are in Wagtail's admin."""

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from reports import views
from reports.models import Report
from reports.permissions import report_permissions


class ReportViewSet(ModelViewSet):
    """Listed, asked for, watched and downloaded; there is no view that edits or deletes."""

    model = Report
    name = views.NAMESPACE
    icon = "doc-full-inverse"
    menu_label = _("Consultation reports")
    menu_name = "consultation-reports"
    menu_order = 230
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = views.ReportIndexView
    form_fields: list[str] = []

    @property
    def permission_policy(self) -> ModelPermissionPolicy:
        return report_permissions

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        kwargs = super().get_common_view_kwargs(**kwargs)
        gone = ("edit", "delete", "history", "usage")
        return {
            **{key: value for key, value in kwargs.items() if key.split("_")[0] not in gone},
            "add_url_name": self.get_url_name("new"),
        }

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", views.NewReportView.as_view(), name="new"),
            path("<number:pk>/", views.ReportView.as_view(), name="report"),
            path("<number:pk>/status/", views.ReportStatusView.as_view(), name="status"),
            path("<number:pk>/publish/", views.PublishReportView.as_view(), name="publish"),
            path("<number:pk>/again/", views.CompileAgainView.as_view(), name="again"),
            path("<number:pk>/<number:file_pk>/", views.DownloadView.as_view(), name="download"),
        ]
