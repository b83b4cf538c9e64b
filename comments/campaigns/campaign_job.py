"""A worker looks for campaigns: soon after comments came, never while somebody posts one."""

from datetime import timedelta

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_noop

from comments.campaigns.services import (
    came_since,
    changed_since,
    count_campaigns,
    make_move,
    moves,
    read_comments,
)
from comments.models import CampaignSearch, Comment, CommentSketch
from consult.jobs.job import JobState
from consult.jobs.work import work_on

UNFORESEEN = gettext_noop("It could not be done. The server's log has the details.")
REST = timedelta(minutes=10)  # after a search that failed
SLOW = timedelta(seconds=5)
PAUSE = timedelta(seconds=30)  # after a slow one: so that no worker does nothing else
GROUPING_S = 300  # the longest that nothing is heard of the worker


def ask_where_due() -> None:
    """Put searches in the queue for policies with comments that nobody has read."""
    last = Comment.objects.order_by().values("policy").annotate(last=Max("pk"))
    newest = dict(last.values_list("policy", "last"))
    CampaignSearch.objects.bulk_create(
        [CampaignSearch(policy_id=key) for key in newest], ignore_conflicts=True
    )
    changed = CommentSketch.objects.filter(is_due=True).order_by()
    due = set(changed.values_list("comment__policy", flat=True).distinct())
    finished = CampaignSearch.objects.finished()
    asked = [
        each.pk
        for each in finished
        if (newest.get(each.policy_id, 0) > each.read_to or each.policy_id in due)
        and not _rests(each)
    ]
    finished.filter(pk__in=asked).restart()


def _rests(search: CampaignSearch) -> bool:
    """Whether it is too early to search again."""
    ended = search.finished_at or search.queued_at
    if search.state == JobState.FAILED:
        pause = REST
    else:
        pause = PAUSE if ended - search.queued_at > SLOW else timedelta(0)
    return timezone.now() < ended + pause


def work_on_search(search_id: int) -> bool:
    """Read and group. Returns False where there is nothing to claim."""
    rows = CampaignSearch.objects.filter(pk=search_id)
    return work_on(rows, _search, explain=lambda _error: None, unforeseen=UNFORESEEN)


def _search(job: CampaignSearch) -> None:
    """Who takes over reads on where the last one stopped; groups are the same whoever makes them.

    All is grouped anew from the sketches: what was edited or erased leaves no trace.
    """
    while changed := changed_since(job.policy_id):
        read_comments(changed)
        job.extend()
    read_to = job.read_to
    while came := came_since(job.policy_id, read_to):
        read_comments(came)
        read_to = came[-1]
        job.extend(read_to=read_to)
    job.extend(GROUPING_S)
    for move in moves(job.policy_id):
        make_move(move)
        job.extend()
    count_campaigns(job.policy_id)
    job.finish()
