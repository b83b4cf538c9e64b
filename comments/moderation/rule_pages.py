"""Where editors say when the comments of a policy are shown."""

from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser, User
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from comments.choices import FirstShown
from comments.models import Comment, ModerationRule

_WHY = _(
    "Without a rule a moderator reads every comment before it is shown. Shown at once, a comment"
    " stands in public before anybody has read it; one with a telephone or identity number, an"
    " address, a link, a rough word or a file waits all the same, and so does what clerks enter,"
    " lists bring and memoranda hold. Choose it only where moderators read every day. Look whether"
    " what the policy itself says of what happens to the comments is still true: it stands on its"
    " page, the notice and the poster."
)
_FROM_NOW_ON = _("Comments that come from now on are shown at once, and read afterwards.")
_AS_BEFORE = _("Comments that come from now on are shown once a moderator has read them.")


class RuleForm(WagtailAdminModelForm):
    """Asks once before it changes what those are told who comment now."""

    sure = forms.BooleanField(
        label=_("Change it while comments come in"),
        required=False,
        help_text=_("Needed only while the policy takes comments."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["policy"].disabled = True  # the rule of another is another

    @property
    def before(self) -> str:
        return self.initial.get("shown", FirstShown.READ) if self.instance.pk else FirstShown.READ

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        policy, shown = cleaned.get("policy"), cleaned.get("shown")
        is_changing = bool(policy) and bool(shown) and shown != self.before
        if is_changing and policy.accepts_comments and not cleaned.get("sure"):
            does = _FROM_NOW_ON if shown == FirstShown.AT_ONCE else _AS_BEFORE
            waiting = Comment.objects.filter(policy=policy).waiting().count()
            message = ngettext(
                "%(policy)s takes comments now. %(does)s The %(n)d that waits goes on waiting, and"
                " what is shown stays shown. Tick this, and save again.",
                "%(policy)s takes comments now. %(does)s The %(n)d that wait go on waiting, and"
                " what is shown stays shown. Tick this, and save again.",
                waiting,
            )
            said = message % {"policy": policy, "does": does, "n": waiting}
            self.add_error("sure", said)
        return cleaned

    def save(self, commit: bool = True) -> ModerationRule:
        if self.instance.shown != self.before:
            self.instance.since = timezone.now()
        return super().save(commit)


class NeverDeleted(ModelPermissionPolicy):
    """A rule is changed back, which its history keeps, and not taken away."""

    def user_has_permission(self, user: User | AnonymousUser, action: str) -> bool:
        return action != "delete" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: User | AnonymousUser, actions: list[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class AddRuleView(CreateView):
    """Reached from a policy, the policy is chosen already."""

    def get_initial(self) -> dict[str, Any]:
        return {"policy": self.request.GET.get("policy", "")}


class ModerationRuleViewSet(SnippetViewSet):
    """Whether a policy's comments are read first; the history says who changed it, and to what."""

    model = ModerationRule
    icon = "view"
    menu_label = _("Showing comments")
    menu_name = "showing-comments"
    menu_order = 199
    add_to_admin_menu = True
    copy_view_enabled = False
    add_view_class = AddRuleView
    list_display = ["policy", "shown", "since"]
    edit_handler = ObjectList(
        [
            HelpPanel(content=_WHY),
            FieldPanel("policy", widget=forms.Select),
            FieldPanel("shown", widget=forms.RadioSelect),
            FieldPanel("sure"),
        ],
        base_form_class=RuleForm,
    )

    @property
    def permission_policy(self) -> NeverDeleted:
        return NeverDeleted(self.model)
