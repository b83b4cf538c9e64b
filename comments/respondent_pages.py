"""Where staff say what respondents are asked and told."""

from django.contrib.auth.models import AnonymousUser, User
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSet

from comments.models import AskedAbout, ConsentText
from comments.models.respondent_questions import QUESTIONS

_WHY = _(
    "Ask only what the responsible office will use, and say in the policy's text what for. Each"
    " answer may be left open. It is added to a count and not kept with the comment; reports tell"
    " the counts to the nearest five, and none below five."
)
_ADDED_ONLY = _(
    "What is saved here stands on every form from now on, and is never changed: it stays known"
    " under which words each comment was sent."
)


class AskedAboutViewSet(SnippetViewSet):
    """Which sensitive questions a policy asks: none of them, unless an editor turns them on."""

    model = AskedAbout
    icon = "help"
    menu_label = _("Questions asked")
    menu_name = "questions-asked"
    menu_order = 198
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ["policy", *QUESTIONS]
    edit_handler = ObjectList(
        [
            HelpPanel(content=_WHY),
            FieldPanel("policy"),
            MultiFieldPanel([FieldPanel(name) for name in QUESTIONS], heading=_("Asked about")),
        ]
    )


class OnlyAdded(ModelPermissionPolicy):
    """Versions are added and read: nobody changes or deletes one."""

    def user_has_permission(self, user: User | AnonymousUser, action: str) -> bool:
        return action in ("add", "view") and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: User | AnonymousUser, actions: list[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class ConsentTextViewSet(SnippetViewSet):
    """The versions of what respondents are told; the newest stands on the forms."""

    model = ConsentText
    icon = "clipboard-list"
    menu_label = _("Words of consent")
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["since", "text_en", "text_sw"]
    list_display = ["__str__", "since", "text_en"]
    edit_handler = ObjectList(
        [HelpPanel(content=_ADDED_ONLY), FieldPanel("text_en"), FieldPanel("text_sw")]
    )

    @property
    def permission_policy(self) -> OnlyAdded:
        return OnlyAdded(self.model)
