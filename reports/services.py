"""What staff do with reports."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from consult.jobs.job import JobState
from consult.jobs.wake import wake_on_commit
from policies.models import Edition, PolicyPage, UpdateKind
from policies.publishing import standard_updates
from reports.filters import FilterError, Filters
from reports.models import Report, ReportFile, ReportFormat
from reports.selectors import shows_all


class ReportError(Exception):
    """A report that cannot be compiled; the message says why and what to do."""


@transaction.atomic
def request_report(
    *,
    policy: PolicyPage,
    edition: Edition,
    formats: Sequence[str],
    filters: Mapping[str, Any] | Filters | None = None,
    language: str = "en",
    user: User | None,
) -> Report:
    """Ask for a report: the row is made now, a worker is woken once it is committed.

    `filters` as `Filters.to_data` writes them. Raises `ReportError`, and makes nothing, where the
    report could not be compiled.
    """
    policy = policy.canonical
    if edition.policy_id != policy.pk:
        raise ReportError(_("That edition is of another policy."))
    if edition.published_at is None:
        raise ReportError(_("That edition is not published yet: publish it first."))
    unknown = sorted(set(formats) - set(ReportFormat.values))
    if unknown or not formats:
        known = ", ".join(ReportFormat.values)
        raise ReportError(_("Choose one or more of the formats: %(known)s.") % {"known": known})
    if language not in dict(settings.LANGUAGES):
        known = ", ".join(dict(settings.LANGUAGES))
        raise ReportError(_("Choose one of the languages: %(known)s.") % {"known": known})
    report = Report.objects.create(
        policy=policy,
        edition=edition,
        formats=[name for name in ReportFormat.values if name in formats],
        filters=_checked(filters, edition).to_data(),
        language=language,
        created_by=user,
    )
    data = {"edition": edition.number, "formats": report.formats, "language": language}
    log(instance=report, action="reports.request", user=user, data=data)
    wake_on_commit(Report.task, report.pk)
    return report


def _checked(filters: Mapping[str, Any] | Filters | None, edition: Edition) -> Filters:
    try:
        checked = filters if isinstance(filters, Filters) else Filters.from_data(filters or {})
    except FilterError as error:
        raise ReportError(str(error)) from error
    keys = edition.entries.values_list("version__section_key", flat=True)
    if set(checked.sections) - {str(key) for key in keys}:
        raise ReportError(_("The edition does not have that section."))
    return checked


@transaction.atomic
def publish_report(*, report: Report, user: User | None) -> Report:
    """Let everybody read and download the report, and post the update that says so.

    Raises `ReportError` where it is not ready, is on some of the comments only, or has words that
    not everybody may read.
    """
    report = Report.objects.select_for_update().get(pk=report.pk)
    if report.state != JobState.DONE:
        raise ReportError(_("Only a report that is ready can be published."))
    if report.filters:
        raise ReportError(
            _("Only a report on every comment can be published: this one is on some of them.")
        )
    if not shows_all(report):
        raise ReportError(
            _(
                "A section of this edition or a meeting about it is private: the report has words"
                " of it, so it stays here."
            )
        )
    if report.published_at is None:
        report.published_at = timezone.now()
        report.save(update_fields=["published_at"])
        log(instance=report, action="reports.publish", user=user)
        standard_updates.post(
            kind=UpdateKind.REPORT,
            edition=report.edition,
            occurrence=f"report-{report.pk}",
            link=lambda: reverse("reports:report", args=[report.uid]),
        )
    return report


@transaction.atomic
def compile_again(*, report: Report, user: User | None) -> Report:
    """Try what failed once more: from the same frozen data where there are any.

    Raises `ReportError` where the report did not fail.
    """
    report = Report.objects.select_for_update().get(pk=report.pk)
    if report.state != JobState.FAILED:
        raise ReportError(_("Only a failed report can be compiled again."))
    ReportFile.objects.filter(report=report).failed().restart()
    row = Report.objects.filter(pk=report.pk)
    if report.is_frozen:
        row.reopen()
    else:
        row.restart()
    log(instance=report, action="reports.compile_again", user=user)
    wake_on_commit(Report.task, report.pk)
    report.refresh_from_db()
    return report


def log_download(*, file: ReportFile, user: User | None) -> None:
    """Leave an entry that somebody took the file away."""
    log(instance=file.report, action="reports.download", user=user, data={"file": file.name})
