"""Submissions and comments, taken in as the product takes them in."""

from collections.abc import Sequence

import factory

from comments.choices import Channel, HiddenReason, Stance, State
from comments.models import Comment, Ledger, LedgerEntry, Submission
from comments.moderation.services import moderate
from comments.register.ledger.entries import append, lock_ledger, named
from comments.register.services import IncomingComment, take_in, withdraw
from policies.models import PolicyPage, PolicyTag
from tests.factories.policies import make_policy


class SubmissionFactory(factory.django.DjangoModelFactory):
    """One respondent's visit; built without saving, as `take_in` saves it."""

    class Meta:
        model = Submission

    channel = Channel.WEB
    language = "en"


class SaidFactory(factory.Factory):
    """What was said, as a comment that is still to be taken in."""

    class Meta:
        model = Comment

    stance = Stance.SUPPORT
    text = factory.Sequence(lambda n: f"Comment number {n} on this section.")


def make_comment(
    policy: PolicyPage,
    *,
    section: int = 1,
    state: str = State.RECEIVED,
    hidden_reason: str = HiddenReason.OFF_TOPIC,
    submission: Submission | None = None,
    channel: str = Channel.WEB,
    name: str = "",
    organisation: str = "",
    kind: str = "individual",
    people: int | None = None,
    ward=None,
    language: str = "en",
    tags: Sequence[PolicyTag] = (),
    **said,
) -> Comment:
    """A comment on the policy's newest edition, on its section in place `section` (from 1).

    `said` are fields of the comment: stance, text, proposed, reason, external_id, received_at.
    """
    edition = policy.canonical.editions.order_by("-number").first()
    entries = edition.entries.filter(replaced_at=None).order_by("position", "pk")
    version = entries.filter(position=section).first().version
    submission = submission or SubmissionFactory.build(
        channel=channel,
        name=name,
        organisation_name=organisation,
        kind=kind,
        people=people,
        ward=ward,
        language=language,
    )
    item = IncomingComment(submission, version, SaidFactory(**said), tags)
    [taken] = take_in(edition=edition, items=[item], in_window=False)
    comment = taken.comment
    if state == State.WITHDRAWN:
        return withdraw(comment=comment)
    if state != State.RECEIVED:
        reason = hidden_reason if state == State.HIDDEN else ""
        moderate(comments=[comment], state=state, hidden_reason=reason, user=None)
        comment.refresh_from_db()
    return comment


def make_commented_policy() -> PolicyPage:
    """A policy with five comments, "View number 0" and on, over its sections."""
    policy = make_policy()
    for n in range(5):
        make_comment(policy, section=n % 3 + 1, text=f"View number {n}")
    return policy


def make_many_comments(policy: PolicyPage, count: int, *, state: str = State.PUBLISHED) -> None:
    """`count` comments in turn over the sections of the newest edition, in a few statements.

    They stand in the ledger by number only: it does not verify.
    """
    edition = policy.canonical.editions.order_by("-number").first()
    entries = edition.entries.filter(replaced_at=None).order_by("position", "pk")
    versions = [entry.version for entry in entries.select_related("version")]
    submission = SubmissionFactory.create(policy=edition.policy)
    ledger, _made = Ledger.objects.get_or_create(
        policy=edition.policy, defaults=named(edition.policy)
    )
    comments = []
    for number in range(ledger.comments + 1, ledger.comments + count + 1):
        version = versions[number % len(versions)]
        comments.append(
            Comment(
                policy=edition.policy,
                number=number,
                submission=submission,
                edition=edition,
                version=version,
                section_key=version.section_key,
                stance=Stance.values[number % len(Stance.values)],
                text=f"Comment {number}: the county should give notice of every forum in time.",
                state=state,
            )
        )
    Comment.objects.bulk_create(comments, batch_size=500)
    ledger.comments += count
    ledger.size += count
    ledger.save()


def rewrite_ledger(policy: PolicyPage, *, number: int, text: str) -> None:
    """Change a comment, and make every entry, hash and root anew, as its owner could."""
    Comment.objects.filter(policy=policy, number=number).update(text=text)
    LedgerEntry.objects.filter(ledger__policy=policy).delete()
    Ledger.objects.filter(policy=policy).update(size=0, comments=0, peaks=b"")
    append(lock_ledger(policy), Comment.objects.filter(policy=policy).order_by("number"))
