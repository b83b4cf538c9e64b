"""The rules: what is said of a policy as it would go public."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from home.models import ContactSettings
from policies.models import Edition

SHORT_NOTICE = timedelta(days=14)
LINKS_SHOWN = 5


class Weight(IntEnum):
    """How much is lost where it stays as it is; the heaviest first."""

    NEEDED = 1
    BETTER = 2
    HINT = 3

    @property
    def label(self) -> str:
        return str(LABELS[self])


LABELS = {
    Weight.NEEDED: gettext_lazy("Missing"),
    Weight.BETTER: gettext_lazy("Better with it"),
    Weight.HINT: gettext_lazy("Hint"),
}


@dataclass(frozen=True, slots=True)
class StaffLink:
    """Where an editor mends or does something; without an address where that comes only later."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to look at, and where it is mended: of many sections the first few.

    ``field`` is the id of the input that mends it, where the remark stands beside the form.
    """

    weight: Weight
    text: str
    links: Sequence[StaffLink] = ()
    field: str = ""


@dataclass(frozen=True, slots=True)
class SectionFacts:
    """What the rules know of a section; ``link`` is where it is edited."""

    link: StaffLink
    level: int
    has_words: bool
    is_explained: bool
    has_kiswahili: bool
    images_described: bool
    kiswahili_is_older: bool = False
    plain_words_are_older: bool = False
    kiswahili_url: str = ""


OF_MEETINGS = {
    "ends_at": gettext_lazy("the time of the end"),
    "mode": gettext_lazy("how people take part"),
    "languages": gettext_lazy("the language"),
}
"""By field: what the notice says of a meeting, where the meeting does."""


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """A meeting to come, and which of `OF_MEETINGS` it does not say."""

    link: StaffLink
    lacking: tuple[str, ...]


@dataclass(frozen=True)
class Subject:
    """A policy as it would go public: one that is there, or one that is about to be made.

    ``filled`` names the fields of the policy that say something, ``field_link`` where a field is,
    ``drafts`` how many pages an edition would publish, ``plain_words_link`` where sections are
    explained and translated, unless on their own pages, ``front_link`` where a picture before the
    first section is to be described, ``kiswahili_link`` where the title and
    the summary of a policy are translated that has them in English alone.
    """

    filled: Collection[str]
    field_link: Callable[[str], StaffLink]
    sections: Sequence[SectionFacts]
    contacts: ContactSettings
    contacts_link: StaffLink
    meetings_link: StaffLink = field(default_factory=lambda: StaffLink(""))
    plain_words_link: StaffLink | None = None
    meetings: Sequence[MeetingFacts] = ()
    drafts: int = 0
    front_link: StaffLink | None = None
    kiswahili_link: StaffLink | None = None


def remarks_on(subject: Subject) -> list[Remark]:
    """About the texts, the notice and the meetings, the heaviest first."""
    found = [
        *_on_policy(subject),
        *_on_contacts(subject),
        *_on_sections(subject),
        *_on_meetings(subject),
    ]
    return in_order(found)


def remarks_on_new_text(subject: Subject, text: Subject) -> list[Remark]:
    """About a policy that gets another text: what is written after the text is remarked on then."""
    kept = [*_on_policy(subject), *_on_contacts(subject), *_on_meetings(subject)]
    return in_order([*kept, *_on_sections(text, is_new=True)])


def in_order(remarks: Iterable[Remark]) -> list[Remark]:
    """The heaviest first."""
    return sorted(remarks, key=lambda remark: remark.weight)


def _on_policy(subject: Subject) -> Iterator[Remark]:
    for name, weight, text in (
        ("summary", Weight.NEEDED, _("The policy has no summary: what it is and why it matters.")),
        (
            "legal_basis",
            Weight.NEEDED,
            _("The notice names no legal basis: the law under which people are asked."),
        ),
        (
            "responsible_body",
            Weight.NEEDED,
            _("The notice names no authority that is responsible, as the Governor or the Clerk."),
        ),
        (
            "views",
            Weight.NEEDED,
            _(
                "The notice does not say whether views are given in writing, by word of mouth or"
                " both."
            ),
        ),
        (
            "what_happens_next",
            Weight.NEEDED,
            _("It is not said what happens to the comments: who reads them, by when, who decides."),
        ),
        ("tags", Weight.HINT, _("No tags are offered to those who comment.")),
    ):
        if name not in subject.filled:
            yield Remark(weight, text, [subject.field_link(name)], field=f"id_{name}")

    if subject.kiswahili_link and "summary" in subject.filled:
        text = _("The notice in Kiswahili would have the title and the summary in English.")
        yield Remark(Weight.BETTER, text, [subject.kiswahili_link])


def _on_contacts(subject: Subject) -> Iterator[Remark]:
    contacts, link = subject.contacts, subject.contacts_link
    ways = (
        contacts.sms_number,
        contacts.ussd_code,
        contacts.telephone,
        contacts.email,
        contacts.postal_address,
        contacts.office_address,
    )
    if not any(ways):
        text = _("The notice names no way to comment but this site: no number, no address.")
        yield Remark(Weight.NEEDED, text, [link])
    if not contacts.signatory:
        yield Remark(Weight.NEEDED, _("Nobody signs the notice."), [link])


def _on_meetings(subject: Subject) -> Iterator[Remark]:
    if not subject.meetings:
        text = _("No public meeting is announced. One where people live reaches those offline.")
        yield Remark(Weight.HINT, text, [subject.meetings_link])
    vague: dict[tuple[str, ...], list[StaffLink]] = {}
    for meeting in subject.meetings:
        if meeting.lacking:
            vague.setdefault(meeting.lacking, []).append(meeting.link)
    for lacking, links in vague.items():
        text = ngettext(
            "%(n)d meeting does not say: %(lacking)s.",
            "%(n)d meetings do not say: %(lacking)s.",
            len(links),
        )
        named = ", ".join(str(OF_MEETINGS[name]) for name in lacking)
        said = text % {"n": len(links), "lacking": named}
        yield Remark(Weight.NEEDED, said, links[:LINKS_SHOWN])


@dataclass(frozen=True, slots=True)
class SectionRule:
    """What is said of all sections with a fault; ``together`` where they are mended on one page."""

    weight: Weight
    is_broken: Callable[[SectionFacts], bool]
    words: Callable[[int], str]
    together: bool = False


SECTION_RULES = (
    SectionRule(
        Weight.NEEDED,
        lambda section: section.kiswahili_is_older,
        lambda n: ngettext(
            "%(n)d Kiswahili text is older than the English text it translates.",
            "%(n)d Kiswahili texts are older than the English texts they translate.",
            n,
        ),
    ),
    SectionRule(
        Weight.NEEDED,
        lambda section: section.plain_words_are_older,
        lambda n: ngettext(
            "%(n)d section got a new text from a file; its plain words are those of the old.",
            "%(n)d sections got new texts from a file; their plain words are those of the old.",
            n,
        ),
    ),
    SectionRule(
        Weight.BETTER,
        lambda section: not section.images_described,
        lambda n: ngettext(
            "%(n)d section has an image that is not described in words.",
            "%(n)d sections have images that are not described in words.",
            n,
        ),
    ),
    SectionRule(
        Weight.BETTER,
        lambda section: section.has_words and not section.is_explained,
        lambda n: ngettext(
            "%(n)d section is not explained in plain words.",
            "%(n)d sections are not explained in plain words.",
            n,
        ),
        together=True,
    ),
    SectionRule(
        Weight.BETTER,
        lambda section: section.has_words and not section.has_kiswahili,
        lambda n: ngettext(
            "%(n)d section has nothing in Kiswahili.",
            "%(n)d sections have nothing in Kiswahili.",
            n,
        ),
        together=True,
    ),
)


def _on_sections(subject: Subject, *, is_new: bool = False) -> Iterator[Remark]:
    if not subject.sections:
        text = _("The policy has no section yet: import or write its text first.")
        yield Remark(Weight.NEEDED, text)
        return
    if empty := _without_words(subject.sections):
        n = len(empty)
        text = ngettext("%(n)d section has no text.", "%(n)d sections have no text.", n)
        yield Remark(Weight.NEEDED, text % {"n": n}, _links(empty))
    if subject.front_link:
        text = _("A picture before the first section is not described in words.")
        yield Remark(Weight.BETTER, text, [subject.front_link])
    for rule in SECTION_RULES:
        if is_new and rule.together:
            continue
        if broken := [section for section in subject.sections if rule.is_broken(section)]:
            n = len(broken)
            one_page = subject.plain_words_link if rule.together else None
            yield Remark(
                rule.weight, rule.words(n) % {"n": n}, [one_page] if one_page else _links(broken)
            )


def _without_words(sections: Sequence[SectionFacts]) -> list[SectionFacts]:
    """Sections without words, unless they hold others, as a part does."""
    next_levels = [section.level for section in sections[1:]] + [0]
    return [
        section
        for section, next_level in zip(sections, next_levels, strict=True)
        if next_level <= section.level and not section.has_words
    ]


def _links(sections: Sequence[SectionFacts]) -> list[StaffLink]:
    return [section.link for section in sections[:LINKS_SHOWN]]


def remarks_on_label(label_sw: str | None) -> list[Remark]:
    """About the name of an edition, beside the form in which it is given."""
    if label_sw and label_sw.strip():
        return []
    text = _("The edition has no name in Kiswahili: its readers and its notice see the English.")
    link = StaffLink(_("Name of the edition in Kiswahili"), "#id_label_sw")
    return [Remark(Weight.BETTER, text, [link], field="id_label_sw")]


def remarks_on_window(opens_at: datetime | None, closes_at: datetime | None) -> list[Remark]:
    """About the dates of the consultation window."""
    if opens_at is None:
        text = _("Without an opening time, nobody can comment on this edition.")
        return [Remark(Weight.NEEDED, text, field="id_opens_at")]
    if closes_at is None:
        text = _("Without a closing time, it stays open until you close it.")
        return [Remark(Weight.BETTER, text, field="id_closes_at")]
    return list(_short_notice(max(opens_at, timezone.now()), closes_at))


def remarks_on_shorter_window(edition: Edition, closes_at: datetime) -> list[Remark]:
    """About a closing time that leaves people less of their time, all of it counted."""
    was, opens_at = edition.closes_at, edition.opens_at
    if opens_at is None or closes_at <= timezone.now() or (was is not None and was <= closes_at):
        return []
    return list(_short_notice(opens_at, closes_at))


def _short_notice(opens_at: datetime, closes_at: datetime) -> Iterator[Remark]:
    if closes_at <= timezone.now():
        text = _("The closing time is over: nobody can comment on this edition.")
        yield Remark(Weight.NEEDED, text, field="id_closes_at")
    elif closes_at - opens_at < SHORT_NOTICE:
        days = round((closes_at - opens_at) / timedelta(days=1))
        text = ngettext(
            "People have %(days)d day to send their views. Consider whether that is enough to hear"
            " of it, to read the text, to meet and to answer.",
            "People have %(days)d days to send their views. Consider whether that is enough to hear"
            " of it, to read the text, to meet and to answer.",
            days,
        )
        yield Remark(Weight.NEEDED, text % {"days": days}, field="id_closes_at")
