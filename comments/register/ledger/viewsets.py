"""Witnesses in Wagtail's settings, for administrators alone."""

from wagtail.snippets.views.snippets import SnippetViewSet

from comments.models import Witness


class WitnessViewSet(SnippetViewSet):
    model = Witness
    icon = "view"
    menu_name = "witnesses"
    add_to_settings_menu = True
    copy_view_enabled = False
    list_display = ["organisation", "is_active"]
