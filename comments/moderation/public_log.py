"""What moderators did on a policy, for everybody: counts by reason and role, and no name."""

from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from comments import kept_page_parts
from comments.choices import Done, HiddenReason, RedactionReason, SecondView, State
from comments.models import Comment, ModeratedComment, Redaction, SecondLook
from policies.models import PolicyPage
from policies.selectors import public_policy

gettext_noop("Moderators")  # the group: the role of most who moderate


class ActCount(NamedTuple):
    """How many comments one role did something to, for one reason."""

    what: str
    reason: str
    role: str
    number: int


class Named(NamedTuple):
    label: str
    number: int


@require_safe
def public_log(request: HttpRequest, slug: str) -> HttpResponse:
    policy = public_policy(request, slug)
    canonical = policy.canonical
    kept_page_parts.depends_on_acts(canonical.pk)
    kept_page_parts.depends_on_counts(canonical.pk)
    context = {"policy": policy.localized, "acts": acts_on(canonical), **standing_of(canonical)}
    return render(request, "comments/moderation_log.html", context)


def acts_on(policy: PolicyPage) -> list[ActCount]:
    """Every change of state that moderators made, the undone ones and their undoing too."""
    moderated = ModeratedComment.objects.filter(comment__policy=policy).exclude(changed_at=None)
    groups = moderated.values_list("action__done", "action__hidden_reason", "action__role")
    counts = groups.order_by("action__done", "action__hidden_reason", "action__role")
    return [
        ActCount(
            str(Done(done).label),
            str(HiddenReason(reason).label) if reason else "",
            _(role) if role else _("Administrators, or the system"),
            count,
        )
        for done, reason, role, count in counts.annotate(n=Count("pk"))
    ]


def standing_of(policy: PolicyPage) -> dict[str, Any]:
    """How things stand now: what is unread, hidden and redacted, and second looks."""
    hidden = Comment.objects.filter(policy=policy, state=State.HIDDEN)
    redacted = Redaction.objects.filter(comment__policy=policy, lifted_at=None)
    unread = Comment.objects.filter(policy=policy).as_they_came()
    looks = SecondLook.objects.filter(comment__policy=policy)
    return {
        "unread": unread.count(),
        "hidden": _by_reason(hidden, "hidden_reason", HiddenReason),
        "redacted": _by_reason(redacted, "reason", RedactionReason),
        "looks": looks.aggregate(
            asked=Count("pk"),
            shown=Count("pk", filter=Q(view=SecondView.SHOWN)),
            upheld=Count("pk", filter=Q(view=SecondView.HIDDEN)),
        ),
    }


def _by_reason(rows: QuerySet, field: str, reasons: Any) -> list[Named]:
    counts = rows.order_by().values_list(field).annotate(n=Count("pk")).order_by("-n", field)
    return [Named(str(reasons(reason).label), count) for reason, count in counts]
