"""Comments in Wagtail's admin."""

from typing import Any, ClassVar

from django import forms
from django.contrib.admin.utils import quote
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import (
    BulkActionsCheckboxColumn,
    Column,
    StatusTagColumn,
    TitleColumn,
)
from wagtail.snippets.views.snippets import IndexView, InspectView, SnippetViewSet

from comments.choices import State
from comments.models import Comment, SavedView
from comments.moderation.action_pages import (
    ActAgainView,
    ActedPage,
    ActedStatusView,
    ActHereView,
    ActionsPage,
    UndoView,
)
from comments.moderation.choosing import ListMark
from comments.moderation.chosen_pages import (
    ChooseView,
    ChosenPage,
    HideChosenPage,
    PublishChosenPage,
    comments_url,
)
from comments.moderation.comment_filters import (
    NEWEST_FIRST,
    CommentFilterSet,
    in_order,
    narrow,
    to_read,
)
from comments.moderation.contact_page import ContactPage, wants_answer
from comments.moderation.export_pages import (
    ExportAgainView,
    ExportCancelView,
    ExportedPage,
    ExportFileView,
    ExportHereView,
    ExportsPage,
    ExportStatusView,
    ExportView,
)
from comments.moderation.key_paging import KeyPaginator
from comments.moderation.one_comment import (
    ModerationForm,
    form_for,
    last_done,
    moderate_as_seen,
    narrowing,
)
from comments.moderation.queue_pages import (
    QueueActView,
    QueuedPage,
    QueueLeaveView,
    QueueUndoView,
    QueueView,
)
from comments.moderation.redaction_pages import (
    LiftView,
    RedactView,
    SealedWordsPage,
    redaction_context,
)
from comments.moderation.reservations import other_reader
from comments.moderation.second_look_pages import SecondViewView, second_look_context
from comments.moderation.view_pages import (
    DeleteViewView,
    EditViewPage,
    NewViewPage,
    OpenViewView,
    ViewsPage,
)
from comments.permissions import CommentPermissionPolicy, may_erase, may_moderate, may_see_contact
from comments.querysets import SEARCHED, CommentQuerySet
from consult.staff import StaffView

VIEWS = 30  # saved views that the list itself offers; their page has all


class CommentIndexView(IndexView):
    """The list, with a mark of what was in it when it was opened, and what may be done from it."""

    paginator_class = KeyPaginator

    def get_base_queryset(self) -> CommentQuerySet:
        return super().get_base_queryset().for_moderation().order_by(*NEWEST_FIRST)

    def order_queryset(self, queryset: CommentQuerySet) -> CommentQuerySet:
        return in_order(queryset, self.ordering or "")

    def filter_queryset(self, queryset: CommentQuerySet) -> CommentQuerySet:
        """By what can be understood of the query: as what is done to all that were found does."""
        return narrow(queryset, self.filters)

    @cached_property
    def actions(self) -> list[type[ChosenPage]]:
        """Those that this member of staff may do: nobody is offered what would be refused."""
        viewset = self.model.snippet_viewset
        return [each for each in viewset.chosen_pages if each.is_offered_to(self.request.user)]

    @cached_property
    def columns(self) -> list[Column]:
        """Boxes are part of a form, so that what is ticked is posted."""
        boxes = TickColumn("bulk_actions", obj_type="snippet")
        return [*([boxes] if self.actions else []), *super().columns[1:]]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        query = narrowing(self.request.GET).removeprefix("?")
        moderates = may_moderate(self.request.user)
        return context | {
            "actions": self.actions,
            "mark": ListMark.now(query).signed if self.actions else "",
            "choose_url": comments_url("choose"),
            "queue_url": comments_url("queue", query=query) if moderates else "",
            "export_url": comments_url("export", query=query),
            "views": SavedView.objects.offered_to(self.request.user)[:VIEWS],
            "view_new_url": comments_url("view_new", query=query),
            "exports_url": comments_url("exports"),
            "actions_url": comments_url("actions") if moderates else "",
        }


class TickColumn(BulkActionsCheckboxColumn):
    cell_template_name = "comments/admin/_tick.html"


class CommentInspectView(InspectView):
    any_permission_required = ["view"]
    template_name = "comments/admin/inspect.html"

    def get_object(self, queryset: QuerySet | None = None) -> Comment:
        comments = Comment.objects.for_display().select_related(
            "policy", "moderated_by", "campaign"
        )
        comments = comments.prefetch_related("earlier_words")
        return get_object_or_404(comments, pk=self.pk)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """With what is missing in the form beside its fields."""
        response = self.get(request, *args, **kwargs)
        response.status_code = 422
        return response

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way back leads to the list as it was narrowed."""
        listed, kept = reverse(self.index_url_name), narrowing(self.request.GET)
        items = super().get_breadcrumbs_items()
        return [each | {"url": listed + kept} if each["url"] == listed else each for each in items]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["comment"] = self.object
        context["alike_url"] = self.object.snippet_viewset.alike_url(self.object)
        context["query"] = narrowing(self.request.GET)
        asks = may_see_contact(self.request.user) and wants_answer(self.object)
        context["contact_url"] = comments_url("contact", self.object.pk) if asks else ""
        context["may_erase"] = may_erase(self.request.user) and not self.object.is_erased
        if may_moderate(self.request.user):
            context.update(neighbours(self.object, self.request))
            context["last_done"] = last_done(self.object)
            context["reader"] = other_reader(comment=self.object, user=self.request.user)
        if may_moderate(self.request.user) and self.object.state != State.WITHDRAWN:
            context |= redaction_context(self.object)
            context |= second_look_context(self.object, self.request.user)
            context["form"] = form_for(self.object, self.request)
            address = self.object.snippet_viewset.get_url_name("moderate")
            context["moderate_url"] = reverse(address, args=[quote(self.pk)]) + context["query"]
        return context


class InspectColumn(TitleColumn):
    """Leads to a comment's page, which knows by what the list was narrowed."""

    def get_link_url(self, instance: Comment, parent_context: dict[str, Any]) -> str:
        url = super().get_link_url(instance, parent_context)
        return url + narrowing(parent_context["request"].GET)


def neighbours(comment: Comment, request: HttpRequest) -> dict[str, Comment | None]:
    """The comments that wait before and after this one in the list, newest first."""
    waiting = to_read(request.GET, request)
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
        if not form.is_valid():
            return Comment.snippet_viewset.inspect_view(request, pk=pk)  # type: ignore[attr-defined]
        moderate_as_seen(request=request, comment=comment, **form.cleaned_data)
        return redirect(comments_url("inspect", quote(comment.pk)) + narrowing(request.GET))


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
    index_template_name = "comments/admin/list.html"
    index_results_template_name = "comments/admin/list_results.html"
    inspect_view_class = CommentInspectView
    filterset_class = CommentFilterSet
    list_per_page = 50
    list_export: list[str] = []
    search_fields = list(SEARCHED)
    search_backend_name = None
    form_fields_exclude: list[str] = []
    chosen_pages: ClassVar[list[type[ChosenPage]]] = [PublishChosenPage, HideChosenPage]

    @property
    def permission_policy(self) -> CommentPermissionPolicy:
        return CommentPermissionPolicy(self.model)

    @property
    def list_display(self) -> list:
        return [
            InspectColumn(
                "ref",
                label=gettext_lazy("Number"),
                get_url=self.inspect_url,
                sort_key="number",
            ),
            Column("text", label=gettext_lazy("Comment"), accessor=short_text),
            Column("section", label=gettext_lazy("Section"), accessor="version.heading"),
            Column("stance", label=gettext_lazy("Stance"), accessor="stance_name"),
            Column("ward", label=gettext_lazy("Ward"), accessor="submission.ward"),
            TitleColumn(
                "campaign",
                label=gettext_lazy("Campaign"),
                accessor=campaign_size,
                get_url=self.alike_url,
            ),
            Column(
                "received_at",
                label=gettext_lazy("Received"),
                accessor=short_moment,
                sort_key="received_at",
            ),
            StatusTagColumn(
                "state",
                label=gettext_lazy("State"),
                accessor=shown_state,
                primary=is_published,
            ),
        ]

    def inspect_url(self, comment: Comment) -> str:
        return reverse(self.get_url_name("inspect"), args=[quote(comment.pk)])

    def alike_url(self, comment: Comment) -> str | None:
        """The list of what is in its campaign; None where it is in none."""
        if comment.campaign_id is None:
            return None
        query = urlencode({"policy": str(comment.policy_id), "alike": comment.ref})
        return f"{reverse(self.get_url_name('list'))}?{query}"

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return forms.modelform_factory(Comment, fields=[])

    def get_urlpatterns(self) -> list:
        return [
            *super().get_urlpatterns(),
            path("moderate/<number:pk>/", ModerateView.as_view(), name="moderate"),
            path("choose/", ChooseView.as_view(actions=self.chosen_pages), name="choose"),
            *(
                path(f"chosen/<number:chosen>/{page.action}/", page.as_view(), name=page.action)
                for page in self.chosen_pages
            ),
            path("queue/", QueueView.as_view(), name="queue"),
            path("queue/<number:pk>/", QueuedPage.as_view(), name="queued"),
            path("queue/<number:pk>/act/", QueueActView.as_view(), name="queue_act"),
            path("queue/<number:pk>/leave/", QueueLeaveView.as_view(), name="queue_leave"),
            path("queue/<number:pk>/undo/", QueueUndoView.as_view(), name="queue_undo"),
            path("second-look/<number:pk>/", SecondViewView.as_view(), name="second_view"),
            path("redact/<number:pk>/", RedactView.as_view(), name="redact"),
            path("redact/<number:pk>/lift/", LiftView.as_view(), name="lift"),
            path("sealed/<number:pk>/", SealedWordsPage.as_view(), name="sealed"),
            path("contact/<number:pk>/", ContactPage.as_view(), name="contact"),
            *self.export_patterns(),
            *self.view_patterns(),
            path("actions/", ActionsPage.as_view(), name="actions"),
            path("actions/<number:pk>/", ActedPage.as_view(), name="acted"),
            path("actions/<number:pk>/status/", ActedStatusView.as_view(), name="acted_status"),
            path("actions/<number:pk>/here/", ActHereView.as_view(), name="act_here"),
            path("actions/<number:pk>/again/", ActAgainView.as_view(), name="act_again"),
            path("actions/<number:pk>/undo/", UndoView.as_view(), name="undo"),
        ]

    def view_patterns(self) -> list:
        return [
            path("views/", ViewsPage.as_view(), name="views"),
            path("views/new/", NewViewPage.as_view(), name="view_new"),
            path("views/<number:pk>/", OpenViewView.as_view(), name="view_open"),
            path("views/<number:pk>/edit/", EditViewPage.as_view(), name="view_edit"),
            path("views/<number:pk>/delete/", DeleteViewView.as_view(), name="view_delete"),
        ]

    def export_patterns(self) -> list:
        return [
            path("export/", ExportView.as_view(), name="export"),
            path("exports/", ExportsPage.as_view(), name="exports"),
            path("exports/<number:pk>/", ExportedPage.as_view(), name="exported"),
            path("exports/<number:pk>/status/", ExportStatusView.as_view(), name="export_status"),
            path("exports/<number:pk>/here/", ExportHereView.as_view(), name="export_here"),
            path("exports/<number:pk>/again/", ExportAgainView.as_view(), name="export_again"),
            path("exports/<number:pk>/cancel/", ExportCancelView.as_view(), name="export_cancel"),
            path("exports/<number:pk>/file/", ExportFileView.as_view(), name="export_file"),
        ]


def campaign_size(comment: Comment) -> str:
    """How many comments its campaign has; empty where it is in none."""
    return str(comment.campaign.size) if comment.campaign else ""


def shown_state(comment: Comment) -> str:
    """With whether there is more to know of it: it is held, its words were changed, or erased."""
    state = str(_("Held") if comment.is_held else comment.get_state_display())
    if comment.as_it_came:
        state = _("%(state)s, not read yet") % {"state": state}
    if comment.is_erased:
        return _("%(state)s, erased") % {"state": state}
    return _("%(state)s, edited") % {"state": state} if comment.edited_at else state


def short_moment(comment: Comment) -> str:
    """Breaks between the day and the time alone."""
    moment = timezone.localtime(comment.received_at)
    parts = (date_format(moment, name) for name in ("SHORT_DATE_FORMAT", "TIME_FORMAT"))
    return " ".join(part.replace(" ", "\u00a0") for part in parts)


def short_text(comment: Comment) -> str:
    return Truncator(comment.public.text).chars(140)
