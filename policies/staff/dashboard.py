"""The editors' panel on the admin's home page: every policy in process, and what to do next.

Another app adds a panel of its own by the same hook, ``construct_homepage_panels``; ``order`` says
where it stands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component
from wagtail.models import Locale

from consult.language.times_in_words import last_moment
from policies import permissions
from policies.models import PolicyImport, PolicyPage, Publication
from policies.phases import Phase
from policies.publishing.checklist import (
    Remark,
    StaffLink,
    Subject,
    Weight,
    remarks_on,
    subjects_of,
)
from policies.selectors import attach_editions
from policies.staff.base import url

LISTED = 12
LAST_DAYS = 3
Stage = PolicyImport.Stage
UNDER_WAY = (Stage.READING, Stage.REVIEW, Stage.MAKING)
URGENCY = (Phase.OPEN, Phase.UPCOMING, Phase.PREPARING, Phase.CLOSED)


@dataclass(frozen=True)
class PolicyLine:
    """A policy as its editor has it before the eyes."""

    policy: PolicyPage
    deadline: str
    is_late: bool
    subject: Subject
    remarks: Sequence[Remark]
    imports: Sequence[PolicyImport]
    publication: Publication | None
    may_publish: bool

    @property
    def drafts(self) -> int:
        return self.subject.drafts

    @property
    def checklist_url(self) -> str:
        return url("publish", self.policy.pk) if self.may_publish else ""

    @property
    def next_action(self) -> StaffLink:
        """The one most useful."""
        policy, phase = self.policy, self.policy.phase
        if self.publication:
            return StaffLink(
                _("See how far the publication is"), url("publication", self.publication.pk)
            )
        if self.imports:
            return StaffLink(_("Go on with the new text"), url("import", self.imports[0].pk))
        sections = StaffLink(_("Look through the sections"), _explorer(policy))
        if not self.may_publish:
            return sections
        if not self.subject.sections:
            return StaffLink(_("Import its text"), url("reimport", policy.pk))
        if phase == Phase.PREPARING:
            return StaffLink(_("Check it and publish an edition"), url("publish", policy.pk))
        if phase in (Phase.CLOSED, Phase.ANSWERED):
            return StaffLink(_("Import the next edition"), url("reimport", policy.pk))
        return self._while_open(sections)

    def _while_open(self, sections: StaffLink) -> StaffLink:
        if self.is_late:
            return StaffLink(_("Extend the time, if people need it"), url("window", self.policy.pk))
        needed = [remark for remark in self.remarks if remark.weight == Weight.NEEDED]
        links = [link for remark in needed for link in remark.links]
        if links:
            return StaffLink(_("Mend: %(what)s") % {"what": links[0].label}, links[0].url)
        if self.drafts:
            return sections
        notice = reverse("policies:notice", args=[self.policy.slug])
        return StaffLink(_("Print notice and poster"), notice)


class PoliciesPanel(Component):
    name = "policies-in-process"
    order = 50
    template_name = "policies/admin/dashboard.html"

    def __init__(self, user: permissions.AnyUser) -> None:
        self.user = user

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {
            "lines": lines_for(self.user),
            "new_imports": _new_imports(self.user),
            "may_import": permissions.may_import(self.user),
        }


def is_shown_to(user: permissions.AnyUser) -> bool:
    """Whether the user may edit a policy or make one."""
    return permissions.may_import(user) or bool(_policies(user))


def lines_for(user: permissions.AnyUser) -> list[PolicyLine]:
    """The policies in process that the user may edit, the most urgent first; few queries."""
    policies = _policies(user)
    attach_editions(policies)
    policies.sort(key=_urgency)
    policies = policies[:LISTED]
    imports = PolicyImport.objects.filter(target__in=policies, stage__in=UNDER_WAY)
    running = Publication.objects.filter(policy__in=policies, edition=None).unfinished()
    by_target: dict[int | None, list[PolicyImport]] = {}
    for row in imports.select_related("target").order_by("-pk"):
        if permissions.may_see(user, row):
            by_target.setdefault(row.target_id, []).append(row)
    publications = {
        row.policy_id: row
        for row in running.select_related("policy")
        if permissions.may_publish_edition(user, row.policy)
    }
    return [
        PolicyLine(
            policy=policy,
            **_deadline(policy),
            subject=subject,
            remarks=remarks_on(subject),
            imports=by_target.get(policy.pk, []),
            publication=publications.get(policy.pk),
            may_publish=permissions.may_publish_edition(user, policy),
        )
        for policy, subject in zip(policies, subjects_of(policies), strict=True)
    ]


def _policies(user: permissions.AnyUser) -> list[PolicyPage]:
    pages = PolicyPage.objects.filter(
        locale=Locale.get_default(), outcome="", withdrawn_at__isnull=True
    )
    return [
        page
        for page in pages.select_related("locale").order_by("-pk")
        if page.permissions_for_user(user).can_edit()
    ]


def _urgency(policy: PolicyPage) -> tuple[int, str]:
    edition = policy.current_edition
    rank = URGENCY.index(policy.phase) if policy.phase in URGENCY else len(URGENCY)
    end = edition.closes_at.isoformat() if edition and edition.closes_at else "~"
    return rank, end


def _deadline(policy: PolicyPage) -> dict[str, Any]:
    """When comments open or close, counted in days of the calendar in Nairobi."""
    edition, phase = policy.current_edition, policy.phase
    today = timezone.localdate()
    if edition and phase == Phase.UPCOMING:
        days = (timezone.localdate(edition.opens_at) - today).days
        words = _("opens today")
        if days > 0:
            words = ngettext("opens in %(n)d day", "opens in %(n)d days", days) % {"n": days}
        return {"deadline": words, "is_late": False}
    if edition and phase == Phase.OPEN and edition.closes_at is None:
        return {"deadline": _("open without an end"), "is_late": False}
    if edition and edition.closes_at and phase == Phase.OPEN:
        days = (last_moment(edition.closes_at).date() - today).days
        words = _("closes today")
        if days > 0:
            words = ngettext("closes in %(n)d day", "closes in %(n)d days", days) % {"n": days}
        return {"deadline": words, "is_late": days <= LAST_DAYS}
    return {"deadline": "", "is_late": False}


def _new_imports(user: permissions.AnyUser) -> list[PolicyImport]:
    if not permissions.may_import(user):
        return []
    rows = PolicyImport.objects.filter(target=None, stage__in=UNDER_WAY)
    return list(rows.select_related("created_by").order_by("-pk")[:LISTED])


def _explorer(policy: PolicyPage) -> str:
    return reverse("wagtailadmin_explore", args=[policy.pk])
