"""The queue: what waits, one comment at a time beside its clause, oldest first.

An address names the comment and by what the list was narrowed, so that a place is kept. Whoever
opens one has it to themselves for a while (`comments.moderation.claims`). Everything works by
links and buttons; keys only press these.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from comments.choices import Done, State
from comments.flagged_words import marked
from comments.models import Comment, ModeratedComment, ModerationAction
from comments.moderation.chosen_pages import comments_url
from comments.moderation.claims import claim, claim_next, leave, name_of_other
from comments.moderation.comment_filters import to_read
from comments.moderation.one_comment import form_for, last_done, moderate_as_seen, narrowing
from comments.moderation.redaction_pages import OneComment, redaction_context
from comments.moderation.services import ModerationError, undo
from comments.permissions import may_moderate
from comments.querysets import CommentQuerySet
from consult.staff import StaffPage, TrailStep

EARLIER = 10  # acts on a comment that its page tells


class ClausePart(NamedTuple):
    """A paragraph of the text that was commented on."""

    html: SafeString
    is_meant: bool


def waiting_in(query: QueryDict, request: HttpRequest) -> CommentQuerySet:
    """What the list finds to be read, the oldest first."""
    return to_read(query, request).order_by("received_at", "pk")


def beyond(waiting: CommentQuerySet, comment: Comment, *, backwards: bool) -> CommentQuerySet:
    """Those after a comment; backwards those before it, the nearest first."""
    at, pk = comment.received_at, comment.pk
    if backwards:
        before = waiting.filter(Q(received_at__lt=at) | Q(pk__lt=pk), received_at__lte=at)
        return before.order_by("-received_at", "-pk")
    return waiting.filter(Q(received_at__gt=at) | Q(pk__gt=pk), received_at__gte=at)


def clause(comment: Comment) -> list[ClausePart]:
    """The text as it was read, the words that are meant marked in their paragraphs."""
    quotes = {each.address: each.words for each in comment.quoted_parts}
    meant = {comment.block_id, *quotes}
    return [
        ClausePart(_quoted(text, quotes.get(address, "")), address in meant)
        for address, text in comment.version.paragraphs.items()
    ]


def _quoted(text: str, words: str) -> SafeString:
    if not words or words not in text:
        return format_html("{}", text)
    before, found, after = text.partition(words)
    return format_html("{}<mark>{}</mark>{}", before, found, after)


class QueueView(StaffPage):
    """Leads to the next comment that nobody else reads; where there is none it says so."""

    template_name = "comments/admin/queue_end.html"
    page_title = gettext_lazy("One by one")
    header_icon = "comment"

    def is_allowed(self) -> bool:
        return may_moderate(self.user)

    def trail(self) -> list[TrailStep]:
        return [TrailStep(comments_url("list") + narrowing(self.request.GET), _("Comments"))]

    def get(self, request: HttpRequest) -> HttpResponse:
        waiting = waiting_in(request.GET, request)
        found = claim_next(waiting=self.from_here(waiting), user=self.user)
        if found is None and "done" in request.GET:  # the last one is done: what was left before?
            found = claim_next(waiting=waiting, user=self.user)
        if found is not None:
            return redirect(queued_url(found.pk, request))
        leave(user=self.user)
        return self.show(
            left=waiting.count(),
            start_url=comments_url("queue") + narrowing(request.GET),
            list_url=comments_url("list") + narrowing(request.GET),
            **taken_back(request, self.user),
        )

    def from_here(self, waiting: CommentQuerySet) -> CommentQuerySet:
        for name in ("after", "before"):
            key = self.request.GET.get(name, "")
            if key.isdecimal() and len(key) < 16:
                here = Comment.objects.filter(pk=key).only("received_at").first()
                if here is not None:
                    return beyond(waiting, here, backwards=name == "before")
        return waiting


def queued_url(pk: int, request: HttpRequest) -> str:
    """A comment's place in the queue, which remembers what was done before it."""
    query = QueryDict(narrowing(request.GET).removeprefix("?"), mutable=True)
    if done := request.GET.get("done"):
        query["done"] = done
    return comments_url("queued", pk, query=query.urlencode())


def next_url(request: HttpRequest, **where: int) -> str:
    query = QueryDict(narrowing(request.GET).removeprefix("?"), mutable=True)
    query.update({name: str(value) for name, value in where.items()})
    return comments_url("queue", query=query.urlencode())


def last_own_act(user: User) -> ModeratedComment | None:
    """What this moderator did last, to one comment; an undoing is not undone."""
    changed = ModeratedComment.objects.filter(action=OuterRef("pk"), changed_at__isnull=False)
    acts = ModerationAction.objects.filter(Exists(changed), made_by=user).order_by("-pk")
    rows = ModeratedComment.objects.filter(action=acts.values("pk")[:1]).exclude(changed_at=None)
    last = list(rows.select_related("action", "comment__policy").defer("action__seen")[:2])
    return last[0] if len(last) == 1 and last[0].action.done != Done.UNDONE else None


def taken_back(
    request: HttpRequest, user: User, acts: Sequence[ModeratedComment] = ()
) -> dict[str, Any]:
    """How this moderator takes back what was done a moment ago; nothing where nothing was.

    That is what led here from the comment before, or one of the acts that are shown.
    """
    before = request.GET.get("done", "")
    last = last_own_act(user) if before or acts else None
    if last is None or (last not in acts and before != str(last.action_id)):
        return {}
    url = comments_url("queue_undo", last.comment_id) + narrowing(request.GET)
    return {"undo_url": url, "undone_action": last.action_id, "undone": last.comment.ref}


class QueuedPage(OneComment, StaffPage):
    """One comment of the queue, from now on this moderator's to read."""

    template_name = "comments/admin/queue.html"
    header_icon = "comment"

    @cached_property
    def comment(self) -> Comment:
        comments = Comment.objects.for_moderation().defer(None)
        comments = comments.defer("version__text", "edition__front_matter")
        comments = comments.prefetch_related("attachments")
        return get_object_or_404(comments, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return self.comment.ref

    def trail(self) -> list[TrailStep]:
        return [TrailStep(comments_url("list") + narrowing(self.request.GET), _("Comments"))]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show_comment()

    def show_comment(self, status: int = 200) -> HttpResponse:
        comment, request = self.comment, self.request
        claimed = claim(comment=comment, user=self.user)
        acts = self.acts()
        return self.show(
            status=status,
            comment=comment,
            text=marked(comment.public.text),
            added=[(each, marked(each.text)) for each in comment.public.added],
            clause=clause(comment),
            acts=acts,
            until="" if claimed.moderator_id != self.user.pk else claimed.until.isoformat(),
            reader=name_of_other(claimed, self.user),
            form=form_for(comment, request) if comment.state != State.WITHDRAWN else None,
            left=waiting_in(request.GET, request).count(),
            **self.ways(),
            **taken_back(request, self.user, acts),
            **redaction_context(comment),
        )

    def ways(self) -> dict[str, Any]:
        pk, kept = self.comment.pk, narrowing(self.request.GET)
        return {
            "next_url": next_url(self.request, after=pk),
            "previous_url": next_url(self.request, before=pk),
            "here_url": comments_url("queued", pk) + kept,
            "act_url": comments_url("queue_act", pk) + kept,
            "leave_url": comments_url("queue_leave", pk) + kept,
            "about_url": comments_url("inspect", pk) + kept,
        }

    def acts(self) -> list[ModeratedComment]:
        """What was done to it, the newest first."""
        done = self.comment.moderated.exclude(changed_at=None).select_related("action__made_by")
        return list(done.order_by("-pk")[:EARLIER])


class QueueActView(QueuedPage):
    """Publishes or hides it, and goes on."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return redirect(queued_url(pk, request))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = form_for(self.comment, request)
        if not form.is_valid():
            return self.show_comment(status=422)
        action = moderate_as_seen(request=request, comment=self.comment, **form.cleaned_data)
        if action is None:
            return redirect(queued_url(pk, request))
        leave(user=self.user, comment_id=pk)
        return redirect(next_url(request, after=pk, done=action.pk))


class QueueLeaveView(OneComment):
    """Gives the comment back to the others, and goes to the list.

    ``until`` tells the claim: a browser sends this too when its page goes, maybe after another
    page of the same comment has come.
    """

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            until = parse_datetime(request.POST.get("until", "")[:40])
        except ValueError:  # written as a moment is, and none
            until = None
        leave(user=self.user, comment_id=pk, until=until)
        return redirect(comments_url("list") + narrowing(request.GET))


class QueueUndoView(OneComment):
    """Takes back what this moderator did last (``action``), once, and shows its comment again."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            self.take_back(request.POST.get("action", ""))
        except ModerationError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("%(comment)s: undone.") % {"comment": self.comment.ref})
        return redirect(queued_url(pk, request))

    def take_back(self, key: str) -> None:
        """Raises `ModerationError` where that is not what was done last, or did not last."""
        last = last_own_act(self.user)
        if last is None or (str(last.action_id), last.comment_id) != (key, self.comment.pk):
            raise ModerationError(
                _("Nothing is undone: only what you did last is taken back here, and only once.")
            )
        if last.changed_at != self.comment.changed_at:
            raise ModerationError(changed_since(self.comment, self.user))
        undone = undo(action=last.action, comments=[self.comment], user=self.user)
        if undone.stopped.exists():
            said = _("%(comment)s was left alone: see how it stands, and what was done to it.")
            raise ModerationError(said % {"comment": self.comment.ref})


def changed_since(comment: Comment, user: User) -> str:
    """Why what a moderator did to a comment is not undone: another did something after it."""
    newest = last_done(comment)
    other = newest.action.made_by if newest else None
    if other is None or other == user:
        said = _("Nothing is undone: %(comment)s has changed since. See how it stands now.")
        return said % {"comment": comment.ref}
    said = _("Nothing is undone: %(who)s has changed %(comment)s since. See how it stands now.")
    who = other.get_full_name() or other.get_username()
    return said % {"comment": comment.ref, "who": who}
