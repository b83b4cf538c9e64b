"""The site's address is named once, by ``PUBLIC_URL``: sitemap, feeds and mails say the same."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Site

PORTS = {"http": 80, "https": 443}


def take_over_public_url(**kwargs: Any) -> None:
    """Give Wagtail's default site the address of ``PUBLIC_URL``, unless that is not set."""
    named = urlsplit(settings.PUBLIC_URL)
    if named.hostname in (None, "localhost"):
        return
    site = Site.objects.filter(is_default_site=True).first()
    port = named.port or PORTS.get(named.scheme, 80)
    if site and (site.hostname, site.port) != (named.hostname, port):
        site.hostname, site.port = named.hostname, port
        site.save()
