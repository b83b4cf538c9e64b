"""Public addresses for comments and receipts."""

from django.urls import URLPattern

app_name = "comments"
urlpatterns: list[URLPattern] = []
