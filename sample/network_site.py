"""Loads the sample's pages of the network: home, about, updates, meetings, in both languages."""

from datetime import date
from typing import Any

from django.utils.html import format_html, format_html_join
from wagtail.models import Locale, Page
from wagtail.rich_text import RichText

from home.models import (
    HomePage,
    MeetingPage,
    Organisation,
    StandardPage,
    SubCounty,
    Theme,
    UpdatePage,
    Ward,
)
from policies.models import PolicyIndexPage, PolicyPage
from sample.consultation import moment, sample

POLICIES_SW = {
    "title": "Sera",
    "introduction": "Rasimu zinazopokea maoni yako, na zile ambazo zimekwisha kujibiwa.",
}


def load() -> None:
    """Registers first, then the home page and what lies below it, then their translations."""
    data = sample("site.json")
    _load_themes(data["themes"])
    _load_organisations(data["organisations"])
    home = HomePage.objects.get(locale=Locale.get_default())
    _fill(home, data["home"], "en", ("title", "hero_title", "hero_text", "mission"))
    kiswahili = home.copy_for_translation(_kiswahili())
    _fill(kiswahili, data["home"], "sw", ("title", "hero_title", "hero_text", "mission"))
    _translate_index(home)
    for each in data["pages"]:
        page = _add(
            home, StandardPage(show_in_menus=each["slug"] in ("about", "how-it-works")), each
        )
        _translate(page, each)
    for each in data["updates"]:
        if not each["about_policy"]:
            _add_both(_news(home), UpdatePage(date=_day(each)), each)


def load_policy_news(policy: PolicyPage) -> None:
    """Updates and meetings about the policy lie below it."""
    data = sample("site.json")
    for each in data["updates"]:
        if each["about_policy"]:
            _add_both(policy, UpdatePage(date=_day(each)), each)
    for each in data["meetings"]:
        parent = policy if each["about_policy"] else _news(policy.get_parent().get_parent())
        page = MeetingPage(
            starts_at=moment(each["in_days"], each["starts"]),
            ends_at=moment(each["in_days"], each["ends"]),
            venue=each["venue"],
            ward=Ward.objects.filter(code=each["ward"]).first(),
            languages=each.get("languages", ""),
            **each.get("attendance", {}),
        )
        _add_both(parent, page, each)


def _kiswahili() -> Locale:
    return Locale.objects.get(language_code="sw")


def _load_themes(themes: list[dict[str, Any]]) -> None:
    for position, each in enumerate(themes):
        Theme.objects.update_or_create(
            slug=each["slug"],
            defaults={
                "name": each["en"],
                "name_sw": each["sw"],
                "description": each["description"]["en"],
                "description_sw": each["description"]["sw"],
                "position": position,
            },
        )


def _load_organisations(organisations: list[dict[str, Any]]) -> None:
    for each in organisations:
        organisation, _created = Organisation.objects.update_or_create(
            name=each["name"],
            defaults={
                "kind": each["kind"],
                "is_member": each["is_member"],
                "illustrative": each["illustrative"],
                "sub_county": SubCounty.objects.filter(code=each["sub_county"]).first(),
            },
        )
        organisation.themes.set(Theme.objects.filter(slug__in=each["themes"]))


def _fill(page: Page, data: dict[str, Any], language: str, fields: tuple[str, ...]) -> None:
    """Give the page its texts in one language and publish it."""
    for name in fields:
        if name in data:
            setattr(page, name, data[name][language])
    if "body" in data:
        page.body = [_block(block) for block in data["body"][language]]
    page.save_revision().publish()


def _block(data: dict[str, Any]) -> tuple[str, Any]:
    """A stream block from ``{"heading": …}``, ``{"text": …}``, ``{"list": […]}`` or a callout."""
    if "heading" in data:
        return "heading", data["heading"]
    if "callout" in data:
        callout = data["callout"]
        return "callout", {
            "title": callout["title"],
            "text": RichText(format_html("<p>{}</p>", callout["text"])),
        }
    if "list" in data:
        items = format_html_join("", "<li>{}</li>", ((item,) for item in data["list"]))
        return "paragraph", format_html("<ul>{}</ul>", items)
    return "paragraph", format_html("<p>{}</p>", data["text"])


def _add(parent: Page, page: Page, data: dict[str, Any]) -> Page:
    page.title, page.slug, page.live = data["title"]["en"], data["slug"], False
    parent.add_child(instance=page)
    _fill(page, data, "en", ("title", "introduction"))
    return page


def _translate(page: Page, data: dict[str, Any]) -> None:
    translation = page.copy_for_translation(_kiswahili())
    _fill(translation, data, "sw", ("title", "introduction"))


def _add_both(parent: Page, page: Page, data: dict[str, Any]) -> None:
    _translate(_add(parent, page, data), data)


def _translate_index(home: HomePage) -> None:
    index = PolicyIndexPage.objects.child_of(home).get()
    translation = index.copy_for_translation(_kiswahili())
    for name, value in POLICIES_SW.items():
        setattr(translation, name, value)
    translation.save_revision().publish()


def _news(home: Page) -> Page:
    """The page that lists the network's own updates and meetings; made where it is missing."""
    found = StandardPage.objects.child_of(home).filter(lists_children=True).first()
    if found:
        return found
    page = StandardPage(lists_children=True, show_in_menus=True)
    data = {"slug": "updates", "title": {"en": "Updates", "sw": "Taarifa"}}
    _add(home, page, data)
    _translate(page, data)
    return page


def _day(data: dict[str, Any]) -> date:
    return moment(data["in_days"], "00:00").date()
