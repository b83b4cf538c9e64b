"""Comments on one paragraph, or on some of its words: the form, the page, the ledger."""

import json
import re

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from comments.models import Comment
from comments.register.ledger.entries import verify
from policies.models import SectionPage
from policies.publishing.services import record_version
from tests.comments.channels.web.test_views import filled
from tests.factories import make_comment, make_policy
from tests.policies.readers_sample import HOSTILE, change_text, queries, served, translated
from texts.plain import paragraphs

pytestmark = pytest.mark.django_db

PAGE = "/en/policies/water/section-1/"
FIRST, SECOND = "The county shall dig wells.", "The county shall hold a meeting in each ward."


@pytest.fixture(scope="module")
def made(make_once):
    return make_once(lambda: make_policy(slug="water", title="Water Policy"))


@pytest.fixture
def section(policy):
    """Two paragraphs, and a list of two items."""
    page = SectionPage.objects.descendant_of(policy).first()
    rows = [{"mark": f"({mark})", "level": 0, "text": f"in {mark} ward"} for mark in "ab"]
    page.body = [
        ("paragraph", f"<p>{FIRST}</p>"),
        ("paragraph", f"<p>{SECOND}</p>"),
        ("list", {"items": rows}),
    ]
    page.save()
    record_version(page)
    return SectionPage.objects.get(pk=page.pk)


def addresses(section) -> list[str]:
    return list(section.current_version.paragraphs)


def form_url(section, **query) -> str:
    return reverse("comments:comment", args=[section.pk], query=query)


def send(client, section, **fields):
    return client.post(form_url(section), filled(section, **fields))


def test_paragraphs__are_blocks_and_the_items_of_lists(section):
    texts = section.current_version.paragraphs
    assert list(texts.values()) == [FIRST, SECOND, "(a) in a ward", "(b) in b ward"]
    block = section.body[2].id
    assert list(texts)[2:] == [f"{block}-1", f"{block}-2"]


def test_paragraphs__without_words_have_no_address():
    assert paragraphs([{"id": "x", "type": "paragraph", "value": "<p> </p>"}]) == {}


def test_page__every_paragraph_leads_to_the_form_about_it(client, section):
    page = served(PAGE)
    links = page.select("a.paragraph-link")
    assert [link["href"] for link in links] == [
        form_url(section, paragraph=address) for address in addresses(section)
    ]
    for link, address in zip(links, addresses(section), strict=True):
        assert link.find_parent(id=f"p-{address}")
        form = BeautifulSoup(client.get(link["href"]).content, "lxml")
        assert form.select_one("#id_paragraph [selected]")["value"] == address
        assert (
            form.select_one(".comment-quote").get_text()
            == (section.current_version.paragraphs[address])
        )


def test_page__of_a_closed_policy_leads_to_no_form(section, policy):
    make_policy(open=False, slug="past", title="Past Policy")
    page = served("/en/policies/past/section-1/")
    assert not page.select("a.paragraph-link, .comment-on-words")


def test_form__takes_a_paragraph_with_its_words_into_the_ledger(client, section, policy):
    address = addresses(section)[1]
    assert send(client, section, paragraph=address).status_code == 302
    comment = Comment.objects.get()
    assert (comment.block_id, comment.quote) == (address, SECOND)
    assert verify(policy) == []
    Comment.objects.update(quote=FIRST)
    assert verify(policy) == ["comment 1 differs from what was received"]


def test_form__takes_some_words_and_finds_their_paragraph(client, section):
    send(client, section, quote="  hold a\n meeting ")
    comment = Comment.objects.get()
    assert (comment.block_id, comment.quote) == (addresses(section)[1], "hold a meeting")


def test_form__without_either_is_about_the_whole_section(client, section):
    send(client, section, paragraph="", quote="")
    comment = Comment.objects.get()
    assert (comment.block_id, comment.quote) == ("", "")


@pytest.mark.parametrize(
    ("place", "quote", "message"),
    [
        (None, "words that nobody wrote", "do not stand in the text"),
        (0, "hold a meeting", "do not stand in the text"),
        (None, "The county shall", "stand in several paragraphs"),
        (None, HOSTILE, "do not stand in the text"),
    ],
)
def test_form__says_what_is_wrong_with_words_and_loses_nothing(
    client, section, place, quote, message
):
    address = "" if place is None else addresses(section)[place]
    response = send(client, section, paragraph=address, quote=quote, text="My long view.")
    assert response.status_code == 422
    page = BeautifulSoup(response.content, "lxml")
    assert message in page.select_one(".error-summary").get_text()
    assert page.select_one("details[open] #id_quote").get_text().strip() == " ".join(quote.split())
    assert page.select_one("#id_text").get_text().strip() == "My long view."
    assert not Comment.objects.exists()


def test_form__refuses_a_paragraph_that_is_not_in_the_text(client, section):
    response = send(client, section, paragraph="made-up", text="My long view.")
    assert response.status_code == 422
    assert "not part of this text" in response.content.decode()
    assert "My long view." in response.content.decode()


def test_form__of_a_text_that_has_changed_gives_everything_back(client, section):
    data = filled(section, paragraph=addresses(section)[0], quote="dig wells", text="My view.")
    change_text(section, "Something else.")
    response = client.post(form_url(section), data)
    assert response.status_code == 403
    page = response.content.decode()
    assert "has changed since you opened it" in page
    assert "dig wells" in page
    assert "My view." in page


def test_form__holds_the_words_that_were_chosen_on_the_page_where_they_stand_there(client, section):
    address = addresses(section)[0]
    for words, held in (("dig  wells", "dig wells"), ("no such words", "")):
        form = client.get(form_url(section, paragraph=address, words=words)).context["form"]
        assert (form["quote"].value() or "") == held


def test_form__keeps_a_long_paragraph_as_far_as_a_quote_goes(client, section):
    change_text(section, "word " * 300)
    section = SectionPage.objects.get(pk=section.pk)
    send(client, section, paragraph=addresses(section)[0])
    quote = Comment.objects.get().quote
    assert len(quote) <= 1000
    assert re.fullmatch(r"(word )+word", quote)


def test_form__keeps_the_beginning_of_a_word_too_long_for_a_quote(client, section):
    change_text(section, "x" * 1500 + " end")
    section = SectionPage.objects.get(pk=section.pk)
    send(client, section, paragraph=addresses(section)[0])
    assert Comment.objects.get().quote == "x" * 1000


@pytest.mark.parametrize("changed", ["paragraph", "stance"])
def test_form__sent_again_with_another_paragraph_or_stance_is_not_the_same(
    client, section, changed
):
    change_text(section, FIRST, FIRST)
    section = SectionPage.objects.get(pk=section.pk)
    first, second = addresses(section)
    data = filled(section, paragraph=first, stance="support")
    assert client.post(form_url(section), data).status_code == 302
    assert client.post(form_url(section), data).status_code == 302
    other = {"paragraph": second} if changed == "paragraph" else {"stance": "oppose"}
    again = client.post(form_url(section), data | other)
    assert again.status_code == 422
    assert "was sent already" in again.content.decode()
    assert Comment.objects.count() == 1


def counted(path: str) -> dict[str, str]:
    """``{words of the paragraph's link: its address}`` of those that say how many comments."""
    return {
        link.find_parent(id=re.compile("^p-"))["id"][2:]: link.get_text()
        for link in served(path).select("a.paragraph-count")
    }


def test_page__says_how_many_comments_a_paragraph_has_and_they_lead_back(client, section, policy):
    _first, second, item, _last = addresses(section)
    for address, quote in ((second, SECOND), (second, "hold a meeting"), (item, "in a ward")):
        make_comment(policy, state="published", block_id=address, quote=quote)
    make_comment(policy, state="published")
    assert counted(PAGE) == {second: "2 comments", item: "1 comment"}
    places = [a["href"] for a in served(PAGE).select(".quote-place a")]
    assert places == [f"#p-{item}", f"#p-{second}", f"#p-{second}"]


def test_page__after_a_correction_counts_what_still_stands_where_it_stood(section, policy):
    first, second = addresses(section)[:2]
    make_comment(policy, state="published", block_id=first, quote=FIRST)
    make_comment(policy, state="published", block_id=second, quote="hold a meeting")
    page = SectionPage.objects.get(pk=section.pk)
    body = page.body.get_prep_value()
    body[0]["value"] = "<p>The county shall dig deep wells.</p>"
    page.body = json.dumps(body)
    page.save()
    record_version(page)
    assert counted(PAGE) == {second: "1 comment"}
    assert "On the earlier text" in served(PAGE).select_one("#comments").get_text()


def test_page__of_the_other_language_shows_no_comment_at_its_own_paragraphs(section, policy):
    second = addresses(section)[1]
    make_comment(policy, state="published", block_id=second, quote=SECOND)
    local = translated(section, title="Sehemu ya 1")
    assert second in SectionPage.objects.get(pk=local.pk).current_version.paragraphs
    assert counted(local.url) == {}
    assert "Kuhusu maandishi ya lugha nyingine" in served(local.url).get_text()
    assert counted(PAGE) == {second: "1 comment"}


def test_form__about_the_text_in_kiswahili_belongs_to_it(client, section):
    local = translated(section, title="Sehemu ya 1")
    local = SectionPage.objects.get(pk=local.pk)
    address = addresses(local)[0]
    url = form_url(local).replace("/en/", "/sw/")
    assert client.post(url, filled(local, paragraph=address)).status_code == 302
    comment = Comment.objects.get()
    assert (comment.version.language, comment.block_id) == ("sw", address)


def test_form__in_the_other_language_forgets_the_paragraph(client, section):
    local = translated(section, title="Sehemu ya 1")
    address = addresses(section)[0]
    url = form_url(section, paragraph=address).replace("/en/", "/sw/")
    response = client.get(url, follow=True)
    assert response.context["section"].pk == local.pk
    assert not response.context["form"].chosen_text


def test_receipt__says_what_the_comment_is_about(client, section):
    response = client.post(form_url(section), filled(section, quote="dig wells"), follow=True)
    page = BeautifulSoup(response.content, "lxml")
    assert page.select_one("article .comment-quote").get_text(strip=True) == "dig wells"


def test_page__queries_do_not_grow_with_comments_on_paragraphs(section, policy):
    def comment(address: str) -> None:
        text = section.current_version.paragraphs[address]
        make_comment(policy, state="published", block_id=address, quote=text)

    comment(addresses(section)[0])
    few = queries(PAGE)
    for address in addresses(section) * 2:
        comment(address)
    assert queries(PAGE) == few <= 16
