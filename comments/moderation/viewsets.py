"""Comments in Wagtail's admin."""

from typing import Any

from django import forms
from django.contrib.admin.utils import quote
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.snippets.views.snippets import InspectView, SnippetViewSet

from comments.choices import HiddenReason, State
from comments.models import Comment
from comments.moderation.comment_filters import CommentFilterSet, listed_comments
from comments.moderation.services import ModerationError, moderate
from comments.permissions import CommentPermissionPolicy, may_erase, may_moderate
from comments.querysets import SEARCHED, CommentQuerySet
from consult.snippet_lists import LIST_TEMPLATE, OfferedActionsIndexView
from consult.staff import StaffView


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

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        hides = cleaned.get("state") == State.HIDDEN
        if hides and not cleaned.get("hidden_reason"):
            self.add_error("hidden_reason", _("Choose the reason: the respondent will see it."))
        if not hides:
            cleaned["hidden_reason"] = ""
        return cleaned


class CommentIndexView(OfferedActionsIndexView):
    def get_base_queryset(self) -> CommentQuerySet:
        comments = super().get_base_queryset()
        return comments.select_related("policy").for_display().order_by("-received_at", "-pk")


class CommentInspectView(InspectView):
    any_permission_required = ["view"]
    template_name = "comments/admin/inspect.html"

    def get_object(self, queryset: QuerySet | None = None) -> Comment:
        comments = Comment.objects.for_display().select_related("policy", "moderated_by")
        comments = comments.prefetch_related("earlier_words")
        return get_object_or_404(comments, pk=self.pk)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way back leads to the list as it was narrowed."""
        listed, kept = reverse(self.index_url_name), narrowing(self.request.GET)
        items = super().get_breadcrumbs_items()
        return [each | {"url": listed + kept} if each["url"] == listed else each for each in items]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["comment"] = self.object
        context["query"] = narrowing(self.request.GET)
        context["may_erase"] = may_erase(self.request.user) and not self.object.is_erased
        if may_moderate(self.request.user):
            context.update(neighbours(self.object, self.request))
        if may_moderate(self.request.user) and self.object.state != State.WITHDRAWN:
            context["form"] = ModerationForm()
            address = self.object.snippet_viewset.get_url_name("moderate")
            context["moderate_url"] = reverse(address, args=[quote(self.pk)]) + context["query"]
        return context


class InspectColumn(TitleColumn):
    """Leads to a comment's page, which knows by what the list was narrowed."""

    def get_link_url(self, instance: Comment, parent_context: dict[str, Any]) -> str:
        url = super().get_link_url(instance, parent_context)
        return url + narrowing(parent_context["request"].GET)


def narrowing(query: QueryDict) -> str:
    """What the list is narrowed by, as the query of an address, whatever page of it is shown."""
    kept = query.copy()
    for name in ("p", "_w_filter_fragment"):
        kept.pop(name, None)
    return f"?{kept.urlencode()}" if kept else ""


def neighbours(comment: Comment, request: HttpRequest) -> dict[str, Comment | None]:
    """The comments that wait before and after this one in the list, newest first."""
    query = request.GET.copy()
    query.pop("state", None)
    waiting = listed_comments(query, request).waiting()
    same = Q(received_at=comment.received_at)
    after = waiting.filter(Q(received_at__lt=comment.received_at) | same & Q(pk__lt=comment.pk))
    before = waiting.filter(Q(received_at__gt=comment.received_at) | same & Q(pk__gt=comment.pk))
    return {
        "next": after.select_related("policy").order_by("-received_at", "-pk").first(),
        "previous": before.select_related("policy").order_by("received_at", "pk").first(),
    }


class ModerateView(StaffView):
    """Publish or hide one comment from its page."""

    def is_allowed(self) -> bool:
        return may_moderate(self.user)

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        comment = get_object_or_404(Comment, pk=pk)
        form = ModerationForm(request.POST)
        if form.is_valid():
            self.moderate(comment, form)
        for errors in form.errors.values():
            messages.error(request, " ".join(map(str, errors)))
        viewset = Comment.snippet_viewset  # type: ignore[attr-defined]
        inspect = reverse(viewset.get_url_name("inspect"), args=[quote(comment.pk)])
        return redirect(inspect + narrowing(request.GET))

    def moderate(self, comment: Comment, form: ModerationForm) -> None:
        try:
            changed = moderate(comments=[comment], user=self.user, **form.cleaned_data)
        except ModerationError as error:
            messages.error(self.request, str(error))
            return
        done = _("%(comment)s is now: %(state)s.")
        state = State(form.cleaned_data["state"]).label
        same = _("%(comment)s was that already.")
        text = (done if changed else same) % {"comment": comment.ref, "state": state}
        messages.success(self.request, text)


def is_published(comment: Comment) -> bool:
    return comment.state == State.PUBLISHED


class CommentViewSet(SnippetViewSet):
    model = Comment
    icon = "comment"
    menu_label = gettext_lazy("Comments")
    menu_name = "consultation-comments"
    menu_order = 200
    add_to_admin_menu = True
    inspect_view_enabled = True
    copy_view_enabled = False
    index_view_class = CommentIndexView
    index_template_name = LIST_TEMPLATE
    inspect_view_class = CommentInspectView
    filterset_class = CommentFilterSet
    list_per_page = 50
    list_export: list[str] = []
    search_fields = list(SEARCHED)
    search_backend_name = None
    form_fields_exclude: list[str] = []

    @property
    def permission_policy(self) -> CommentPermissionPolicy:
        return CommentPermissionPolicy(self.model)

    @property
    def list_display(self) -> list:
        return [
            InspectColumn("ref", label=gettext_lazy("Number"), get_url=self.inspect_url),
            Column("text", label=gettext_lazy("Comment"), accessor=short_text),
            Column("section", label=gettext_lazy("Section"), accessor="version.heading"),
            Column("stance", label=gettext_lazy("Stance"), accessor="stance_name"),
            Column("ward", label=gettext_lazy("Ward"), accessor="submission.ward"),
            Column("received_at", label=gettext_lazy("Received"), accessor=short_moment),
            StatusTagColumn(
                "state",
                label=gettext_lazy("State"),
                accessor=shown_state,
                primary=is_published,
            ),
        ]

    def inspect_url(self, comment: Comment) -> str:
        return reverse(self.get_url_name("inspect"), args=[quote(comment.pk)])

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return forms.modelform_factory(Comment, fields=[])

    def get_urlpatterns(self) -> list:
        return [
            *super().get_urlpatterns(),
            path("moderate/<str:pk>/", ModerateView.as_view(), name="moderate"),
        ]


def shown_state(comment: Comment) -> str:
    """With whether there is more to know of it: it is held, its words were changed, or erased."""
    state = str(_("Held") if comment.is_held else comment.get_state_display())
    if comment.is_erased:
        return _("%(state)s, erased") % {"state": state}
    return _("%(state)s, edited") % {"state": state} if comment.edited_at else state


def short_moment(comment: Comment) -> str:
    """Breaks between the day and the time alone."""
    moment = timezone.localtime(comment.received_at)
    parts = (date_format(moment, name) for name in ("SHORT_DATE_FORMAT", "TIME_FORMAT"))
    return " ".join(part.replace(" ", "\u00a0") for part in parts)


def short_text(comment: Comment) -> str:
    return Truncator(comment.text).chars(140)
