"""A citizen's words are kept on the way to their receipt, and a phone speaks for one at a time."""

import json

import pytest
from playwright.sync_api import Page, expect

from comments.channels.web import forms
from comments.channels.web.proof_of_work import is_solved
from comments.models import Comment, Submission
from comments.register import visits
from tests.chromium import DESK, PHONE
from tests.factories import make_policy

WORDS = "Hold the forum on a market day: then traders can come."
REASON = "They are at the market anyway."
SEND = "Send my comment"
LOST = "The connection was lost, so we"
KEPT = "typed on this device before"


@pytest.fixture(autouse=True)
def _nobody_is_too_quick(monkeypatch) -> None:
    """The browser fills in a form faster than the form believes of people."""
    monkeypatch.setattr(forms, "MINIMUM_SECONDS", 0)


@pytest.fixture
def policy(transactional_db):
    return make_policy(2, tags=("Meeting places",))


@pytest.fixture
def address(policy) -> str:
    return address_of(policy, 1)


def address_of(policy, position: int) -> str:
    return (
        f"/en/comment/{policy.current_edition.entries.get(position=position).version.section.pk}/"
    )


def fill(page: Page, words: str = WORDS) -> None:
    page.get_by_label("I support it with changes").check()
    page.get_by_label("Your comment").fill(words)
    open_folded(page, "Propose other words", "Why")
    page.get_by_label("Why").fill(REASON)
    open_folded(page, "Topics and files", "Meeting places")
    page.get_by_label("Meeting places").check()
    if page.get_by_label("Your name").is_visible():
        page.get_by_label("Your name").fill("Amina")


def open_folded(page: Page, summary: str, label: str) -> None:
    if not page.get_by_label(label).is_visible():
        page.get_by_text(summary).press("Enter")


def assert_holds(page: Page, *, name: str = "") -> None:
    expect(page.locator("[name=text]")).to_have_value(WORDS)
    expect(page.locator("[name=reason]")).to_have_value(REASON)
    expect(page.locator("[name=stance]:checked")).to_have_value("support_with_changes")
    expect(page.locator("[name=tags]")).to_be_checked()
    expect(page.locator("[name=name]")).to_have_value(name)


def send(page: Page) -> None:
    page.get_by_role("button", name=SEND).last.click()


def assert_thanked(page: Page, words: str = "Thank you") -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)
    page.wait_for_load_state()


def kept(page: Page) -> list:
    return page.evaluate("Object.values(localStorage)")


def test_sum__is_done_while_its_reader_writes_and_comes_along(visitor, address):
    page = visitor(width=PHONE)
    page.goto(address)
    expect(page.locator("[name=work]")).to_have_value("")
    fill(page)
    expect(page.locator("[name=work]")).not_to_have_value("", timeout=30_000)
    stamp, answer = (page.locator(f"[name={name}]").input_value() for name in ("stamp", "work"))
    assert is_solved(stamp, answer)
    send(page)
    assert_thanked(page)


def test_words__are_there_after_reload_leaving_and_a_closed_tab_and_can_be_thrown_away(
    visitor, in_order, address
):
    page = visitor(width=PHONE)
    page.goto(address)
    expect(page.get_by_text(KEPT)).to_be_hidden()
    fill(page)
    page.reload()
    assert_holds(page)
    in_order(page, "Give your views")
    page.get_by_role("link", name="Check my receipt").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Check my receipt")
    page.goto(address)
    assert_holds(page)
    again = page.context.new_page()
    page.close()
    again.goto(address)
    assert_holds(again)
    expect(again.get_by_text(KEPT)).to_be_visible()
    again.get_by_role("button", name="Throw these words away").press("Enter")
    expect(again.get_by_label("Your comment")).to_be_focused()
    expect(again.get_by_label("Your comment")).to_have_value("")
    again.reload()
    expect(again.get_by_text(KEPT)).to_be_hidden()
    assert kept(again) == []


def test_words__belong_to_their_section_and_say_nothing_of_who_typed_them(visitor, policy):
    page = visitor()
    page.goto(address_of(policy, 1))
    fill(page)
    [stored] = kept(page)
    assert "Amina" not in stored
    assert json.loads(stored)["stamp"] == ""
    page.goto(address_of(policy, 2))
    expect(page.get_by_text(KEPT)).to_be_hidden()
    expect(page.get_by_label("Your comment")).to_have_value("")


def test_words__older_than_three_days_are_gone(visitor, address):
    page = visitor()
    page.goto(address)
    fill(page)
    page.evaluate(
        """() => { const [[key, kept]] = Object.entries(localStorage);
        localStorage[key] = JSON.stringify({...JSON.parse(kept), at: Date.now() - 3 * 864e5}); }"""
    )
    page.reload()
    expect(page.get_by_text(KEPT)).to_be_hidden()
    assert kept(page) == []


def test_words__are_sent_where_the_browser_keeps_nothing(visitor, address):
    page = visitor()
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused'); } });"
    )
    page.goto(address)
    fill(page)
    send(page)
    assert_thanked(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_language__is_switched_with_all_that_was_typed(visitor, in_order, address, javascript):
    page = visitor(javascript=javascript, width=PHONE)
    page.goto(address)
    fill(page)
    page.get_by_role("button", name="Kiswahili").click()
    expect(page.locator("html")).to_have_attribute("lang", "sw")
    assert_holds(page, name="Amina")
    in_order(page, "Toa maoni yako")
    page.locator("[name=name]").press("Enter")
    assert_thanked(page, "Asante")
    assert Comment.objects.get().text == WORDS


def test_send__on_a_lost_connection_leaves_the_words_and_sends_them_when_it_is_back(
    visitor, in_order, new_page, address
):
    page = visitor(width=PHONE)
    page.goto(address)
    fill(page)
    page.context.set_offline(True)
    send(page)
    expect(page.get_by_text(LOST)).to_be_visible()
    assert_holds(page, name="Amina")
    page.context.set_offline(False)
    assert_thanked(page)
    new_page.faults.clear()
    assert kept(page) == []
    assert Submission.objects.get().name == "Amina"


def test_send__whose_answer_never_came_is_one_comment_with_its_receipt(visitor, new_page, address):
    page = visitor()
    page.goto(address)
    fill(page)

    def lose_the_answer(route) -> None:
        route.fetch()
        route.abort()

    page.route("**/comment/**", lose_the_answer, times=1)
    send(page)
    expect(page.get_by_text(LOST)).to_be_visible()
    assert Comment.objects.count() == 1
    page.context.clear_cookies(name=visits.VISIT.name)
    page.reload()
    assert_thanked(page)
    assert kept(page) == []
    assert Comment.objects.count() == Submission.objects.count() == 1
    new_page.faults.clear()


def test_send__of_words_that_had_come_shows_the_comment_that_says_so(visitor, address):
    page = visitor(width=PHONE)
    for _n in range(2):
        page.goto(address)
        fill(page)
        send(page)
        assert_thanked(page)
    expect(page.get_by_text("count once")).to_be_in_viewport()
    page.get_by_role("button", name="Somebody else says the same").click()
    assert_holds(page)
    assert kept(page) == []


def test_send__of_what_is_refused_shows_the_form_as_without_script(visitor, in_order, address):
    page = visitor()
    page.goto(address)
    fill(page, "ab")
    send(page)
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Your comment")).to_have_value("ab")
    expect(page.get_by_label("Your name")).to_have_value("Amina")
    in_order(page, "Give your views")


def test_finished__leaves_nothing_to_the_next_person(visitor, policy):
    page = visitor()
    page.goto(address_of(policy, 1))
    fill(page)
    page.goto(address_of(policy, 2))
    fill(page)
    send(page)
    assert_thanked(page)
    assert len(kept(page)) == 1
    page.get_by_role("button", name="I have finished").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert kept(page) == []


@pytest.mark.parametrize(("javascript", "width"), [(True, DESK), (False, PHONE)])
def test_speaker__somebody_else_says_so_in_the_form_and_gets_a_receipt(
    visitor, in_order, policy, monkeypatch, javascript, width
):
    page = visitor(javascript=javascript, width=width)
    page.goto(address_of(policy, 1))
    fill(page)
    send(page)
    first = page.locator(".receipt-code").inner_text()
    monkeypatch.setattr(visits, "RECENT_SECONDS", -1)
    page.goto(address_of(policy, 2))
    expect(page.locator("body")).not_to_contain_text(first)
    question = page.get_by_role("group", name="Still Amina, or somebody else?")
    fill(page)
    send(page)
    expect(page.get_by_role("main")).to_contain_text("Say who gives this view.")
    in_order(page, "Give your views")
    question.get_by_label("Still Amina").check()
    expect(page.get_by_label("Your name")).to_be_hidden()
    question.get_by_label("Somebody else").check()
    page.get_by_label("Your name").fill("Baraka")
    send(page)
    expect(page.get_by_role("main")).to_contain_text("Baraka")
    expect(page.locator(".receipt-code")).not_to_have_text(first)
    names = Submission.objects.order_by("pk").values_list("name", flat=True)
    assert list(names) == ["Amina", "Baraka"]


def age(page: Page, minutes: int) -> None:
    """Have what is kept on the device be older than it is."""
    page.evaluate(
        """(minutes) => { const at = Date.now() - minutes * 6e4;
        for (const [key, kept] of Object.entries(localStorage))
        localStorage[key] = JSON.stringify({...JSON.parse(kept), at}); }""",
        minutes,
    )


def send_offline(page: Page, address: str) -> None:
    page.goto(address)
    fill(page)
    page.context.set_offline(True)
    send(page)
    expect(page.get_by_text(LOST)).to_be_visible()


def test_offline__is_said_and_what_is_typed_is_kept(visitor, address, new_page):
    page = visitor(width=PHONE)
    page.goto(address)
    page.context.set_offline(True)
    expect(page.get_by_text("You are offline")).to_be_visible()
    fill(page)
    assert len(kept(page)) == 1
    page.context.set_offline(False)
    expect(page.get_by_text("You are offline")).to_be_hidden()
    new_page.faults.clear()


def test_offline__what_was_sent_goes_when_the_form_is_next_opened_and_shows_the_receipt(
    visitor, in_order, new_page, address
):
    page = visitor(width=PHONE)
    send_offline(page, address)
    again = page.context.new_page()
    page.close()
    again.context.set_offline(False)
    again.goto(address)
    assert_thanked(again)
    in_order(again, "Thank you")
    assert kept(again) == []
    assert Submission.objects.get().name == "Amina"
    assert Comment.objects.get().reason == REASON
    new_page.faults.clear()


def test_offline__after_a_while_it_is_asked_whose_comment_waits(
    visitor, in_order, new_page, address
):
    page = visitor(width=PHONE)
    send_offline(page, address)
    again = page.context.new_page()
    page.close()
    again.context.set_offline(False)
    again.goto("/en/")
    age(again, 30)
    again.goto(address)
    in_order(again, "Give your views")
    expect(again.get_by_label("Your comment")).to_have_value("")
    again.get_by_role("button", name="Not mine: leave it").press("Enter")
    expect(again.get_by_label("Your comment")).to_be_focused()
    assert Comment.objects.count() == 0
    again.reload()
    again.get_by_role("button", name="It is mine: send it").press("Enter")
    assert_thanked(again)
    assert Comment.objects.get().submission.name == "Amina"
    new_page.faults.clear()


def test_offline__the_next_persons_comment_leaves_the_one_that_waits(visitor, new_page, address):
    page = visitor()
    send_offline(page, address)
    age(page, 30)
    again = page.context.new_page()
    page.close()
    again.context.set_offline(False)
    again.goto(address)
    again.get_by_role("button", name="Not mine: leave it").click()
    again.get_by_label("I support this").check()
    again.get_by_label("Your comment").fill("Another view of another person.")
    send(again)
    assert_thanked(again)
    again.get_by_role("button", name="I have finished").click()
    expect(again.get_by_role("heading", level=1)).to_have_text("Thank you")
    [waiting] = kept(again)
    assert json.loads(waiting)["stamp"]
    again.goto(address)
    expect(again.get_by_role("button", name="It is mine: send it")).to_be_visible()
    new_page.faults.clear()


@pytest.mark.parametrize("is_mine", [True, False])
def test_words__left_for_a_while_are_shown_only_to_who_says_they_are_theirs(
    visitor, in_order, address, is_mine
):
    page = visitor(width=PHONE)
    page.goto(address)
    fill(page)
    age(page, 11)
    page.reload()
    in_order(page, "Give your views")
    expect(page.get_by_label("Your comment")).to_have_value("")
    expect(page.get_by_role("main")).not_to_contain_text(WORDS)
    if is_mine:
        page.get_by_role("button", name="It is mine: show it").press("Enter")
        assert_holds(page)
    else:
        page.get_by_role("button", name="Not mine: throw it away").press("Enter")
        assert kept(page) == []
        expect(page.get_by_label("Your comment")).to_have_value("")
