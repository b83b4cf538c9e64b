"""What the moderators' list offers to narrow by: names that change less often than it is opened.

They are kept with the pages' version, so that a list is shown without asking for each again; a
value is valid where it is among them. Of policies those that have an edition: of a draft moderators
need not know that there is one.
"""

from collections.abc import Callable, Iterable
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.translation import get_language

from consult.pages.kept_reads import KeptReads
from home.models import SubCounty
from home.selectors import wards
from policies.models import Edition, PolicyPage, PolicyTag, SectionPage, SectionVersion
from policies.models.editions import policy_has_an_edition

Choices = list[tuple[str, str]]


def _named(rows: Iterable[Model], name: Callable[..., str] = str) -> Choices:
    return [(str(row.pk), name(row)) for row in rows]


def _policies() -> QuerySet[PolicyPage]:
    return PolicyPage.objects.filter(policy_has_an_edition()).order_by("path")


def _editions() -> Choices:
    editions = Edition.objects.select_related("policy").order_by("-pk")
    return _named(editions, lambda each: f"{each.policy.title}: {each.shown_label}")


_READ: dict[str, Callable[[], Choices]] = {
    "policies": lambda: _named(_policies().only("title")),
    "editions": _editions,
    "tags": lambda: _named(PolicyTag.objects.all()),
    "sub_counties": lambda: _named(SubCounty.objects.order_by("name")),
}


def _read(key: tuple[str, str]) -> Choices:
    name, _language = key
    return _READ[name]()


def _read_sections(policy_id: str) -> Choices:
    """In every language in which they can be read; of all policies where none is named."""
    versions = SectionVersion.objects.all()
    if policy_id:
        versions = versions.filter(entries__edition__policy=int(policy_id))
    sections = SectionPage.objects.filter(translation_key__in=versions.values("section_key"))
    light = sections.defer("body", "summary", "summary_sw").order_by("path")
    return _named(light, lambda page: page.heading)


def _read_section_key(section_id: str) -> UUID | None:
    found = SectionPage.objects.filter(pk=int(section_id))
    return found.values_list("translation_key", flat=True).first()


_kept, _sections = KeptReads(_read), KeptReads(_read_sections)
section_key = KeptReads(_read_section_key)
"""By the key of a section's page the key that it shares with its translations."""


def choices_of(name: str) -> Callable[[], Choices]:
    return lambda: _kept((name, get_language() or ""))


def ward_choices() -> Choices:
    return sorted(_named(wards()), key=lambda each: each[1])


def section_choices(policy_id: str) -> Choices:
    """Those of a policy, or all: none where it is no policy."""
    known = {key for key, _label in choices_of("policies")()} | {""}
    return _sections(policy_id) if policy_id in known else []
