"""Policies with sections and a published edition."""

from datetime import timedelta

import factory
import wagtail_factories
from django.db.models import Model
from django.utils import timezone
from django.utils.text import slugify

from policies.imports.making import save_first_revisions
from policies.models import (
    EditionPlan,
    PolicyIndexPage,
    PolicyPage,
    PolicyTag,
    SectionPage,
    SectionVersion,
)
from policies.publishing.drafts import text_of
from policies.publishing.indexing import indexed_together
from policies.publishing.services import new_version, publish_edition


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
        policy = PolicyPageFactory(**fields)
        sections_on_record = _add_sections(policy, sections, live=True)
        versions = [new_version(section, text_of(section)) for section in sections_on_record]
        SectionVersion.objects.bulk_create(versions)
        if tags:
            policy.tags.add(*[_tag(name) for name in tags])
            policy.save()
        publish_edition(policy=policy, plan=_plan(open), publish_drafts=False)
    return PolicyPage.objects.get(pk=policy.pk)


def make_published_policy(sections: int = 3, *, open: bool = True) -> PolicyPage:  # noqa: A002
    """As `make_policy`, but published as an editor does it: with revisions, and their dates."""
    with indexed_together():
        policy = PolicyPageFactory(live=False)
        policy.save_revision()
        save_first_revisions(_add_sections(policy, sections, live=False), user=None)
        publish_edition(policy=policy, plan=_plan(open))
    return PolicyPage.objects.get(pk=policy.pk)


def _add_sections(policy: PolicyPage, count: int, *, live: bool) -> list[SectionPage]:
    """Sections stored without Wagtail's thirty questions each: most of many tests' time."""
    sections = [_section(policy, number, live) for number in range(1, count + 1)]
    for section in sections:
        Model.save(section)
    policy.numchild = count
    Model.save(policy, update_fields=["numchild"])
    return sections


def _section(policy: PolicyPage, number: int, live: bool) -> SectionPage:
    title, slug = f"Section {number}", f"section-{number}"
    section = SectionPageFactory.build(number=str(number), title=title, slug=slug, live=live)
    section.draft_title, section.locale, section.policy = title, policy.locale, policy
    section.depth = policy.depth + 1
    section.path = SectionPage._get_path(policy.path, section.depth, number)
    section.set_url_path(policy)
    return section


def _plan(is_open: bool) -> EditionPlan:
    now = timezone.now()
    return EditionPlan(
        label="First draft",
        opens_at=now - timedelta(days=10),
        closes_at=now + timedelta(days=10) if is_open else now - timedelta(days=1),
    )


def _tag(name: str):
    return PolicyTag.objects.get_or_create(name=name, defaults={"slug": slugify(name)})[0]
