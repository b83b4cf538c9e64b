"""The way of a policy from draft to outcome, as its page shows it."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from consult.language.times_in_words import last_moment
from policies.models import Edition, PolicyPage, WindowChange
from policies.phases import Phase
from policies.reading.shown_editions import label_html

DONE, NOW, TO_COME = "done", "now", ""


@dataclass(frozen=True, slots=True)
class TimelineStep:
    """One step; ``state`` is `DONE`, `NOW` or `TO_COME`, ``label`` text or HTML."""

    label: str
    state: str
    at: datetime | None = None
    text: str = ""
    url: str = ""


def timeline_of(policy: PolicyPage) -> list[TimelineStep]:
    """The steps, the oldest first; before the first edition the phase alone."""
    edition, phase = policy.current_edition, policy.phase
    if edition is None:
        return [TimelineStep(str(phase.label), NOW)]
    earlier = [
        _earlier_step(each) for each in reversed(policy.public_editions[1:]) if each.opens_at
    ]
    published = str(_("Draft published"))
    if earlier:
        published = format_html(_("New text published: {edition}"), edition=label_html(edition))
    settled = phase in (Phase.ADOPTED, Phase.WITHDRAWN)
    return [
        *earlier,
        TimelineStep(published, DONE, edition.published_at),
        *_window_steps(edition, phase, is_over=settled or bool(edition.answered_at)),
        *_answer_steps(edition, settled=settled),
        *_last_steps(policy, phase, settled=settled),
    ]


def _earlier_step(edition: Edition) -> TimelineStep:
    """The consultation on an edition that a newer one has followed."""
    label = format_html(_("Comments on “{edition}”"), edition=label_html(edition))
    url = reverse("policies:edition", args=[edition.policy.slug, edition.number])
    return TimelineStep(label, DONE, edition.opens_at, url=url)


def _window_steps(edition: Edition, phase: Phase, *, is_over: bool) -> list[TimelineStep]:
    """None for a window that a settled policy had still before it: it will not open."""
    closed = phase == Phase.CLOSED or is_over
    if is_over and edition.opens_at and edition.opens_at > timezone.now():
        return []
    steps = []
    if edition.opens_at:
        opened = NOW if phase == Phase.OPEN else DONE if closed else TO_COME
        steps.append(TimelineStep(_("Comments open"), opened, edition.opens_at))
        if getattr(edition, "has_window_changes", False):
            steps += [_change_step(change) for change in edition.window_changes.all()]
    if edition.closes_at:
        state = NOW if phase == Phase.CLOSED else DONE if closed else TO_COME
        steps.append(TimelineStep(_("Comments close"), state, last_moment(edition.closes_at)))
    return steps


def _change_step(change: WindowChange) -> TimelineStep:
    label = _("Deadline extended") if change.is_extension else _("Deadline brought forward")
    return TimelineStep(label, DONE, change.created_at, change.shown_reason)


def _answer_steps(edition: Edition, *, settled: bool) -> list[TimelineStep]:
    """Answers that are out. None is announced here: what is to come, the policy says itself."""
    if not edition.answered_at:
        return []
    state = DONE if settled else NOW
    return [TimelineStep(_("Answers published"), state, edition.answered_at)]


def _last_steps(policy: PolicyPage, phase: Phase, *, settled: bool) -> list[TimelineStep]:
    """How a settled policy ended."""
    withdrawn_at = policy.canonical.withdrawn_at if phase == Phase.WITHDRAWN else None
    return [TimelineStep(str(phase.label), NOW, withdrawn_at)] if settled else []
