"""Editions on their way to the public: asking for one, and what a worker does for it."""

from collections.abc import Container, Mapping
from dataclasses import asdict

from billiard.exceptions import SoftTimeLimitExceeded
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from consult.jobs.progress import Teller
from consult.jobs.refusals import kept_refusal
from consult.jobs.wake import wake_on_commit
from consult.jobs.work import work_on
from policies.models import EditionPlan, PolicyPage, Publication
from policies.publishing.drafts import make_ready, waiting_pages
from policies.publishing.indexing import indexed_together
from policies.publishing.services import (
    PolicyError,
    check_new_edition,
    check_not_overtaken,
    publish_edition,
)
from texts.kept_words import kept

SECTION_S = 0.5  # how long it may take to publish a section, while nothing says that it is alive
UNFORESEEN = gettext_lazy("It could not be done. The server's log has the details.")


class DraftsChanged(PolicyError):
    """The drafts are no longer those that were looked at."""


def waiting_drafts(policy: PolicyPage) -> dict[int, int]:
    """By page the newest revision of what an edition would make public; 0 where there is none."""
    return {page.pk: page.latest_revision_id or 0 for page, _tree in waiting_pages(policy)}


@transaction.atomic
def request_publication(
    *,
    policy: PolicyPage,
    plan: EditionPlan,
    user: User | None,
    seen: Mapping[int, int],
    left_out: Container[int] = (),
) -> Publication:
    """Ask a worker to publish the drafts that were ``seen``, as they were seen, as an edition.

    Raises `DraftsChanged` where there are others by now, `PolicyError` where an edition of the
    policy is being published already, or the policy's own page, not public yet, is left out.
    """
    if policy.publications.filter(edition=None).unfinished().exists():
        raise PolicyError(_("An edition of this policy is being published already."))
    _check_seen(policy, seen)
    if not policy.live and policy.pk in left_out:
        raise PolicyError(_("The policy's own page is not public yet: it goes with the edition."))
    drafts = {pk: seen[pk] or first_revision(pk, user) for pk in seen if pk not in left_out}
    row = Publication.objects.create(policy=policy, created_by=user, drafts=drafts, **asdict(plan))
    wake_on_commit(Publication.task, row.pk)
    return row


def _check_seen(policy: PolicyPage, seen: Mapping[int, int]) -> None:
    now = waiting_drafts(policy)
    changed = {pk for pk, _revision in now.items() ^ seen.items()}
    if changed:
        pages = Page.objects.filter(pk__in=changed).order_by("path")
        names = ", ".join(page.draft_title for page in pages[:5])
        raise DraftsChanged(
            _("Drafts changed since this page was shown, so nothing is published: %(pages)s.")
            % {"pages": names}
        )


def first_revision(page_pk: int, user: User | None) -> int:
    """The words of a page that has no revision yet, as one."""
    return Page.objects.get(pk=page_pk).specific.save_revision(user=user).pk


def work_on_publication(publication_id: int) -> bool:
    """Publish the edition asked for. Returns False where there is nothing to claim."""
    row = Publication.objects.filter(pk=publication_id)
    return work_on(row, _publish, explain=explained, unforeseen=UNFORESEEN)


def explained(error: Exception) -> str | None:
    """What an editor is told of an error that would only come again."""
    if isinstance(error, PolicyError):
        return kept(error.args[0])
    if isinstance(error, ValidationError):
        return kept_refusal(error)
    if isinstance(error, SoftTimeLimitExceeded):
        return str(UNFORESEEN)
    return None


def _publish(job: Publication) -> None:
    sections = job.policy.get_descendants().count()
    job.extend(SECTION_S * sections)
    check_new_edition(job.policy)
    ready = make_ready(
        job.policy.canonical,
        user=job.created_by,
        seen=job.seen_drafts,
        progress=Teller(job).part(0, 0.9),
    )
    check_not_overtaken(job.seen_drafts or {})
    with indexed_together():
        edition = publish_edition(
            policy=job.policy, plan=job.edition_plan, at_once=True, user=job.created_by, ready=ready
        )
        job.finish(edition=edition)
