"""The Celery application: `celery -A celery_app worker` and `celery -A celery_app beat`."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consult.settings")

TRANSPORT_ALIASES["filesystem"] = "consult.jobs.broker:Transport"

app = Celery("maoni")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
