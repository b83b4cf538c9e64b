"""Ten paper forms entered by keyboard alone, and the keys that it takes beside their words."""

from playwright.sync_api import Page

from comments.models import Comment, Submission
from tests.factories import make_policy, make_user

FORMS, MOST_KEYS = 10, 15


class Keys:
    """A keyboard that counts what is pressed, and not the words that are typed."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def go_to(self, name: str) -> None:
        """Tab on to the field of that name."""
        for _step in range(MOST_KEYS):
            if self.page.evaluate("document.activeElement.name") == name:
                return
            self.press("Tab")
        raise AssertionError(name)


def test_intake__ten_papers_take_at_most_fifteen_keys_each(new_page, record_property):
    edition = make_policy().current_edition
    page = new_page(user=make_user("Clerks"))
    page.goto(f"/admin/intake/{edition.pk}/")
    page.select_option("[name=channel]", "paper")
    day = edition.opens_at.strftime("%Y-%m-%d 23:59")
    page.evaluate("day => { document.querySelector('[name=received_at]').value = day }", day)
    page.focus("[name=section]")
    keys = Keys(page)
    for n in range(FORMS):
        page.keyboard.type("1")
        keys.pressed += 1
        keys.go_to("stance")
        keys.press("Space")
        keys.go_to("text")
        page.keyboard.type(f"The words of paper {n}.")
        keys.go_to("name")
        page.keyboard.type(f"Person {n}")
        with page.expect_navigation(url="**after=**"):
            keys.press("Enter")
    record_property("keys a paper form, beside its words", keys.pressed / FORMS)
    assert Comment.objects.count() == Submission.objects.count() == FORMS
    assert keys.pressed <= MOST_KEYS * FORMS
