"""What the network's site adds to Wagtail's admin."""

from wagtail.snippets.models import register_snippet

from home.viewsets import NetworkViewSetGroup

register_snippet(NetworkViewSetGroup)
