"""Addresses in the admin, below /admin/intake/."""

from django.urls import path

from comments.channels.intake import batch_pages, scan_pages, views

app_name = "comments_intake"
urlpatterns = [
    path("", views.ChooseEditionView.as_view(), name="choose"),
    path("entered/", views.EnteredView.as_view(), name="entered"),
    path("entered/<number:pk>/", views.TakeBackView.as_view(), name="take_back"),
    path("entered/<number:pk>/scan/", scan_pages.AttachScanPage.as_view(), name="scan"),
    path("scans/<number:pk>/", scan_pages.ScanView.as_view(), name="scan_file"),
    path("unchecked/", views.UncheckedView.as_view(), name="unchecked"),
    path("unchecked/<number:pk>/", views.CheckEntryView.as_view(), name="check"),
    path("batches/<number:pk>/", batch_pages.BatchPage.as_view(), name="batch"),
    path("batches/<number:pk>/slips/", batch_pages.SlipsView.as_view(), name="slips"),
    path("<number:edition_id>/", views.EnterView.as_view(), name="enter"),
]
