"""Addresses in the admin, below /admin/phone/."""

from django.urls import path

from comments.channels.phone.staff import views

app_name = "comments_phone"
urlpatterns = [
    path("", views.MessagesView.as_view(), name="messages"),
    path("<number:pk>/", views.PlaceMessageView.as_view(), name="message"),
    path("<number:pk>/aside/", views.SetAsideView.as_view(), name="set_aside"),
    path("answers/<number:pk>/", views.SendAnswerAgainView.as_view(), name="send_again"),
    path("try/", views.TryOutView.as_view(), name="try_out"),
]
