"""Give codes to many comments at once, from their list, or to one from its page."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from analysis.coding.frames import FrameLine, frame_of
from analysis.coding.services import CodingError, give_codes, take_codes_off
from analysis.permissions import may_decide
from comments.choices import State
from comments.models import Comment
from comments.moderation.chosen_pages import ChosenPage
from policies.models import PolicyPage

GIVE, TAKE_OFF = "give", "take_off"


class CodingForm(forms.Form):
    """``frame`` are the codes to choose from, in its order."""

    codes = forms.TypedMultipleChoiceField(
        label=_("Codes"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose one code or more.")},
    )
    does = forms.ChoiceField(
        label=_("What to do"),
        choices=[
            (GIVE, _("Give these codes")),
            (TAKE_OFF, _("Take off those of these codes that I gave")),
        ],
        initial=GIVE,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, frame: Sequence[FrameLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["codes"]).choices = [
            (line.code.pk, line.described) for line in frame
        ]


class CodeChosenPage(ChosenPage):
    """Give the chosen comments on one policy codes of its frame."""

    action = "code"
    label = _("Give codes")
    said = _("Give the selected comments codes")
    fit = ~Q(state=State.WITHDRAWN)

    @classmethod
    def is_offered_to(cls, user: User) -> bool:
        return may_decide(user)

    def say_unfit(self, count: int) -> str:
        return ngettext(
            "%(n)d comment gets no code: it was withdrawn.",
            "%(n)d comments get no code: they were withdrawn.",
            count,
        ) % {"n": count}

    def get(self, request: HttpRequest, chosen: int) -> HttpResponse:
        return super().get(request, chosen) if self.frame else self.refuse()

    def post(self, request: HttpRequest, chosen: int) -> HttpResponse:
        return super().post(request, chosen) if self.frame else self.refuse()

    def form(self, data: QueryDict | None = None) -> CodingForm:
        return CodingForm(data, frame=self.frame)

    @cached_property
    def policies(self) -> list[PolicyPage]:
        """Those that the chosen comments are on: one, or two that stand for more."""
        on = Comment.objects.filter(pk__in=list(self.chosen.seen)).order_by().values("policy")
        return list(PolicyPage.objects.filter(pk__in=on)[:2])

    @cached_property
    def frame(self) -> list[FrameLine]:
        return frame_of(self.policies[0]) if len(self.policies) == 1 else []

    def refuse(self) -> HttpResponse:
        if len(self.policies) == 1:
            messages.error(self.request, _("Its policy has no codes yet: make its frame first."))
            return redirect(reverse("analysis_admin:frame", args=[self.policies[0].pk]))
        said = _("Choose comments on one policy: each has a coding frame of its own.")
        messages.error(self.request, said)
        return redirect(self.chosen.back)

    def act(self, form: CodingForm) -> HttpResponse:
        chosen = set(form.cleaned_data["codes"])
        codes = [line.code for line in self.frame if line.code.pk in chosen]
        do = give_codes if form.cleaned_data["does"] == GIVE else take_codes_off
        try:
            count = do(comments=self.as_seen(), codes=codes, user=self.user)
        except CodingError as error:
            messages.error(self.request, str(error))
        else:
            messages.success(self.request, self.done(form.cleaned_data["does"], count))
            self.chosen.delete()
        return redirect(self.chosen.back)

    def done(self, does: str, count: int) -> str:
        given = ngettext("%(n)d code given.", "%(n)d codes given.", count)
        gone = ngettext("%(n)d code taken off.", "%(n)d codes taken off.", count)
        return (given if does == GIVE else gone) % {"n": count}
