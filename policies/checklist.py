"""What an editor should look at before an edition opens. Everything here may be left as it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policies.models import PolicyPage, SectionPage
from policies.plaintext import body_text
from policies.services import is_pending

SHORT_NOTICE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to look at, and the first of the sections that it is about."""

    text: str
    pages: Sequence[SectionPage] = ()


def newest_sections(policy: PolicyPage) -> list[SectionPage]:
    """What an edition made now would hold, each with the newest text, draft or not."""
    pages = SectionPage.objects.descendant_of(policy.canonical).order_by("path")
    kept = pages.select_related("latest_revision")
    return [_newest(page) for page in kept if page.live or is_pending(page)]


def _newest(page: SectionPage) -> SectionPage:
    """The draft's fields on the page itself: enough to look at, and without a query each."""
    if page.has_unpublished_changes and page.latest_revision:
        content = page.latest_revision.content
        for name in ("number", "title", "summary", "summary_sw"):
            setattr(page, name, content.get(name) or "")
        page.body = SectionPage._meta.get_field("body").to_python(content.get("body") or "[]")
    return page


def remarks_on_text(policy: PolicyPage) -> list[Remark]:
    """About the texts of the policy and its sections."""
    sections = newest_sections(policy)
    if not sections:
        return [Remark(_("The policy has no section yet: import or write its text first."))]
    found = [_no_text(sections), _no_summary(sections), _no_kiswahili(policy, sections)]
    found.append(_no_alternative(sections))
    if not policy.canonical.summary.strip():
        found.append(
            Remark(
                _("The policy has no summary: say in plain words what it is and why it matters.")
            )
        )
    return [remark for remark in found if remark]


def remarks_on_window(opens_at: datetime | None, closes_at: datetime | None) -> list[Remark]:
    """About the dates of the consultation window."""
    if opens_at is None:
        return [Remark(_("Without an opening time, nobody can comment on this edition."))]
    found = []
    if closes_at is None:
        found.append(Remark(_("Without a closing time, it stays open until you close it.")))
    else:
        found += _short_notice(max(opens_at, timezone.now()), closes_at)
    return found


def _short_notice(opens_at: datetime, closes_at: datetime) -> Iterable[Remark]:
    if closes_at <= timezone.now():
        yield Remark(_("The closing time is over: nobody can comment on this edition."))
    elif closes_at - opens_at < SHORT_NOTICE:
        days = round((closes_at - opens_at) / timedelta(days=1))
        text = ngettext(
            "People have %(days)d day to send their views. Consider whether that is enough to hear"
            " of it, to read the text, to meet and to answer.",
            "People have %(days)d days to send their views. Consider whether that is enough to hear"
            " of it, to read the text, to meet and to answer.",
            days,
        )
        yield Remark(text % {"days": days})


def _about(pages: list[SectionPage], one: str, many: str) -> Remark | None:
    if not pages:
        return None
    return Remark(ngettext(one, many, len(pages)) % {"n": len(pages)}, pages[:5])


def _no_text(sections: list[SectionPage]) -> Remark | None:
    """Sections without words, unless they hold others, as a part does."""
    depths = [section.depth for section in sections] + [0]
    empty = [
        section
        for section, next_depth in zip(sections, depths[1:], strict=True)
        if next_depth <= section.depth and not body_text(section.body.raw_data).strip()
    ]
    return _about(empty, "%(n)d section has no text.", "%(n)d sections have no text.")


def _no_summary(sections: list[SectionPage]) -> Remark | None:
    missing = [section for section in sections if not section.summary.strip()]
    return _about(
        missing,
        "%(n)d section is not explained in plain words.",
        "%(n)d sections are not explained in plain words.",
    )


def _no_kiswahili(policy: PolicyPage, sections: list[SectionPage]) -> Remark | None:
    """Sections with neither a Kiswahili summary nor a live Kiswahili page."""
    translated = set(
        SectionPage.objects.live()
        .filter(
            locale__language_code="sw",
            alias_of=None,
            translation_key__in=[section.translation_key for section in sections],
        )
        .values_list("translation_key", flat=True)
    )
    missing = [
        section
        for section in sections
        if not section.summary_sw.strip() and section.translation_key not in translated
    ]
    return _about(
        missing,
        "%(n)d section has nothing in Kiswahili.",
        "%(n)d sections have nothing in Kiswahili.",
    )


def _no_alternative(sections: list[SectionPage]) -> Remark | None:
    missing = [section for section in sections if any(_images_without_words(section))]
    return _about(
        missing,
        "%(n)d section has an image that is not described in words.",
        "%(n)d sections have images that are not described in words.",
    )


def _images_without_words(section: SectionPage) -> Iterable[bool]:
    for block in section.body.raw_data:
        if block["type"] == "image":
            yield not (block["value"].get("alt") or "").strip()
