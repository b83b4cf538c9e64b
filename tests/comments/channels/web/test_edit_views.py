"""Who holds the receipt edits a comment: form, preview, what is saved and what is refused."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageViewRestriction

from comments.choices import RedactionReason, State
from comments.models import Comment, EarlierWords, LedgerEntry, Redaction
from comments.models.receipt_codes import new_receipt
from comments.moderation.services import moderate
from comments.public_words import words_hash
from comments.register.editing import edit
from comments.register.erasing import erase
from tests.comments.channels.web.test_views import filled as new_comment
from tests.comments.channels.web.test_views import section_of, url_of
from tests.factories import make_comment, make_user
from tests.policies.readers_sample import close

pytestmark = pytest.mark.django_db
HOSTILE = '<script>alert("x")</script> {{ 7*7 }}'


def edit_url(comment, language="en", code=""):
    code = code or comment.submission.printed_receipt
    return f"/{language}/receipt/{code}/edit/{comment.number}/"


def receipt_of(client, comment, language="en"):
    path = f"/{language}/receipt/{comment.submission.printed_receipt}/"
    return client.get(path).content.decode()


def filled(seen=1, **said):
    return {"stance": "oppose", "text": "Words that I mean.", "seen": seen, **said}


@pytest.fixture
def comment(policy):
    return make_comment(
        policy, text="First words.", reason="My reason.", tags=[policy.tags.get()], name="Amina"
    )


def test_form__is_filled_with_what_stands_and_asks_neither_who_nor_where(client, comment):
    page = BeautifulSoup(client.get(edit_url(comment)).content, "html.parser")
    assert page.select_one("textarea[name=text]").text.strip() == "First words."
    assert page.select_one("textarea[name=reason]").text.strip() == "My reason."
    assert page.select_one("input[name=tags][checked]")
    assert page.select_one("input[name=stance][checked]")["value"] == comment.stance
    for name in ("name", "organisation", "ward", "speaker", "version", "stamp", "website"):
        assert not page.select(f"form#edit [name={name}]"), name


@pytest.mark.parametrize("language", ["en", "sw"])
def test_form__says_before_it_is_saved_that_a_moderator_looks_again(client, comment, language):
    moderate(comments=[comment], state=State.PUBLISHED, user=None)
    page = client.get(edit_url(comment, language))
    assert page.status_code == 200
    if language == "en":
        assert "until then it is not shown" in page.content.decode()
    assert page["Referrer-Policy"] == "strict-origin"
    assert "no-store" in page["Cache-Control"]


def test_save__leads_to_the_receipt_with_the_words_before(client, comment):
    done = client.post(edit_url(comment), filled())
    assert done.status_code == 302
    now = Comment.objects.get()
    assert (now.text, now.reason, now.state, now.revision) == (
        "Words that I mean.",
        "",
        "received",
        2,
    )
    assert now.submission.name == "Amina"
    page = client.get(done["Location"].partition("#")[0]).content.decode()
    assert "Your changes are saved." in page
    assert "edited on" in page
    assert "My reason." in page
    assert page.count("/proof/1/") == 2


def test_save__takes_what_was_published_from_the_public_until_it_is_read(client, comment):
    moderate(comments=[comment], state=State.PUBLISHED, user=None)
    section = comment.version.section
    assert "First words." in Client().get(section.url).content.decode()
    client.post(edit_url(comment), filled())
    page = Client().get(section.url).content.decode()
    assert "First words." not in page
    assert "Words that I mean." not in page
    moderate(comments=[Comment.objects.get()], state=State.PUBLISHED, user=None)
    page = Client().get(section.url).content.decode()
    assert "Words that I mean." in page
    assert "edited on" in page
    assert "First words." not in page


def test_save__unchanged_saves_nothing_and_says_so(client, comment):
    said = filled(text="First words.", reason="My reason.", stance=comment.stance)
    page = client.post(edit_url(comment), said | {"tags": [t.pk for t in comment.tags.all()]})
    assert page.status_code == 422
    assert "You have changed nothing" in page.content.decode()
    assert not EarlierWords.objects.exists()


def test_save__sent_twice_is_one_state(client, comment):
    for _n in range(2):
        assert client.post(edit_url(comment), filled()).status_code == 302
    assert (LedgerEntry.objects.count(), Comment.objects.get().revision) == (2, 2)


def test_save__a_second_edit_at_once_is_told_and_keeps_what_was_typed(client, comment):
    client.post(edit_url(comment), filled(text="From one phone."))
    page = client.post(edit_url(comment), filled(text="From another."))
    assert page.status_code == 409
    text = page.content.decode()
    assert "From one phone." in text
    assert "From another." in text
    assert 'name="seen" value="2"' in text
    assert client.post(edit_url(comment), filled(2, text="From another.")).status_code == 302
    assert EarlierWords.objects.filter(text="From one phone.").exists()


def test_save__of_wrong_fields_keeps_what_was_typed(client, comment):
    page = client.post(edit_url(comment), filled(quote="Words that stand nowhere", text="Typed."))
    assert page.status_code == 422
    assert "Typed." in page.content.decode()
    for seen in ("", "0", "-1", "x", "9" * 30):
        assert client.post(edit_url(comment), filled(seen)).status_code == 422
    assert Comment.objects.get().revision == 1


def test_save__after_the_window_gives_the_words_back(client, comment, edition):
    close(edition)
    page = client.post(edit_url(comment), filled())
    assert page.status_code == 403
    assert "Words that I mean." in page.content.decode()
    assert client.get(edit_url(comment)).status_code == 403
    assert edit_url(comment) not in receipt_of(client, comment)


@pytest.mark.parametrize("state", State.values)
def test_edit__is_offered_where_it_can_be_saved(client, comment, state):
    reason = "test" if state == State.HIDDEN else ""
    Comment.objects.update(state=state, hidden_reason=reason)
    can_be = state in (State.RECEIVED, State.PUBLISHED)
    assert (edit_url(comment) in receipt_of(client, comment)) == can_be
    assert client.get(edit_url(comment)).status_code == (200 if can_be else 403)
    assert client.post(edit_url(comment), filled()).status_code == (302 if can_be else 403)
    assert (Comment.objects.get().revision == 2) == can_be


def test_edit__of_anothers_comment_is_not_found(client, policy, comment):
    other = make_comment(policy).submission.printed_receipt
    for code in (other, new_receipt()):
        assert client.post(edit_url(comment, code=code), filled()).status_code == 404
    assert Comment.objects.get(pk=comment.pk).revision == 1


def test_edit__on_a_section_that_went_private_shows_no_words_of_it(client, comment):
    section = comment.version.section
    PageViewRestriction.objects.create(page=section, restriction_type="login")
    page = client.get(edit_url(comment))
    assert page.status_code == 403
    assert section.title not in page.content.decode()
    assert client.post(edit_url(comment), filled()).status_code == 403
    assert Comment.objects.get().revision == 1


def test_preview__saves_nothing_and_can_be_saved_or_changed(client, comment):
    page = client.post(edit_url(comment), filled(text=HOSTILE, preview="yes"))
    assert page.status_code == 200
    assert Comment.objects.get().revision == 1
    assert HOSTILE not in page.content.decode()
    form = BeautifulSoup(page.content, "html.parser").select_one("form#edit")
    hidden = {each["name"]: each["value"] for each in form.select("input[type=hidden]")}
    assert hidden["text"] == HOSTILE
    back = client.post(edit_url(comment), hidden | {"change": "yes"})
    typed = BeautifulSoup(back.content, "html.parser").select_one("textarea[name=text]")
    assert (back.status_code, typed.text.strip()) == (200, HOSTILE)
    assert client.post(edit_url(comment), hidden).status_code == 302
    assert Comment.objects.get().text == HOSTILE
    assert HOSTILE not in receipt_of(client, comment)


def test_preview__shows_what_is_proposed_as_a_change_of_the_quoted_words(client, comment):
    address, text = next(iter(comment.version.paragraphs.items()))
    first = text.split(" ")[0]
    said = filled(paragraph=address, quote=text, proposed=text.replace(first, "Every", 1))
    page = client.post(edit_url(comment), said | {"preview": "yes"})
    change = BeautifulSoup(page.content, "html.parser")
    assert first in change.find("del").text
    assert "Every" in change.find("ins").text


@pytest.mark.parametrize("language", ["en", "sw"])
def test_receipt__of_erased_words_says_when_and_why_and_shows_none(client, comment, language):
    edit(comment=comment, said=Comment(stance="oppose", text="Later words"), tags=[], seen=1)
    erase(submission=comment.submission, reason="asked", user=make_user("Editors"))
    page = receipt_of(client, comment, language)
    assert "Later words" not in page
    assert "First words." not in page
    assert "Amina" not in page
    assert Comment.objects.get().erased in page or language == "sw"
    assert edit_url(comment, language) not in page
    for revision in (1, 2):
        args = [comment.submission.printed_receipt, comment.number, revision]
        proof = client.get(reverse("comments:proof_of_state", args=args))
        assert (proof.status_code, b"extra" in proof.content) == (200, False)


def test_section__shows_that_a_published_comment_was_erased(client, comment):
    moderate(comments=[comment], state=State.PUBLISHED, user=None)
    section = comment.version.section
    assert "First words." in Client().get(section.url).content.decode()
    erase(submission=comment.submission, reason="order", user=make_user("Editors"))
    page = Client().get(section.url).content.decode()
    assert "First words." not in page
    assert "Amina" not in page
    assert Comment.objects.get().erased in page
    assert comment.ref in page


def test_slip__has_the_proof_of_each_state(client, comment):
    client.post(edit_url(comment), filled())
    slip = client.get(reverse("comments:slip", args=[comment.submission.printed_receipt]))
    page = slip.content.decode()
    for entry in LedgerEntry.objects.all():
        assert entry.commitment in page
    assert page.index("Words that I mean.") < page.index("First words.")
    assert page.count("slip-square") == 2


def test_receipt__asks_as_much_for_many_edited_comments_as_for_one(
    client, policy, comment, django_assert_max_num_queries
):
    client.post(edit_url(comment), filled())
    receipt_of(client, comment)
    with CaptureQueriesContext(connection) as few:
        receipt_of(client, comment)
    most = len(few)
    for n in range(4):
        another = make_comment(policy, submission=comment.submission, text=f"View {n}")
        client.post(edit_url(another), filled(text=f"Changed {n}"))
    with django_assert_max_num_queries(most):
        receipt_of(client, comment)


def test_resent__the_form_of_a_comment_that_was_edited_since_leads_to_its_receipt(client, policy):
    section = policy.current_edition.entries.get(position=1).version.section
    tags = [policy.tags.get().pk]
    data = new_comment(section, tags=tags)
    client.post(url_of(section), data)
    client.post(edit_url(Comment.objects.get()), filled())
    again = client.post(url_of(section), data)
    assert again.status_code == 302
    assert (Comment.objects.count(), Comment.objects.get().text) == (1, "Words that I mean.")
    assert client.post(url_of(section), data | {"text": "Others."}).status_code == 422


def crumbs(page):
    return [link.text for link in page.select("nav.breadcrumb a")]


@pytest.mark.parametrize("name", ["edit", "withdraw"])
def test_page_under_a_receipt__leads_back_to_policy_and_receipt(client, policy, comment, name):
    code = comment.submission.printed_receipt
    path = reverse(f"comments:{name}", args=[code, comment.number])
    page = BeautifulSoup(client.get(path).content, "html.parser")
    assert crumbs(page)[-2:] == [policy.title, "Your receipt"]
    assert page.select("nav.breadcrumb a")[-1]["href"].endswith(f"/receipt/{code}/")


def test_form__folds_what_most_leave_out_and_shows_what_was_said(client, policy):
    bare = make_comment(policy, text="Only these words.")
    reasoned = make_comment(policy, text="And a reason.", reason="This one.")

    def unfolded(comment):
        page = BeautifulSoup(client.get(edit_url(comment)).content, "html.parser")
        fold = page.select_one("textarea[name=reason]").find_parent("details")
        return fold.has_attr("open")

    assert (unfolded(bare), unfolded(reasoned)) == (False, True)


def test_receipt__after_withdrawing_says_so_and_thanks_nobody(client, policy):
    section = section_of(policy, 1)
    client.post(url_of(section), new_comment(section))
    comment = Comment.objects.get()
    code = comment.submission.printed_receipt
    assert "Thank you: we have it" in receipt_of(client, comment)
    path = reverse("comments:withdraw", args=[code, comment.number])
    page = client.post(path, follow=True).content.decode()
    assert "You took this comment back." in page
    assert "Thank you: we have it" not in page
    again = receipt_of(client, comment)
    assert "Thank you: we have it" not in again
    assert "You took this comment back." not in again


def test_receipt__tells_its_holder_why_words_are_not_shown_in_public(client, comment):
    where = {"field": "text", "of": words_hash(comment.text)}
    for start, lifted_at in ((0, None), (3, None), (6, comment.received_at)):
        reason = RedactionReason.INSULT if lifted_at else RedactionReason.PERSON
        Redaction.objects.create(
            comment=comment,
            start=start,
            end=start + 2,
            reason=reason,
            lifted_at=lifted_at,
            **where,
        )
    page = " ".join(receipt_of(client, comment).split())
    assert "To others some are a mark, because they hold: name of a private person." in page
    assert "First words." in page
    Redaction.objects.update(lifted_at=comment.received_at)
    assert "some are a mark" not in receipt_of(client, comment)
