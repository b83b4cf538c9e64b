"""What the pages of an editor's way share."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from consult.staff import StaffPage, TrailStep, addresses
from policies.models import Edition, PolicyPage

NAMESPACE = "policies_admin"
url = addresses(NAMESPACE)


def policy_trail(policy: PolicyPage) -> list[TrailStep]:
    return [TrailStep(reverse("wagtailadmin_explore", args=[policy.pk]), policy.draft_title)]


class PolicyStaffPage(StaffPage):
    """A page about one policy, named in its address."""

    @cached_property
    def policy(self) -> PolicyPage:
        return get_object_or_404(PolicyPage, pk=self.kwargs["policy_pk"]).canonical

    @cached_property
    def edition(self) -> Edition | None:
        return self.policy.current_edition

    def trail(self) -> list[TrailStep]:
        return policy_trail(self.policy)
