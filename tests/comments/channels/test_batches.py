"""A clerk's pile: counted off, compared, and its slips printed in one go."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from pypdf import PdfReader

from comments.channels.intake import batch_pages
from comments.channels.intake.slips import slips_pdf
from comments.channels.stamps import new_stamp
from comments.models import Comment, IntakeBatch, Submission
from comments.register.erasing import erase
from comments.register.services import withdraw
from tests.comments.channels.test_intake import clerk, filled, going_on, url_of
from tests.factories import make_comment, make_user

__all__ = ["clerk"]
pytestmark = pytest.mark.django_db


def page_of(client, batch=None):
    batch = batch or IntakeBatch.objects.get()
    return BeautifulSoup(
        client.get(reverse("comments_intake:batch", args=[batch.pk])).content, "lxml"
    )


def count(client, forms):
    [batch] = IntakeBatch.objects.all()
    return client.post(reverse("comments_intake:batch", args=[batch.pk]), {"forms": forms})


def slips_of(client, batch):
    response = client.get(reverse("comments_intake:slips", args=[batch.pk]))
    assert "no-store" in response["Cache-Control"]
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(response.content)).pages)


def test_batch__is_opened_by_the_first_entry_and_found_again(client, clerk, edition):
    response = client.post(url_of(edition), filled(edition, name="Wa kwanza"))
    client.post(response["Location"], filled(edition, name="Wa pili"))
    batch = IntakeBatch.objects.get()
    address = reverse("comments_intake:batch", args=[batch.pk])
    for page in (client.get(response["Location"]), client.get(reverse("comments_intake:choose"))):
        assert address in page.content.decode()
    assert "2 respondents" in page_of(client).text
    client.post(url_of(edition), filled(edition, channel="call", name="Wa tatu"))
    client.post(url_of(edition), filled(edition, ward="", name="Wa nne"))
    assert IntakeBatch.objects.count() == 3


def test_batch__tells_how_many_forms_remain_and_whether_totals_agree(client, clerk, edition):
    further = going_on(client, client.post(url_of(edition), filled(edition)))
    assert "of the pile" not in page_of(client).text
    assert count(client, 2).status_code == 302
    assert "1 form of the pile remains" in page_of(client).text
    again = filled(edition, text="Jambo lingine.", stamp=new_stamp())
    client.post(further, again)
    assert "1 form of the pile remains" in page_of(client).text  # of the same respondent
    client.post(url_of(edition), filled(edition, name="Wa pili"))
    assert "the totals agree" in page_of(client).text
    client.post(url_of(edition), filled(edition, name="Wa tatu"))
    assert "1 respondent more is entered" in page_of(client).text
    withdraw(comment=Comment.objects.last(), user=clerk, reason="twice")
    assert "the totals agree" in page_of(client).text


def asks_the_clerk(comment, clerk):
    withdraw(comment=comment, user=clerk, reason="asked")


def asks_to_be_erased(comment, clerk):
    erase(submission=comment.submission, reason="asked", user=clerk)


@pytest.mark.parametrize(
    "goes",
    [lambda comment, clerk: withdraw(comment=comment), asks_the_clerk, asks_to_be_erased],
    ids=["with the slip", "through the clerk", "erased"],
)
def test_batch__counts_the_form_of_who_withdrew_it(client, clerk, edition, goes):
    """It lies in the pile all the same: to enter it twice is what the count must not invite to."""
    for name in ("Wa kwanza", "Wa pili"):
        client.post(url_of(edition), filled(edition, name=name))
    count(client, 2)
    goes(Comment.objects.last(), clerk)
    page = page_of(client).text
    assert "the totals agree" in page
    assert "2 comments" in page
    assert "(withdrawn)" in page.lower()
    codes = [each.printed_receipt for each in Submission.objects.order_by("pk")]
    assert codes[1] not in slips_of(client, IntakeBatch.objects.get())


def test_batch__has_no_slips_where_all_was_withdrawn(client, clerk, edition):
    client.post(url_of(edition), filled(edition))
    withdraw(comment=Comment.objects.get())
    assert not page_of(client).select('a[href*="slips/"]')


@pytest.mark.parametrize("forms", ["0", "-1", "100001", "9" * 30, "x"])
def test_batch__refuses_what_is_no_count(client, clerk, edition, forms):
    client.post(url_of(edition), filled(edition))
    response = count(client, forms)
    assert response.status_code == 422
    assert f'value="{forms}"' in response.content.decode()
    assert IntakeBatch.objects.get().forms is None


def test_batch__counts_sections_and_stances_to_compare_with_the_pile(client, clerk, edition):
    first, second = [entry.version for entry in edition.entries.order_by("position")[:2]]
    for n, (section, stance) in enumerate(
        [(first, "oppose"), (first, "oppose"), (first, "support"), (second, "question")]
    ):
        sent = filled(edition, section=section.number, stance=stance, name=f"Mtu {n}")
        client.post(url_of(edition), sent)
    rows = [
        [cell.text for cell in row.find_all(["th", "td"])]
        for row in page_of(client).select(".batch-counts tbody tr")
    ]
    assert rows == [
        [first.heading, "1", "0", "2", "0", "3"],
        [second.heading, "0", "0", "0", "1", "1"],
    ]


def test_slips__has_one_for_each_respondent_with_code_and_address(client, clerk, edition):
    response = client.post(url_of(edition), filled(edition, name="Wa kwanza"))
    client.post(going_on(client, response), filled(edition, text="Jambo.", stamp=new_stamp()))
    client.post(url_of(edition), filled(edition, name="Wa pili", language="en"))
    taken_back = client.post(url_of(edition), filled(edition, name="Wa tatu"))
    assert taken_back.status_code == 302
    withdraw(comment=Comment.objects.last(), user=clerk, reason="twice")
    said = slips_of(client, IntakeBatch.objects.get())
    first, second, third = Submission.objects.order_by("pk")
    assert (first.printed_receipt in said, second.printed_receipt in said) == (True, True)
    assert third.printed_receipt not in said
    assert all(each.ref in said for each in first.comments.all())
    assert "/receipt" in said.replace("\n", "")
    assert "With the code you can see" in said.replace("\n", " ")  # the one who wrote in English


def placed_words(pdf):
    """The runs of text of the first page: what, and where it begins, in mm from its upper left."""
    page, found, mm = PdfReader(BytesIO(pdf)).pages[0], [], 25.4 / 72

    def note(text, cm, tm, *_font):
        if text.strip():
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            found.append((text.strip(), x * mm, (float(page.mediabox.height) - y) * mm))

    page.extract_text(visitor_text=note)
    return found


@pytest.mark.parametrize(
    "title", ["A policy of the county on sample matters " * 7, "KAKAMEGA " * 30, "Sera"]
)
def test_slips__keep_everything_on_the_slip_of_its_respondent(policy, edition, title):
    """Fourteen comments, a long title: the code of one is not printed on what another gets."""
    first = make_comment(policy).submission
    for n in range(13):
        make_comment(policy, submission=first, text=f"View {n} of the same respondent")
    whose = [first, *(make_comment(policy, text=f"Another {n}").submission for n in range(3))]
    edition.policy.title = title[:255]
    edition.policy.save()
    batch = IntakeBatch(edition=edition, channel="paper", day=first.received_at.date())
    words = placed_words(slips_pdf(batch, whose, "en"))
    codes = [next(w for w in words if w[0] == each.printed_receipt) for each in whose]
    for n, (_code, left, top) in enumerate(codes):
        of_slip = [w for w in words if left - 1 < w[1] < left + 88 and top - 1 < w[2] < top + 52]
        assert max(y for _text, _x, y in of_slip) < top + 40, of_slip  # above the lower edge
        if n + 2 < len(codes):
            assert codes[n + 2][2] - top == pytest.approx(52, abs=0.5)
    said = " ".join(text for text, _x, _y in words)
    assert "and 10 more" in said.replace("\n", " ")


def test_slips__come_in_files_of_a_bounded_length(client, clerk, edition, monkeypatch):
    monkeypatch.setattr(batch_pages, "SLIPS", 1)
    for name in ("Wa kwanza", "Wa pili"):
        client.post(url_of(edition), filled(edition, name=name))
    batch = IntakeBatch.objects.get()
    files = page_of(client).select('a[href*="slips/?sheet="]')
    codes = [each.printed_receipt for each in Submission.objects.order_by("pk")]
    assert len(files) == 2
    assert codes[0] in slips_of(client, batch)
    assert codes[1] not in slips_of(client, batch)


def test_batch__is_seen_by_its_clerk_and_administrators(client, clerk, edition, policy):
    client.post(url_of(edition), filled(edition))
    make_comment(policy)
    addresses = [
        reverse(f"comments_intake:{name}", args=[IntakeBatch.objects.get().pk])
        for name in ("batch", "slips")
    ]
    for role, status in (("Clerks", 302), ("Superuser", 200)):
        client.force_login(make_user(role))
        assert [client.get(each).status_code for each in addresses] == [status, status]
