"""What the comments add to Wagtail's admin; `analysis` registers their list, with what it adds."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry, Page
from wagtail.snippets.models import register_snippet

from comments import leaving
from comments.channels.web.file_views import StaffFileView
from comments.choices import ErasedReason, WithdrawnReason
from comments.erase_views import EraseView
from comments.memoranda.viewsets import MemorandumDocumentView, MemorandumViewSet
from comments.models import Comment, ModerationRule
from comments.moderation.release_pages import ReleaseFilePage
from comments.moderation.rule_pages import ModerationRuleViewSet
from comments.moderation.rule_words import rules_of
from comments.moderation.waiting_panel import WaitingPanel
from comments.permissions import may_enter, may_moderate
from comments.register.ledger.viewsets import WitnessViewSet
from comments.respondent_pages import AskedAboutViewSet, ConsentTextViewSet
from policies.models import PolicyPage

register_snippet(WitnessViewSet)
register_snippet(MemorandumViewSet)
register_snippet(AskedAboutViewSet)
register_snippet(ConsentTextViewSet)
register_snippet(ModerationRuleViewSet)


class WithdrawnFormatter(LogFormatter):
    """Says who took a comment back: its respondent has no account here."""

    label = _("Withdraw comment")

    def format_message(self, log_entry: ModelLogEntry) -> str:
        if log_entry.user_id is None:
            return gettext("The respondent withdrew the comment")
        reason = dict(WithdrawnReason.choices).get(log_entry.data.get("reason"), "")
        return ": ".join(map(str, filter(None, (gettext("Withdrew the comment"), reason))))


class ErasedFormatter(LogFormatter):
    """Says why words were erased, and nothing of them."""

    label = _("Erase what a respondent sent")

    def format_message(self, log_entry: ModelLogEntry) -> str:
        reason = dict(ErasedReason.choices).get(log_entry.data.get("reason"), "")
        said = gettext("Erased what the respondent sent (%(reason)s)") % {"reason": reason}
        if rows := log_entry.data.get("rows"):
            went = ngettext(
                "and %(count)d row of uploaded lists", "and %(count)d rows of uploaded lists", rows
            )
            said = f"{said}, {went % {'count': rows}}"
        return said


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    for state, label, message in (
        ("published", _("Publish comment"), _("Published the comment")),
        ("hidden", _("Hide comment"), _("Hid the comment")),
        ("received", _("Reopen comment"), _("Put the comment back to received")),
        ("shown_as_it_came", _("Show comment"), _("The policy's rule showed the comment at once")),
    ):
        actions.register_action(f"comments.{state}", label, message)
    for name, label, message in (
        ("redacted", _("Redact comment"), _("Took words of the comment out of sight")),
        ("unredacted", _("Lift redaction"), _("Showed redacted words again")),
        ("unsealed", _("Look at sealed words"), _("Looked at the redacted words")),
        ("contact_seen", _("Look how to reach"), _("Looked how to reach the respondent")),
    ):
        actions.register_action(f"comments.{name}", label, message)
    asked = _("The respondent asked for a second look")
    actions.register_action("comments.second_look", _("Ask for a second look"), asked)
    looked = _("Decided on the second look")
    actions.register_action("comments.second_view", _("Decide on a second look"), looked)
    actions.register_action("comments.entered", _("Enter comment"), _("Entered the comment"))
    edited = _("The respondent changed the words of the comment")
    actions.register_action("comments.edited", _("Edit comment"), edited)
    actions.register_action(
        "comments.attachments_removed", _("Remove files"), _("Removed the files of the comment")
    )
    scanned = _("Attached a scan of the paper to the comment")
    actions.register_action("comments.scan_attached", _("Attach scan"), scanned)
    released = _("Released a file of the comment to the public")
    actions.register_action("comments.file_released", _("Release file"), released)
    kept = _("Took a released file of the comment back from the public")
    actions.register_action("comments.file_kept_private", _("Keep file private"), kept)
    actions.register_action(
        "comments.message_set_aside", _("Set message aside"), _("Set the message aside")
    )
    actions.register_action(
        "comments.answer_sent_again", _("Send answer again"), _("Sent the answer again")
    )
    actions.register_action(
        "comments.document_opened", _("Open document"), _("Opened the document")
    )
    actions.register_action("comments.withdrawn")(WithdrawnFormatter)
    actions.register_action("comments.erased")(ErasedFormatter)
    actions.register_action(
        "comments.entry_checked", _("Check entry"), _("Checked what another entered")
    )
    for name, label, message in (
        ("confirmed", _("Confirm list"), _("Confirmed a list of comments")),
        ("taken_in", _("Take in list"), _("Had a list of comments taken in")),
        ("cancelled", _("Cancel list"), _("Cancelled a list of comments")),
        ("forgotten", _("Remove list"), _("Removed what was left of a list of comments")),
    ):
        actions.register_action(f"comments.list_{name}", label, message)


@hooks.register("before_bulk_action")
def keep_comments(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> None:
    """The stock bulk deletion stays away from what was received, and from the rules it came by."""
    if action_type == "delete" and action.model in (Comment, ModerationRule):
        raise PermissionDenied


@hooks.register("register_page_header_buttons")
def rule_button(page: Page, user: User, **where: Any) -> Iterator[Button]:
    """From a policy's pages to when its comments are shown."""
    policy = page.specific_deferred
    if isinstance(policy, PolicyPage) and user.has_perm("comments.change_moderationrule"):
        for rule in rules_of([policy.canonical]).values():
            yield Button(_("Showing comments"), rule.url, icon_name="view", priority=16)


hooks.register("before_move_page", leaving.ask_before_it_moves)
hooks.register("before_unpublish_page", leaving.ask_before_it_is_unpublished)


@hooks.register("before_bulk_action")
def keep_sections_with_comments(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    if not issubclass(action.model, Page) or action_type not in ("move", "unpublish"):
        return None
    refused = (leaving.refuse_in_bulk(request, page) for page in objects)
    return next((response for response in refused if response), None)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLResolver | URLPattern]:
    document = path("<number:pk>/document/", MemorandumDocumentView.as_view(), name="document")
    return [
        path("intake/", include("comments.channels.intake.urls")),
        path("intake/lists/", include("comments.channels.bulk.urls")),
        path("erase/<number:pk>/", EraseView.as_view(), name="comments_erase"),
        path("phone/", include("comments.channels.phone.staff.urls")),
        path(
            "comments/attachment/<int:pk>/",
            StaffFileView.as_view(),
            name="comments_attachment",
        ),
        path(
            "comments/attachment/<int:pk>/release/",
            ReleaseFilePage.as_view(),
            name="comments_release_file",
        ),
        path("memoranda/", include(([document], "comments_memoranda"))),
    ]


class IntakeMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_enter(request.user)


@hooks.register("register_admin_menu_item")
def intake_menu_item() -> MenuItem:
    return IntakeMenuItem(
        _("Enter comments"),
        reverse_lazy("comments_intake:choose"),
        name="enter-comments",
        icon_name="edit",
        order=195,
    )


@hooks.register("register_admin_menu_item")
def phone_menu_item() -> MenuItem:
    return IntakeMenuItem(
        _("Messages by phone"),
        reverse_lazy("comments_phone:messages"),
        name="phone-messages",
        icon_name="mail",
        order=196,
    )


class IntakePanel(Component):
    """On the dashboard: the way to enter what came on paper, by message or in a meeting."""

    order = 20
    template_name = "comments/admin/intake_panel.html"


@hooks.register("construct_homepage_panels")
def add_waiting_panel(request: HttpRequest, panels: list[Any]) -> None:
    if may_moderate(request.user):
        waiting = Comment.objects.all().waiting()
        heading = _("Comments to look at")
        panels.append(WaitingPanel("comments-waiting", heading, waiting, "state=received"))
        unread = Comment.objects.all().as_they_came()
        if unread.exists():
            heading = _("Shown as they came, to read")
            panels.append(WaitingPanel("comments-unread", heading, unread, "as_it_came=true"))
        again = Comment.objects.all().asked_again()
        if again.exists():
            heading = _("Second looks asked for")
            panels.append(WaitingPanel("second-looks", heading, again, "second_look=true"))


@hooks.register("construct_homepage_panels")
def add_intake_panel(request: HttpRequest, panels: list[Any]) -> None:
    if may_enter(request.user):
        panels.append(IntakePanel())
