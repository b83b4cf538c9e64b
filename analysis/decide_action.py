"""Decide on many comments of one section at once, from their list."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from analysis.models import Decision
from analysis.permissions import may_decide
from analysis.services import DecisionError, decide_comments
from comments.choices import State
from comments.models import Comment
from comments.moderation.chosen_pages import ChosenPage
from consult.typed_fields import PlainTextField
from policies.models import SectionVersion


class DecisionForm(forms.ModelForm):
    class Meta:
        model = Decision
        fields = ("kind", "reason", "wording", "is_published")
        field_classes = {"reason": PlainTextField, "wording": PlainTextField}
        labels = {"is_published": _("Show it at once")}
        help_texts = {
            "is_published": _(
                "Beside the comments, even while others are taken. Left open, it waits until the"
                " answers of the edition are published."
            )
        }


class DecideChosenPage(ChosenPage):
    """Give the chosen comments on one section the same decision."""

    action = "answer"
    label = _("Answer")
    said = _("Answer the selected comments")
    fit = Q(state__in=(State.PUBLISHED, State.HIDDEN))
    form_class = DecisionForm

    @classmethod
    def is_offered_to(cls, user: User) -> bool:
        return may_decide(user)

    def say_unfit(self, count: int) -> str:
        return ngettext(
            "%(n)d comment cannot be answered: it is not published or hidden yet, or was"
            " withdrawn.",
            "%(n)d comments cannot be answered: they are not published or hidden yet, or were"
            " withdrawn.",
            count,
        ) % {"n": count}

    def more_context(self) -> dict[str, Any]:
        """With the text that the decision is about, where the comments are on one version of it."""
        chosen = Comment.objects.filter(pk__in=list(self.chosen.seen)).order_by()
        versions = list(chosen.values_list("version", flat=True).distinct()[:2])
        one = SectionVersion.objects.filter(pk__in=versions) if len(versions) == 1 else None
        return {"version": one and one.first()}

    def act(self, form: DecisionForm) -> HttpResponse:
        comments = self.as_seen()
        try:
            decide_comments(comments=comments, user=self.user, **form.cleaned_data)
        except DecisionError as error:
            messages.error(self.request, str(error))
        else:
            self.chosen.delete()
            count = len(comments)
            said = ngettext("%(count)d comment answered.", "%(count)d comments answered.", count)
            messages.success(self.request, said % {"count": count})
        return redirect(self.chosen.back)
