"""Comments on one paragraph, or on some of its words: the form, the page, the ledger."""

import json
import re

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from comments.models import Comment
from comments.moderation.services import moderate
from comments.register.ledger.entries import verify
from policies.models import SectionPage
from policies.publishing.services import record_version
from tests.comments.channels.web.test_views import filled
from tests.factories import make_comment, make_policy, sign_in
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
    assert queries(PAGE) == few <= 17


def test_form__takes_words_over_two_paragraphs_each_at_its_place(client, section, policy):
    first, second = addresses(section)[:2]
    pasted = "the county shall dig wells.\n1 comment\nComment on this paragraph\nThe county shall"
    assert send(client, section, paragraph=first, quote=pasted).status_code == 302
    comment = Comment.objects.get()
    assert comment.quoted_parts == [(first, FIRST), (second, "The county shall")]
    assert verify(policy) == []
    moderate(comments=[comment], state="published", hidden_reason="", user=None)
    assert counted(PAGE) == {first: "1 comment", second: "1 comment"}
    assert served(PAGE).select_one(".quote-place a")["href"] == f"#p-{first}"
    Comment.objects.update(further_blocks=first)
    assert verify(policy) == ["comment 1 differs from what was received"]


def test_form__takes_items_of_a_list_without_their_marks(client, section):
    _first, _second, *items = addresses(section)
    assert send(client, section, quote="- in a ward\n- in b ward").status_code == 302
    comment = Comment.objects.get()
    assert [part.address for part in comment.quoted_parts] == items
    assert comment.quote == "in a ward\n(b) in b ward"


def test_form__of_a_chosen_paragraph_takes_no_words_that_begin_in_another(client, section):
    second = addresses(section)[1]
    response = send(client, section, paragraph=second, quote=f"{FIRST} {SECOND}")
    assert response.status_code == 422
    assert "do not stand in the text" in response.content.decode()


def test_form__refuses_words_that_are_longer_than_a_quote_where_they_stand(client, section):
    change_text(section, *(f"{word} " * 130 + "end" for word in ("dig", "deep", "wells")))
    section = SectionPage.objects.get(pk=section.pk)
    typed = " ".join(section.current_version.paragraphs.values())
    response = send(client, section, quote=typed)
    assert response.status_code == 422
    assert typed in response.content.decode()
    assert not Comment.objects.exists()


def test_page__sends_words_over_two_paragraphs_to_the_form(client, section):
    first = addresses(section)[0]
    url = form_url(section, paragraph=first, words=f"{FIRST}\n{SECOND[:10]}")
    assert client.get(url).context["form"]["quote"].value() == f"{FIRST}\n{SECOND[:10]}"


NEW = "The county shall dig deep wells."


def test_form__starts_a_proposal_from_the_quoted_words_and_sends_nothing(client, section):
    second = addresses(section)[1]
    sent = filled(section, quote="hold a meeting", text="ab", name="Amina", start="yes")
    page = BeautifulSoup(client.post(form_url(section), sent).content, "lxml")
    assert page.select_one("details[open] #id_proposed").get_text().strip() == "hold a meeting"
    assert page.select_one("#id_proposed[autofocus]")
    assert (
        page.select_one("#id_text").get_text().strip(),
        page.select_one("#id_name")["value"],
    ) == (
        "ab",
        "Amina",
    )
    assert not page.select(".error-summary")
    whole = client.post(form_url(section), filled(section, paragraph=second, start="yes"))
    assert whole.context["form"]["proposed"].value() == SECOND
    assert not Comment.objects.exists()


def test_form__asks_which_words_a_proposal_starts_from_and_keeps_one_that_stands(client, section):
    asked = client.post(form_url(section), filled(section, start="yes")).content.decode()
    assert "Choose the paragraph, or copy the words" in asked
    sent = filled(section, quote="dig wells", proposed="dig deep", start="yes")
    assert client.post(form_url(section), sent).context["form"]["proposed"].value() == "dig deep"


def test_form__takes_words_left_as_they_stand_for_no_proposal(client, section):
    send(client, section, quote="dig wells", proposed=" dig  wells")
    assert Comment.objects.get().proposed == ""


def test_receipt_and_page__show_a_proposal_as_a_redline(client, section):
    sent = filled(section, paragraph=addresses(section)[0], proposed=NEW)
    receipt = BeautifulSoup(client.post(form_url(section), sent, follow=True).content, "lxml")
    assert "deep" in receipt.select_one(".wording ins").get_text()
    moderate(comments=[Comment.objects.get()], state="published", hidden_reason="", user=None)
    assert "deep" in served(PAGE).select_one(".comment .wording ins").get_text()


def test_refusal__shows_a_proposal_as_a_redline(client, section):
    data = filled(section, quote=FIRST, proposed=NEW)
    change_text(section, "Something else.")
    page = BeautifulSoup(client.post(form_url(section), data).content, "lxml")
    assert "deep" in page.select_one(".wording-redline ins").get_text()


@pytest.mark.parametrize(("name", "most"), [("proposed", 5000), ("reason", 5000), ("quote", 1000)])
def test_form__keeps_all_of_what_is_too_long_and_says_what_to_do(client, section, name, most):
    words = "w" * (most + 7)
    response = send(client, section, **{name: words})
    assert response.status_code == 422
    page = BeautifulSoup(response.content, "lxml")
    field = page.select_one(f"details[open] [name={name}]")
    assert field.get_text().strip() == words
    assert not field.has_attr("maxlength")
    assert f"{most + 7} characters here" in page.select_one(".error-summary").get_text()


def test_inspect__shows_staff_a_proposal_as_a_redline(client, section, policy):
    address = addresses(section)[0]
    comment = make_comment(policy, block_id=address, quote=FIRST, proposed=NEW)
    sign_in(client, "Moderators")
    page = client.get(reverse("wagtailsnippets_comments_comment:inspect", args=[comment.pk]))
    [added] = BeautifulSoup(page.content, "lxml").select("dd ins")
    assert "deep" in added.get_text()
