"""The WSGI application: `gunicorn consult.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from consult.pages import dependencies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consult.settings")

application = get_wsgi_application()

# Code and templates may be new: no page that the ones before made is shown again.
dependencies.mark_changed(dependencies.SITE)

# All that answers requests is imported before the first comes, not while its visitor waits.
get_resolver().url_patterns  # noqa: B018
