"""Public addresses of the policies beyond their pages."""

from django.urls import include, path

from policies.reading import views
from policies.reading.notices import views as notice_views

app_name = "policies"
urlpatterns = [
    path("", include("policies.follow.urls")),
    path("search/", views.search, name="search"),
    path("policy/<slug:slug>/editions/", views.edition_list, name="editions"),
    path("policy/<slug:slug>/editions/<number:number>/", views.edition, name="edition"),
    path("policy/<slug:slug>/editions/<number:number>/text/", views.whole_text, name="whole_text"),
    path(
        "policy/<slug:slug>/editions/<number:number>/download/<slug:format_name>/",
        views.download,
        name="download",
    ),
    path(
        "policy/<slug:slug>/editions/<number:number>/<number:version_id>/",
        views.section_text,
        name="section_text",
    ),
    path("policy/<slug:slug>/compare/", views.choose_editions, name="choose_editions"),
    path("policy/<slug:slug>/compare/<number:old>/<number:new>/", views.compare, name="compare"),
    path("policy/<slug:slug>/changes/<number:old>/<number:new>/", views.changes, name="changes"),
    path("policy/<slug:slug>/history/<number:section_id>/", views.history, name="history"),
    path("policy/<slug:slug>/notice/", notice_views.notice, name="notice"),
    path(
        "policy/<slug:slug>/notice/<slug:kind>/<slug:language>/",
        notice_views.notice_file,
        name="notice_file",
    ),
]
