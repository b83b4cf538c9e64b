"""Addresses in the admin, below /admin/intake/."""

from django.urls import path

from comments.channels.intake import views

app_name = "comments_intake"
urlpatterns = [
    path("", views.ChooseEditionView.as_view(), name="choose"),
    path("entered/", views.EnteredView.as_view(), name="entered"),
    path("entered/<number:pk>/", views.TakeBackView.as_view(), name="take_back"),
    path("<number:edition_id>/", views.EnterView.as_view(), name="enter"),
]
