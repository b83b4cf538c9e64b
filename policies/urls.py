"""Public addresses of the policies beyond their pages."""

from django.urls import URLPattern

app_name = "policies"
urlpatterns: list[URLPattern] = []
