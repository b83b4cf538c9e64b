"""What a list of published comments can be narrowed by."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q
from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comments.choices import RespondentKind, Stance
from comments.models.comment import ADDRESS_MAX
from comments.querysets import CommentQuerySet
from comments.reading.public_lists import ORDERS, Order, on_paragraph
from consult.typed_fields import PlainLineField
from home.models import SubCounty, Ward
from policies import selectors
from policies.models import PolicyPage, SectionPage, SectionVersion

ORGANISATIONS_SHOWN = 300
ANY_ORGANISATION = "*"
Choices = list[tuple[str, Any]]


@dataclass(frozen=True)
class ParagraphMeant:
    version: SectionVersion
    address: str

    @property
    def words(self) -> str:
        return self.version.paragraphs.get(self.address, "")


class NarrowingForm(forms.Form):
    """Filters by what there is to choose from; one that leaves no choice is left out.

    ``comments`` are all that the reader may see of the policy. Whatever an address asks for beyond
    the choices is said at its field, and does not narrow.
    """

    section = forms.ChoiceField(label=_("Section"), required=False)
    stance = forms.ChoiceField(
        label=_("What they think"), required=False, choices=[("", _("Everything")), *Stance.choices]
    )
    tag = forms.ChoiceField(label=_("Topic"), required=False)
    place = forms.ChoiceField(label=_("Place"), required=False)
    kind = forms.ChoiceField(
        label=_("For whom they speak"),
        required=False,
        choices=[("", _("Everybody")), *RespondentKind.choices],
    )
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    edition = forms.ChoiceField(label=_("On the text of"), required=False)
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[(name, order.label) for name, order in ORDERS.items()],
    )
    paragraph = PlainLineField(required=False, max_length=ADDRESS_MAX, widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict,
        *,
        comments: CommentQuerySet,
        policy: PolicyPage,
        request: HttpRequest,
    ) -> None:
        super().__init__(data)
        self.comments, self.policy = comments, policy
        self._offer("section", _("All sections"), self._sections(request))
        self._offer("tag", _("All topics"), self._tags())
        self._offer("place", _("The whole county"), self._places())
        self._offer("organisation", _("Any or none"), self._organisations())
        self._offer("edition", _("All editions"), self._editions())
        self.is_valid()

    def _offer(self, name: str, all_of_them: Any, choices: Choices) -> None:
        if len(choices) < 2 and not self.data.get(name):
            del self.fields[name]
        else:
            field: Any = self.fields[name]
            field.choices = [("", all_of_them), *choices]

    def _sections(self, request: HttpRequest) -> Choices:
        """Those that stand in the policy, in its order; then those with comments that left it."""
        standing = selectors.outline(self.policy.localized, request)
        found = {each.key: each.heading for each in standing}
        left = self.comments.order_by().exclude(section_key__in=found)
        headings = found | _left(set(left.values_list("section_key", flat=True).distinct()))
        return [(key.hex, heading) for key, heading in headings.items()]

    def _tags(self) -> Choices:
        return [(str(tag.pk), str(tag)) for tag in self.policy.tags.order_by("name")]

    def _places(self) -> Choices:
        """Wards under their sub-counties, each of which can be chosen whole."""
        wards = Ward.objects.select_related("sub_county").order_by("sub_county__name", "name")
        groups: dict[SubCounty, Choices] = {}
        for ward in wards:
            whole = gettext("All of %(place)s") % {"place": ward.sub_county.name}
            group = groups.setdefault(ward.sub_county, [(f"in-{ward.sub_county.pk}", whole)])
            group.append((ward.pk, ward.name))
        return [(area.name, choices) for area, choices in groups.items()]

    def _organisations(self) -> Choices:
        """Those that have a comment which is shown: others' names are nobody's to see."""
        named = self.comments.order_by().exclude(submission__organisation_name="")
        names = named.values_list("submission__organisation_name", flat=True).distinct()
        found = sorted(names[:ORGANISATIONS_SHOWN], key=str.casefold)
        every: Choices = [(ANY_ORGANISATION, gettext("All organisations"))]
        return every + [(name, name) for name in found] if found else []

    def _editions(self) -> Choices:
        editions = self.policy.editions.published().order_by("-number")
        return [(str(each.number), each.shown_label) for each in editions]

    @property
    def chosen(self) -> dict[str, str]:
        """What narrows the list, by field; without the order."""
        cleaned = self.cleaned_data
        return {name: cleaned[name] for name in cleaned if cleaned[name] and name != "order"}

    @property
    def sorted_by(self) -> Order:
        return ORDERS[self.cleaned_data.get("order") or "newest"]

    @property
    def section_key(self) -> UUID | None:
        key = self.chosen.get("section")
        return UUID(hex=key) if key else None

    @cached_property
    def paragraph_meant(self) -> ParagraphMeant | None:
        """The paragraph that is chosen, in the section's text as the reader is shown it now."""
        address, key = self.chosen.get("paragraph"), self.section_key
        page = SectionPage.objects.filter(translation_key=key).first() if address and key else None
        if page is None or not address:
            return None
        version, _stands = selectors.current_version_in(page.localized, self.policy.current_edition)
        return ParagraphMeant(version, address) if version else None

    def narrowed(self, *, but: Iterable[str] = ()) -> CommentQuerySet:
        """The comments that are asked for; without what the fields ``but`` say."""
        found = self.comments
        for name, value in self.chosen.items():
            if name not in {*but, "paragraph"}:
                found = found.filter(_condition(name, value))
        meant = self.paragraph_meant
        return on_paragraph(found, meant.version, meant.address) if meant else found


def _condition(name: str, value: str) -> Q:
    """What a chosen value asks of a comment."""
    if name == "section":
        return Q(section_key=UUID(hex=value))
    if name == "tag":
        return Q(tagged_items__tag=int(value))
    if name == "place":
        area = value.removeprefix("in-")
        return Q(submission__ward=value) if area == value else Q(submission__ward__sub_county=area)
    if name == "kind":
        return Q(submission__kind=value)
    if name == "organisation":
        anyone = value == ANY_ORGANISATION
        return (
            ~Q(submission__organisation_name="")
            if anyone
            else Q(submission__organisation_name=value)
        )
    return Q(edition__number=int(value)) if name == "edition" else Q(stance=value)


def _left(keys: set[UUID]) -> dict[UUID, str]:
    """What sections that left the policy were called last."""
    versions = SectionVersion.objects.filter(section_key__in=keys).order_by("ordinal")
    return {version.section_key: version.heading for version in versions.defer("body", "text")}
