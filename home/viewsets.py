"""The network's registers in Wagtail's admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from home.models import Organisation, Theme


class ThemeViewSet(SnippetViewSet):
    model = Theme
    icon = "tag"
    list_display = ["name", "name_sw", "position"]
    copy_view_enabled = False


class OrganisationViewSet(SnippetViewSet):
    model = Organisation
    icon = "group"
    list_display = ["name", "kind", "is_member", "sub_county"]
    list_filter = ["kind", "is_member", "sub_county", "illustrative"]
    copy_view_enabled = False


class NetworkViewSetGroup(SnippetViewSetGroup):
    items = (OrganisationViewSet, ThemeViewSet)
    menu_label = _("Network")
    menu_icon = "group"
    menu_name = "network"
    menu_order = 300
