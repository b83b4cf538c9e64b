"""Addresses of a ledger that carry no language: what programs ask for."""

from django.urls import path

from comments.register.ledger import views

app_name = "ledger"
urlpatterns = [
    path("checker.py", views.checker_file, name="checker"),
    path("<slug:ledger_key>/checkpoint", views.checkpoint, name="checkpoint"),
    path("<slug:ledger_key>/entries.txt", views.entries, name="entries"),
    path("<slug:ledger_key>/growth", views.growth, name="growth"),
    path("<slug:ledger_key>/cosign", views.cosign, name="cosign"),
]
