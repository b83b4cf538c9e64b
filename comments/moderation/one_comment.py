"""One comment before a moderator: what is asked, what was done last, and doing it as seen."""

from typing import cast

from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from comments.choices import HiddenReason, State
from comments.models import Comment, ModeratedComment, ModerationAction
from comments.moderation.redaction_pages import mark_of_change
from comments.moderation.services import ModerationError, moderate
from consult.typed_fields import PlainLineField

# What an address says beside what the list is narrowed by: which page or place of it is shown.
OF_A_PAGE = ("p", "_w_filter_fragment", "after", "before", "done")


class ModerationForm(forms.Form):
    """Publish, or hide with a reason from the fixed list."""

    state = forms.ChoiceField(
        label=gettext_lazy("What to do"),
        choices=[
            (State.PUBLISHED, gettext_lazy("Publish")),
            (State.HIDDEN, gettext_lazy("Hide")),
        ],
        widget=forms.RadioSelect,
    )
    hidden_reason = forms.ChoiceField(
        label=gettext_lazy("Reason for hiding"),
        required=False,
        choices=HiddenReason.choices,
        widget=forms.RadioSelect,
    )

    seen = PlainLineField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        hides = cleaned.get("state") == State.HIDDEN
        if hides and not cleaned.get("hidden_reason"):
            self.add_error("hidden_reason", _("Choose the reason: the respondent will see it."))
        if not hides:
            cleaned["hidden_reason"] = ""
        return cleaned


def form_for(comment: Comment, request: HttpRequest) -> ModerationForm:
    """The form about it: with what was sent, where that was not complete."""
    if request.method == "POST":
        return ModerationForm(request.POST)
    return ModerationForm(initial={"seen": mark_of_change(comment)})


def narrowing(query: QueryDict) -> str:
    """What the list is narrowed by, as the query of an address, whatever page of it is shown."""
    kept = query.copy()
    for name in OF_A_PAGE:
        kept.pop(name, None)
    return f"?{kept.urlencode()}" if kept else ""


def last_done(comment: Comment) -> ModeratedComment | None:
    """What moderators did to it last, if it is still as they left it."""
    done = comment.moderated.filter(changed_at=comment.changed_at).exclude(changed_at=None)
    return done.select_related("action__made_by").order_by("-pk").first()


def moderate_as_seen(
    *, request: HttpRequest, comment: Comment, state: str, hidden_reason: str, seen: str
) -> ModerationAction | None:
    """Only as it was seen: who decided meanwhile, or took it back, is not overruled unseen.

    What came of it is said; nothing is returned where it was not done.
    """
    if seen != mark_of_change(comment):
        said = _("%(comment)s has changed since you opened it: this is how it stands now.")
        messages.error(request, said % {"comment": comment.ref})
        return None
    user = cast(User, request.user)
    try:
        action = moderate(comments=[comment], state=state, hidden_reason=hidden_reason, user=user)
    except ModerationError as error:
        messages.error(request, str(error))
        return None
    if action.stopped.exists():
        said = _("%(comment)s was left alone: see how it stands, and what was done to it.")
        messages.error(request, said % {"comment": comment.ref})
        return None
    done = _("%(comment)s is now: %(state)s.")
    same = _("%(comment)s was that already.")
    text = (done if action.changed.exists() else same) % {
        "comment": comment.ref,
        "state": State(state).label,
    }
    messages.success(request, text)
    return action
