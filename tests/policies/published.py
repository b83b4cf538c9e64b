"""A policy whose pages were published as an editor does it: with revisions, and their dates."""

from policies.models import PolicyPage, SectionPage
from tests.factories import make_policy


def make_published_policy(sections: int = 3, *, open: bool = True) -> PolicyPage:  # noqa: A002
    policy = make_policy(sections, open=open)
    for page in [policy, *SectionPage.objects.descendant_of(policy)]:
        page.save_revision().publish()
    return PolicyPage.objects.get(pk=policy.pk)
