"""Addresses of an editor's way, below the admin's own."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from consult.converters import NumberConverter
from policies.staff import edition_views as editions
from policies.staff import import_views as imports
from policies.staff import making_views as making
from policies.staff import match_views as match
from policies.staff import outline_section_views as outline_sections
from policies.staff import outline_views as outlines
from policies.staff import plain_words_views as plain_words
from policies.staff import preview_views as previews
from policies.staff import withdrawal_views as withdrawal
from texts.outline.model import FRONT_MATTER


class PartConverter(NumberConverter):
    """The index of a section under review, or what stands before the first."""

    regex = f"front|{NumberConverter.regex}"

    def to_python(self, value: str) -> int:
        return FRONT_MATTER if value == "front" else super().to_python(value)

    def to_url(self, value: int | str) -> str:
        return "front" if value == FRONT_MATTER else super().to_url(value)


class PictureConverter(StringConverter):
    """The key of a picture under review."""

    regex = "[0-9a-f]{64}"


register_converter(PartConverter, "part")
register_converter(PictureConverter, "picture")
app_name = "policies_admin"
urlpatterns = [
    path("imports/", imports.ImportIndexView.as_view(), name="imports"),
    path("imports/new/", imports.UploadView.as_view(), name="upload"),
    path("imports/<number:pk>/", imports.ImportView.as_view(), name="import"),
    path("imports/<number:pk>/status/", imports.ImportStatusView.as_view(), name="import_status"),
    path("imports/<number:pk>/here/", imports.ImportHereView.as_view(), name="import_here"),
    path("imports/<number:pk>/again/", imports.ImportAgainView.as_view(), name="import_again"),
    path("imports/<number:pk>/cancel/", imports.CancelImportView.as_view(), name="cancel"),
    path("imports/<number:pk>/outline/", outlines.OutlineView.as_view(), name="outline"),
    path("imports/<number:pk>/preview/", previews.FilePreviewView.as_view(), name="read"),
    path(
        "imports/<number:pk>/outline/<part:index>/",
        outline_sections.OutlineSectionView.as_view(),
        name="outline_section",
    ),
    path(
        "imports/<number:pk>/pictures/<picture:key>/",
        outline_sections.PictureView.as_view(),
        name="picture",
    ),
    path("imports/<number:pk>/create/", making.CreateView.as_view(), name="create"),
    path("imports/<number:pk>/match/", match.MatchView.as_view(), name="match"),
    path("<number:policy_pk>/import/", imports.UploadView.as_view(), name="reimport"),
    path("<number:policy_pk>/publish/", editions.PublishEditionView.as_view(), name="publish"),
    path("<number:policy_pk>/preview/", previews.PreviewView.as_view(), name="preview"),
    path("<number:policy_pk>/edition/", editions.EditionWordsView.as_view(), name="edition_words"),
    path("<number:policy_pk>/withdraw/", withdrawal.WithdrawalView.as_view(), name="withdraw"),
    path("<number:policy_pk>/window/", editions.WindowView.as_view(), name="window"),
    path(
        "<number:policy_pk>/plain-words/", plain_words.PlainWordsView.as_view(), name="plain_words"
    ),
    path("publications/<number:pk>/", editions.PublicationView.as_view(), name="publication"),
    path(
        "publications/<number:pk>/status/",
        editions.PublicationStatusView.as_view(),
        name="publication_status",
    ),
    path("publications/<number:pk>/here/", editions.PublishHereView.as_view(), name="publish_here"),
    path(
        "publications/<number:pk>/again/", editions.PublishAgainView.as_view(), name="publish_again"
    ),
]
