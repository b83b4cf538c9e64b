"""The review of an import by keyboard alone, with JavaScript and without, in either language."""

import io
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from wagtail.users.models import UserProfile

from policies.imports.import_job import work_on_import
from policies.imports.import_plan import ImportPlan, NewPolicy
from policies.imports.review import correct_outline, request_pages, start_import
from policies.models import EditionPlan, PolicyImport, PolicyPage
from tests.chromium import DESK, PHONE, Pages
from tests.factories import make_user
from texts.outline import edits

TABLE = "| Ward | Wells |\n|---|---|\n| Lurambi | 7 |\n\n"
SECTION = "## {n}. Section {n}\n\nIt shall be done {n} times.\n\n" + TABLE
TEXT = "# Water policy\n\n" + "".join(SECTION.format(n=n) for n in range(1, 31))


def import_of(text: str, user, target: PolicyPage | None = None) -> PolicyImport:
    content = text.encode()
    row = start_import(
        file=io.BytesIO(content), file_name="w.md", size=len(content), user=user, target=target
    )
    work_on_import(row.pk)
    return PolicyImport.objects.get(pk=row.pk)


def second_of(text: str, user) -> PolicyImport:
    """The next file for a policy whose first was corrected by hand in its review."""
    row = import_of(text, user)
    correct_outline(
        row=row,
        revision=1,
        correction=lambda found: edits.reword(found, 2, 0, 0, text="It shall be done."),
        step="words",
    )
    plan = ImportPlan(policy=NewPolicy(title="Water"), edition=EditionPlan(label="First"))
    request_pages(row=row, revision=2, plan=plan, user=user)
    work_on_import(row.pk)
    row.refresh_from_db()
    return import_of(text, user, row.policy)


@pytest.fixture
def review(new_page: Pages) -> Callable[..., tuple[Page, PolicyImport]]:
    """``review(javascript=…)`` → an editor's page at the review of a file of thirty sections."""

    def open_review(**kwargs) -> tuple[Page, PolicyImport]:
        editor = make_user("Editors")
        row = import_of(TEXT, editor)
        page = new_page(user=editor, **kwargs)
        page.goto(f"/admin/policies/imports/{row.pk}/outline/")
        return page, row

    return open_review


def press(page: Page, name: str) -> None:
    """A button, with the keyboard."""
    page.get_by_role("button", name=name, exact=True).focus()
    page.keyboard.press("Enter")


@pytest.mark.parametrize("javascript", [True, False])
def test_review__keeps_the_keyboard_at_the_line_acted_on(review, javascript):
    page, _row = review(javascript=javascript)
    box = page.get_by_label("25 Section 25", exact=True)
    box.focus()
    page.keyboard.press("Space")
    press(page, "One level down")
    expect(page.locator(".outline-tree li.l2")).to_have_count(1)
    expect(box).to_be_focused()
    expect(box).to_be_in_viewport()
    if javascript:
        page.reload()
        expect(box).to_be_focused()

    page.get_by_role("link", name="Open 25 Section 25").click()
    page.get_by_role("link", name=re.compile("^Correct.*done 25 times")).click()
    words = page.get_by_label("Words")
    expect(words).to_be_focused()
    words.fill("It shall be done at once.")
    press(page, "Save the words")
    expect(page.get_by_role("link", name=re.compile("^Correct.*at once"))).to_be_focused()
    press(page, "Save number and title")
    expect(box).to_be_focused()


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("language", ["en", "sw"])
def test_review__pages_are_for_everybody_and_fit(new_page, axe, width, language):
    editor = make_user("Editors")
    UserProfile.objects.update_or_create(user=editor, defaults={"preferred_language": language})
    row = second_of(TEXT, editor)
    page = new_page(user=editor, width=width, language=language)
    start = f"/admin/policies/imports/{row.pk}"
    for address in ("/outline/", "/outline/2/", "/outline/2/?words=0.0", "/match/"):
        page.goto(start + address)
        axe(page, within="main")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    page.goto(f"{start}/outline/")
    page.locator("#do-mine-0").click()
    expect(page.locator("#offers")).to_have_count(0)
    expect(page.locator("#tree")).to_be_focused()
    assert re.search("place=tree", page.url)
