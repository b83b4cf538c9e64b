"""Policies with sections and a published edition."""

from datetime import timedelta

import factory
import wagtail_factories
from django.utils import timezone
from django.utils.text import slugify

from policies.models import EditionPlan, PolicyIndexPage, PolicyPage, PolicyTag, SectionPage
from policies.publishing.indexing import indexed_together
from policies.publishing.services import publish_edition, record_version


def policy_index() -> PolicyIndexPage:
    """The list of policies that the migrations make, in the default language."""
    return PolicyIndexPage.objects.first()


class PolicyPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = PolicyPage

    title = factory.Sequence(lambda n: f"Illustrative Policy {n}")
    reference = factory.Sequence(lambda n: f"IP{n}")
    summary = "What it is and why it matters, in plain words."
    illustrative = True
    parent = factory.LazyFunction(policy_index)


class SectionPageFactory(wagtail_factories.PageFactory):
    """A live section without a version yet; `make_policy` puts texts on record."""

    class Meta:
        model = SectionPage
        exclude = ("text",)

    title = factory.Sequence(lambda n: f"Section {n}")
    number = factory.Sequence(lambda n: str(n + 1))
    text = factory.LazyAttribute(lambda section: f"The county shall do {section.title}.")
    body = factory.LazyAttribute(lambda section: [("paragraph", f"<p>{section.text}</p>")])


def make_policy(
    sections: int = 3,
    open: bool = True,  # noqa: A002
    *,
    tags: tuple[str, ...] = (),
    **fields,
) -> PolicyPage:
    """A policy with numbered sections and a first edition, whose window is open now, or over."""
    with indexed_together():
        policy = _policy_with_edition(sections, open, tags, fields)
    return PolicyPage.objects.get(pk=policy.pk)


def _policy_with_edition(sections: int, is_open: bool, tags: tuple[str, ...], fields: dict):
    policy = PolicyPageFactory(**fields)
    for number in range(1, sections + 1):
        page = SectionPageFactory(
            parent=policy, number=str(number), title=f"Section {number}", slug=f"section-{number}"
        )
        # What publishing does for a section, without the cost of a revision.
        record_version(SectionPage.objects.get(pk=page.pk))
    if tags:
        policy.tags.add(*[_tag(name) for name in tags])
        policy.save()
    now = timezone.now()
    publish_edition(
        policy=policy,
        plan=EditionPlan(
            label="First draft",
            opens_at=now - timedelta(days=10),
            closes_at=now + timedelta(days=10) if is_open else now - timedelta(days=1),
        ),
    )
    return policy


def _tag(name: str):
    return PolicyTag.objects.get_or_create(name=name, defaults={"slug": slugify(name)})[0]
