"""Addresses in the admin, below /admin/intake/."""

from django.urls import path

from comments.channels.intake import views

app_name = "comments_intake"
urlpatterns = [
    path("", views.ChooseEditionView.as_view(), name="choose"),
    path("entered/", views.EnteredView.as_view(), name="entered"),
    path("entered/<number:pk>/", views.TakeBackView.as_view(), name="take_back"),
    path("unchecked/", views.UncheckedView.as_view(), name="unchecked"),
    path("unchecked/<number:pk>/", views.CheckEntryView.as_view(), name="check"),
    path("<number:edition_id>/", views.EnterView.as_view(), name="enter"),
]
