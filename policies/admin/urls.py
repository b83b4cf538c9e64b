"""Addresses of an editor's way, below the admin's own."""

from django.urls import path

from policies.admin import edition_views as editions
from policies.admin import import_views as imports
from policies.admin import making_views as making
from policies.admin import outline_views as outlines

app_name = "policies_admin"
urlpatterns = [
    path("imports/", imports.ImportIndexView.as_view(), name="imports"),
    path("imports/new/", imports.UploadView.as_view(), name="upload"),
    path("imports/<int:pk>/", imports.ImportView.as_view(), name="import"),
    path("imports/<int:pk>/status/", imports.ImportStatusView.as_view(), name="import_status"),
    path("imports/<int:pk>/here/", imports.ImportHereView.as_view(), name="import_here"),
    path("imports/<int:pk>/again/", imports.ImportAgainView.as_view(), name="import_again"),
    path("imports/<int:pk>/cancel/", imports.CancelImportView.as_view(), name="cancel"),
    path("imports/<int:pk>/outline/", outlines.OutlineView.as_view(), name="outline"),
    path(
        "imports/<int:pk>/outline/<int:place>/",
        outlines.OutlineSectionView.as_view(),
        name="outline_section",
    ),
    path("imports/<int:pk>/create/", making.CreateView.as_view(), name="create"),
    path("imports/<int:pk>/match/", making.MatchView.as_view(), name="match"),
    path("<int:policy_pk>/import/", imports.UploadView.as_view(), name="reimport"),
    path("<int:policy_pk>/publish/", editions.PublishView.as_view(), name="publish"),
    path("<int:policy_pk>/window/", editions.WindowView.as_view(), name="window"),
    path("publications/<int:pk>/", editions.PublicationView.as_view(), name="publication"),
    path(
        "publications/<int:pk>/status/",
        editions.PublicationStatusView.as_view(),
        name="publication_status",
    ),
    path("publications/<int:pk>/here/", editions.PublishHereView.as_view(), name="publish_here"),
    path("publications/<int:pk>/again/", editions.PublishAgainView.as_view(), name="publish_again"),
]
