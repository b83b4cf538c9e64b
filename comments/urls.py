"""Public addresses for comments and receipts."""

from django.urls import path

from comments.channels.web import views

app_name = "comments"
urlpatterns = [
    path("comment/<number:section_id>/", views.CommentOnSectionView.as_view(), name="comment"),
    path("receipt/", views.receipt_lookup, name="receipt_lookup"),
    path("receipt/finish/", views.finish_visit, name="finish"),
    path("receipt/<str:code>/", views.receipt, name="receipt"),
]
