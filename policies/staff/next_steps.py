"""What is public of a policy now, and what an editor does next."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Locale

from policies import permissions
from policies.models import Edition, PolicyPage, SectionPage
from policies.publishing.checklist import StaffLink, Subject, remarks_on, subjects_of
from policies.reading.notices.notice_files import KINDS, notice_url
from policies.staff.base import url

TRANSLATE = "simple_translation.submit_translation"


@dataclass(frozen=True, slots=True)
class NextStep:
    title: str
    text: str
    links: list[StaffLink]


def next_steps_of(policy: PolicyPage, user: permissions.AnyUser) -> dict[str, Any]:
    """For the page that stands at the end of an import or a publication."""
    policy = PolicyPage.objects.get(pk=policy.canonical.pk)
    edition = policy.current_edition if policy.live else None
    sections = SectionPage.objects.descendant_of(policy)
    return {
        "policy": policy,
        "edition": edition,
        "sections": (sections.live() if policy.live else sections).count(),
        "steps": list(_steps(policy, edition, user)),
    }


def _steps(
    policy: PolicyPage, edition: Edition | None, user: permissions.AnyUser
) -> Iterator[NextStep]:
    (subject,) = subjects_of([policy])
    if edition is None:
        yield from _before_publishing(policy, user, len(remarks_on(subject)))
    else:
        yield from _after_publishing(policy, edition, subject)
    yield _explain_step(policy, subject)
    if user.has_perm(TRANSLATE) and not _is_translated(policy):
        yield NextStep(
            _("Add Kiswahili"),
            _("Makes a copy of the policy and its sections for you to translate, as drafts."),
            [
                StaffLink(
                    _("Translate the policy"),
                    reverse("simple_translation:submit_page_translation", args=[policy.pk]),
                )
            ],
        )
    yield NextStep(
        _("Announce meetings"),
        _("They stand on the policy's page, in the notice and in the calendar."),
        [
            StaffLink(
                _("Add a meeting"),
                reverse("wagtailadmin_pages:add", args=["home", "meetingpage", policy.pk]),
            )
        ],
    )


def _before_publishing(
    policy: PolicyPage, user: permissions.AnyUser, remarks: int
) -> Iterator[NextStep]:
    yield NextStep(
        _("Look it through"),
        _("The sections are drafts: open one to correct it, drag them to change their order."),
        [
            StaffLink(_("The sections"), reverse("wagtailadmin_explore", args=[policy.pk])),
            StaffLink(
                _("The policy as it would look"),
                reverse("wagtailadmin_pages:view_draft", args=[policy.pk]),
            ),
        ],
    )
    if permissions.may_publish_edition(user, policy):
        text = _("Remarks on the checklist: %(n)d. You may publish all the same.")
        yield NextStep(
            _("Publish it"),
            text % {"n": remarks},
            [StaffLink(_("Publish an edition"), url("publish", policy.pk))],
        )


def _after_publishing(policy: PolicyPage, edition: Edition, subject: Subject) -> Iterator[NextStep]:
    yield NextStep(
        _("See it as readers do"),
        _("Read it once as they will, on a phone if you can."),
        [StaffLink(_("See it as the public does"), policy.url or "/")],
    )
    if edition.opens_at:
        edition.policy = policy
        for code, name in settings.LANGUAGES:
            files = [
                StaffLink(str(label), notice_url(edition, kind, code))
                for kind, (label, _extension, _type) in KINDS.items()
            ]
            text = _("For notice boards, newspapers and meetings, with a code that leads to it.")
            if code == "sw" and subject.kiswahili_link:
                english = _("Title and summary are still in English: translate them first.")
                text, files = f"{text} {english}", [subject.kiswahili_link, *files]
            yield NextStep(
                _("Print the notice and the poster: %(language)s") % {"language": name}, text, files
            )
        yield NextStep(
            _("Keep the deadline in hand"),
            _("Comments close by themselves. Extend the time or close early, with a reason."),
            [StaffLink(_("Consultation window"), url("window", policy.pk))],
        )
    else:
        yield NextStep(
            _("Take comments"),
            _("Nobody can comment on this edition: it has no opening time. Give it one here."),
            [StaffLink(_("Consultation window"), url("window", policy.pk))],
        )


def _explain_step(policy: PolicyPage, subject: Subject) -> NextStep:
    left = sum(
        each.has_words and not (each.is_explained and each.has_kiswahili)
        for each in subject.sections
    )
    text = _("One or two sentences each, in English and Kiswahili. Many read only these.")
    if left:
        words = ngettext("%(n)d section waits for them.", "%(n)d sections wait for them.", left)
        text = f"{text} {words % {'n': left}}"
    return NextStep(
        _("Explain sections in plain words"),
        text,
        [StaffLink(_("Write plain words, many at a time"), url("plain_words", policy.pk))],
    )


def _is_translated(policy: PolicyPage) -> bool:
    return policy.get_translations().count() >= Locale.objects.count() - 1
