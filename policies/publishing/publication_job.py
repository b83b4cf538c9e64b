"""Editions on their way to the public: asking for one, and what a worker does for it."""

from dataclasses import asdict

from billiard.exceptions import SoftTimeLimitExceeded
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.jobs.progress import Teller
from consult.jobs.wake import wake_on_commit
from consult.jobs.work import work_on
from policies.models import EditionPlan, PolicyPage, Publication
from policies.publishing.drafts import make_ready
from policies.publishing.indexing import indexed_together
from policies.publishing.services import PolicyError, check_new_edition, publish_edition

SECTION_S = 0.5  # how long it may take to publish a section, while nothing says that it is alive
UNFORESEEN = gettext_lazy("It could not be done. The server's log has the details.")


@transaction.atomic
def request_publication(*, policy: PolicyPage, plan: EditionPlan, user: User | None) -> Publication:
    """Ask a worker to publish the policy's drafts as an edition.

    Raises `PolicyError` where an edition of the policy is being published already.
    """
    if policy.publications.filter(edition=None).unfinished().exists():
        raise PolicyError(_("An edition of this policy is being published already."))
    row = Publication.objects.create(policy=policy, created_by=user, **asdict(plan))
    wake_on_commit(Publication.task, row.pk)
    return row


def work_on_publication(publication_id: int) -> bool:
    """Publish the edition asked for. Returns False where there is nothing to claim."""
    row = Publication.objects.filter(pk=publication_id)
    return work_on(row, _publish, explain=explained, unforeseen=UNFORESEEN)


def explained(error: Exception) -> str | None:
    """What an editor is told of an error that would only come again."""
    if isinstance(error, PolicyError):
        return str(error)
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    if isinstance(error, SoftTimeLimitExceeded):
        return str(UNFORESEEN)
    return None


def _publish(job: Publication) -> None:
    sections = job.policy.get_descendants().count()
    job.extend(SECTION_S * sections)
    check_new_edition(job.policy)
    ready = make_ready(job.policy.canonical, user=job.created_by, progress=Teller(job).part(0, 0.9))
    with indexed_together():
        edition = publish_edition(
            policy=job.policy,
            plan=job.edition_plan,
            at_once=True,
            user=job.created_by,
            ready=ready,
        )
        job.finish(edition=edition)
