"""The tags that policies offer, in Wagtail's admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet

from policies.models import PolicyTag


class PolicyTagViewSet(SnippetViewSet):
    model = PolicyTag
    icon = "tag"
    menu_label = _("Tags")
    menu_name = "policy-tags"
    menu_order = 310
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ["name", "name_sw"]
    search_fields = ["name", "name_sw"]
    search_backend_name = None
