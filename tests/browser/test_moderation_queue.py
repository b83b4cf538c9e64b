"""Two moderators at the queue at once, by keyboard and without JavaScript."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from comments.models import Comment
from tests.factories import make_comment, make_policy, make_user

QUEUE = "/admin/snippets/comments/comment/queue/"


def make_waiting(count):
    policy, now = make_policy(), timezone.now()
    return [
        make_comment(policy, text="Call 0712 345 678", received_at=now - timedelta(hours=9 - n))
        for n in range(count)
    ]


def said(page):
    return page.locator("#said")


def test_queue__two_moderators_work_by_keys_and_by_links_on_different_comments(new_page, axe):
    comments = make_waiting(4)
    amina = new_page(user=make_user("Moderators", first_name="Amina"))
    other = new_page(user=make_user("Moderators"), javascript=False, width=390)
    amina.goto(QUEUE)
    expect(said(amina)).to_contain_text(comments[0].ref)
    expect(said(amina)).to_be_focused()
    axe(amina)
    other.goto(QUEUE)
    expect(said(other)).to_contain_text(comments[1].ref)
    amina.keyboard.press("j")
    expect(said(amina)).to_contain_text(comments[2].ref)
    expect(said(amina)).to_be_focused()
    amina.keyboard.press("h")
    amina.keyboard.press("Space")
    axe(amina)
    amina.keyboard.press("Enter")
    expect(said(amina)).to_contain_text(comments[3].ref)
    expect(said(amina)).to_be_focused()
    other.get_by_role("button", name="Publish").click()
    expect(said(other)).to_contain_text(comments[0].ref)
    amina.keyboard.press("u")
    expect(said(amina)).to_contain_text(comments[2].ref)
    expect(said(amina)).to_be_focused()
    amina.keyboard.press("?")
    amina.get_by_label("Single keys work on this device").uncheck()
    amina.keyboard.press("p")
    expect(said(amina)).to_contain_text(comments[2].ref)
    states = Comment.objects.order_by("number").values_list("state", flat=True)
    assert list(states) == ["received", "published", "received", "received"]
