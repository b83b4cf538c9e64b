"""Pages about chosen comments: they are looked at once more, and then something is done to them."""

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import User
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from comments.choices import HiddenReason, State
from comments.models import ChosenComments, Comment, ModerationAction
from comments.moderation.choosing import ListMark, StaleList, choose
from comments.moderation.services import moderate_chosen
from comments.permissions import may_moderate
from consult.staff import StaffPage, StaffView, TrailStep

SHOWN = 50  # of the chosen comments, before something is done to all of them


def comments_url(name: str, *args: Any, query: str = "") -> str:
    """An address of the comments in the admin."""
    viewset = Comment.snippet_viewset  # type: ignore[attr-defined]
    return reverse(viewset.get_url_name(name), args=args) + (f"?{query}" if query else "")


class ChosenPage(StaffPage):
    """What can be done to chosen comments: who may, to which of them, and how it is done."""

    action: ClassVar[str]
    label: ClassVar[str | Promise]
    said: ClassVar[str | Promise]
    """What its button in the list says to who cannot see the list."""
    fit: ClassVar[Q]
    form_class: type[forms.BaseForm] = forms.Form
    chosen: ChosenComments
    template_name = "comments/admin/chosen.html"
    header_icon = "comment"

    @classmethod
    def is_offered_to(cls, user: User) -> bool:
        raise NotImplementedError

    def is_allowed(self) -> bool:
        return self.is_offered_to(self.user)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """What was done already, or chosen by somebody else, is not here to be done."""
        own = ChosenComments.objects.filter(chosen_by=self.user, pk=kwargs["chosen"]).first()
        if own is None and self.is_allowed():
            said = _("That was done already, or chosen too long ago: choose once more.")
            messages.error(request, said)
            return redirect(comments_url("list"))
        if own is not None:
            self.chosen = own
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(self.label)

    def trail(self) -> list[TrailStep]:
        return [TrailStep(self.chosen.back, _("Comments"))]

    def get(self, request: HttpRequest, chosen: int) -> HttpResponse:
        return self.show_form(self.form())

    def post(self, request: HttpRequest, chosen: int) -> HttpResponse:
        form = self.form(request.POST)
        return self.act(form) if form.is_valid() and self.chosen.seen else self.show_form(form)

    def form(self, data: QueryDict | None = None) -> forms.BaseForm:
        return self.form_class(data)

    def as_seen(self) -> list[Comment]:
        """The chosen comments as they were when they were looked at."""
        return [Comment(pk=pk, changed_at=at) for pk, at in self.chosen.seen.items()]

    def show_form(self, form: forms.BaseForm) -> HttpResponse:
        keys = list(self.chosen.seen)[:SHOWN]
        comments = Comment.objects.for_display().select_related("policy").filter(pk__in=keys)
        return self.show(
            form=form,
            chosen=self.chosen,
            count=len(self.chosen.seen),
            comments=comments.order_by("policy", "number"),
            label=self.label,
            unfit=self.say_unfit(self.chosen.unfit) if self.chosen.unfit else "",
            **self.more_context(),
        )

    def more_context(self) -> dict[str, Any]:
        """What the page shows besides."""
        return {}

    def say_unfit(self, count: int) -> str:
        """Why so many of the chosen comments are left as they are."""
        raise NotImplementedError

    def act(self, form: Any) -> HttpResponse:
        """Do it, say so, and forget the choice."""
        raise NotImplementedError


class ChooseView(StaffView):
    """Keeps what was ticked in the list, and goes to the page of what is to be done to it."""

    actions: list[type[ChosenPage]] = []

    def is_allowed(self) -> bool:
        return any(each.is_offered_to(self.user) for each in self.actions)

    def post(self, request: HttpRequest) -> HttpResponse:
        wanted = request.POST.get("action")
        offered = [each for each in self.actions if each.is_offered_to(self.user)]
        page = next((each for each in offered if each.action == wanted), None)
        keys = [int(key) for key in request.POST.getlist("id") if key.isdecimal() and len(key) < 16]
        everything = "all" in request.POST
        try:
            mark = ListMark.read(request.POST.get("mark", ""))
        except StaleList as error:
            messages.error(request, str(error))
            return redirect(comments_url("list"))
        back = get_valid_next_url_from_request(request) or comments_url("list", query=mark.query)
        if page is None or not (keys or everything):
            messages.error(request, _("Tick some comments first."))
            return redirect(back)
        chosen = choose(
            mark=mark,
            keys=None if everything else keys,
            fit=page.fit,
            back=back,
            user=self.user,
            request=request,
        )
        return redirect(comments_url(page.action, chosen.pk))


class ModerateChosenPage(ChosenPage):
    """What publishing and hiding share."""

    fit = ~Q(state=State.WITHDRAWN)
    state = ""

    @classmethod
    def is_offered_to(cls, user: User) -> bool:
        return may_moderate(user)

    def say_unfit(self, count: int) -> str:
        return ngettext(
            "%(n)d comment is left as it is: it was withdrawn.",
            "%(n)d comments are left as they are: they were withdrawn.",
            count,
        ) % {"n": count}

    def act(self, form: forms.Form) -> HttpResponse:
        reason = form.cleaned_data.get("hidden_reason", "")
        action = moderate_chosen(
            seen=self.chosen.seen, state=self.state, hidden_reason=reason, user=self.user
        )
        back = self.chosen.back
        self.chosen.delete()
        return told(self.request, action, back)


def told(request: HttpRequest, action: ModerationAction, back: str) -> HttpResponse:
    """To the page of the action where there is something to see, else back with a word."""
    page = comments_url("acted", action.pk)
    if not action.is_finished or action.stopped.exists():
        return redirect(page)
    buttons = [messages.button(page, _("See what was done, or undo it"))]
    messages.success(request, say_done(action), buttons=buttons)
    return redirect(back)


def say_done(action: ModerationAction) -> str:
    count = action.changed.count()
    said = {
        "published": ngettext(
            "%(count)d comment published.", "%(count)d comments published.", count
        ),
        "hidden": ngettext("%(count)d comment hidden.", "%(count)d comments hidden.", count),
    }
    other = ngettext(
        "%(count)d comment put back to what it was.",
        "%(count)d comments put back to what they were.",
        count,
    )
    return said.get(action.done, other) % {"count": count}


class PublishChosenPage(ModerateChosenPage):
    action = "publish"
    label = gettext_lazy("Publish")
    said = gettext_lazy("Publish the selected comments")
    state = State.PUBLISHED


class HideForm(forms.Form):
    hidden_reason = forms.ChoiceField(
        label=gettext_lazy("Reason for hiding"),
        choices=HiddenReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the reason: the respondent will see it.")},
    )


class HideChosenPage(ModerateChosenPage):
    action = "hide"
    label = gettext_lazy("Hide")
    said = gettext_lazy("Hide the selected comments")
    form_class = HideForm
    state = State.HIDDEN
