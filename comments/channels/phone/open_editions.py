"""What can be commented on by phone: whatever everybody may read and comment on."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from home.visibility import open_to_all, published
from policies.models import Edition, EditionSection, PolicyPage, SectionPage, SectionVersion
from policies.reading.shown_editions import edition_entries
from texts.section_names import Listed, SectionNames

# A menu goes on for some minutes: what has just closed keeps its place in the list.
STAYS_LISTED = timedelta(hours=1)


def newest_editions() -> list[Edition]:
    """The newest edition of every public policy that has opened, by when it did.

    That order lets nobody's number in a menu change while a call lasts.
    """
    public = open_to_all(PolicyPage.objects.all())
    found = Edition.objects.published().filter(policy__in=public).defer("front_matter")
    newest: dict[int, Edition] = {}
    for edition in found.select_related("policy__locale").order_by("-number"):
        newest.setdefault(edition.policy_id, edition)
    opened = [each for each in newest.values() if each.opens_at and each.opens_at <= timezone.now()]
    return sorted(opened, key=lambda each: (each.opens_at, each.pk))


def listed_editions() -> list[Edition]:
    """Those that take comments, or did a moment ago."""
    lately = timezone.now() - STAYS_LISTED
    return [each for each in newest_editions() if each.closes_at is None or each.closes_at > lately]


def by_keyword() -> dict[str, Edition]:
    """By the reference of its policy, in capitals, the edition that a message is about."""
    return {each.policy.reference.upper(): each for each in newest_editions()}


def commentable_entries(edition: Edition, language: str) -> list[EditionSection]:
    """The sections of an edition that everybody may read now, in this language where it has one.

    One that was taken out of view stays in its edition, and is commented on no more.
    """
    own = edition_entries(edition, edition.policy.language)
    chosen = own if language == edition.policy.language else edition_entries(edition, language)
    sections = {each.version.section_id for each in (*own, *chosen)}
    live = set(published(SectionPage.objects.filter(pk__in=sections)).values_list("pk", flat=True))
    return [
        preferred if preferred.version.section_id in live else each
        for each, preferred in zip(own, chosen, strict=True)
        if each.version.section_id in live
    ]


def names_of(entries: Iterable[EditionSection]) -> SectionNames[SectionVersion]:
    return SectionNames(
        Listed(entry.level, entry.version.number, entry.version, entry.version.title)
        for entry in entries
    )


def public_names(edition: Edition) -> SectionNames[SectionVersion]:
    """The texts of an edition that everybody may read, by what people call them."""
    return names_of(commentable_entries(edition, edition.policy.language))
