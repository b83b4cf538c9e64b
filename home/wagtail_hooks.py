"""What the network's site adds to Wagtail's admin."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from home.shown_files import refuse_hidden_document
from home.viewsets import NetworkViewSetGroup

register_snippet(NetworkViewSetGroup)
hooks.register("before_serve_document", refuse_hidden_document)
