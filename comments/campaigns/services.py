"""What changes a policy's campaigns: comments are read, and put with those that they are like."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, F, QuerySet

from comments import kept_page_parts
from comments.campaigns.look_alikes import first_alike
from comments.campaigns.sketches import sketch
from comments.models import Campaign, Comment, CommentSketch
from comments.querysets import SEARCHED

PEOPLE = 3
"""Submissions from which a group is a campaign: what one person sends often is none, nor a pair."""
BATCH = 1_000  # comments a transaction: whoever posts meanwhile waits for one of them at most


Move = dict[int | None, list[int]]
"""By a campaign, or None, the comments that belong to it and are elsewhere."""


class Placed(NamedTuple):
    """A comment as it was read for grouping; ``campaign`` is the key of the one it is in."""

    pk: int
    sketch: bytes
    submission: int
    campaign: int | None


def read_again(comments: Collection[Comment]) -> None:
    """The words of these have changed, or are gone: nothing of the former is kept.

    They stand alone until they are read. In the transaction that changes the words.
    """
    Comment.objects.filter(pk__in=[comment.pk for comment in comments]).update(campaign=None)
    for comment in comments:
        comment.campaign = None
    CommentSketch.objects.bulk_create(
        [CommentSketch(comment=comment, values=b"", is_due=True) for comment in comments],
        update_conflicts=True,
        unique_fields=["comment"],
        update_fields=["values", "is_due"],
    )


def came_since(policy_id: int, read_to: int) -> list[int]:
    """The keys of the next comments on the policy that nobody has read, `BATCH` at most."""
    came = Comment.objects.filter(policy=policy_id, pk__gt=read_to).order_by("pk")
    return list(came.values_list("pk", flat=True)[:BATCH])


def changed_since(policy_id: int) -> list[int]:
    """The keys of some comments whose words have changed since they were read."""
    due = CommentSketch.objects.filter(is_due=True, comment__policy=policy_id)
    return list(due.order_by("comment").values_list("comment", flat=True)[:BATCH])


@transaction.atomic
def read_comments(keys: Collection[int]) -> None:
    """Keep what each says as a sketch; nothing of those that are short or were erased.

    They are locked, so that nobody changes their words meanwhile.
    """
    locked = Comment.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    rows = locked.values_list("pk", *SEARCHED)
    sketches = ((pk, sketch("\n".join(words))) for pk, *words in rows)
    kept = [CommentSketch(comment_id=pk, values=values) for pk, values in sketches if values]
    CommentSketch.objects.filter(comment__in=keys).delete()
    CommentSketch.objects.bulk_create(kept)


def moves(policy_id: int) -> Iterator[Move]:
    """What is to be changed, so that every comment is in the campaign it belongs to.

    Campaigns that are new get their rows. In parts of `BATCH` comments.
    """
    placed = _placed(policy_id)
    belongs = _campaigns_of(placed)
    misplaced = [each.pk for each in placed if belongs.get(each.pk) != each.campaign]
    together = iter(sorted(misplaced, key=lambda key: belongs.get(key, 0)))
    while part := list(islice(together, BATCH)):
        move: Move = defaultdict(list)
        for key in part:
            move[belongs.get(key)].append(key)
        yield move


@transaction.atomic
def make_move(move: Move) -> None:
    """Put comments into their campaigns, and make the pages anew that show them.

    One whose words have changed meanwhile is left alone: it is read again.
    """
    asked = [key for keys in move.values() for key in keys]
    locked = Comment.objects.select_for_update().filter(pk__in=asked).order_by("pk")
    sections = dict(locked.values_list("pk", "section_key"))
    due = set(CommentSketch.objects.filter(is_due=True).values_list("comment", flat=True))
    for campaign, keys in move.items():
        moving = [key for key in keys if key not in due]
        Comment.objects.filter(pk__in=moving).update(campaign=campaign)
    kept_page_parts.mark_moderated(set(sections.values()))


@transaction.atomic
def count_campaigns(policy_id: int) -> None:
    """Say of each how many comments it has; those that nobody is in any more go."""
    campaigns = Campaign.objects.filter(first__policy=policy_id)
    sizes = _sizes(campaigns)
    gone = [each.pk for each in campaigns if each.pk not in sizes]
    Campaign.objects.filter(pk__in=gone).delete()
    changed = [each for each in campaigns if sizes.get(each.pk, each.size) != each.size]
    for each in changed:
        each.size = sizes[each.pk]
    Campaign.objects.bulk_update(changed, ["size"], batch_size=BATCH)


def _placed(policy_id: int) -> list[Placed]:
    """The policy's comments that have a sketch, in the order in which they came."""
    rows = CommentSketch.objects.filter(comment__policy=policy_id, is_due=False)
    columns = (F("values"), F("comment__submission"), F("comment__campaign"))
    read = rows.order_by("comment").values_list("comment", *columns)
    return [
        Placed(pk, bytes(values), submission, campaign)
        for pk, values, submission, campaign in read.iterator(chunk_size=BATCH)
    ]


def _campaigns_of(placed: Collection[Placed]) -> dict[int, int]:
    """``{comment's key: its campaign's}``, where it belongs to one."""
    alike = first_alike((each.pk, each.sketch) for each in placed)
    people: dict[int, set[int]] = defaultdict(set)
    for each in placed:
        people[alike[each.pk]].add(each.submission)
    firsts = [first for first, several in people.items() if len(several) >= PEOPLE]
    keys = _keys_of(firsts)
    return {pk: keys[first] for pk, first in alike.items() if first in keys}


def _keys_of(firsts: Iterable[int]) -> dict[int, int]:
    """``{first comment's key: its campaign's}``, with rows for those that are new."""
    rest = iter(firsts)
    found: dict[int, int] = {}
    while part := list(islice(rest, BATCH)):
        Campaign.objects.bulk_create(
            [Campaign(first_id=first) for first in part], ignore_conflicts=True
        )
        found |= dict(Campaign.objects.filter(first__in=part).values_list("first", "pk"))
    return found


def _sizes(campaigns: QuerySet[Campaign]) -> dict[int, int]:
    of_these = Comment.objects.filter(campaign__in=campaigns.values("pk")).order_by()
    return dict(of_these.values_list("campaign").annotate(n=Count("pk")))
