"""Scans of paper forms: attached by clerks, for staff alone."""

from unittest.mock import patch

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from comments.attachments import services
from comments.attachments.services import release
from comments.models import Attachment, Comment
from comments.moderation.services import moderate
from tests.comments.attachments.sent import PDF, picture, word_file
from tests.comments.channels.test_intake import clerk, filled, url_of
from tests.factories import make_comment, make_user, sign_in

__all__ = ["clerk"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def root(settings, tmp_path):
    settings.ATTACHMENTS_ROOT = tmp_path / "attachments"


@pytest.fixture
def entries(client, clerk, edition):
    """Two of one pile, and one that came another way."""
    for name, channel in (("Wa kwanza", "paper"), ("Wa pili", "paper"), ("Wa tatu", "call")):
        client.post(url_of(edition), filled(edition, name=name, channel=channel))
    return list(Comment.objects.order_by("pk"))


def page_url(comment):
    return reverse("comments_intake:scan", args=[comment.pk])


def attach(client, comment, *others, file=None, name="sheet.pdf"):
    sent = SimpleUploadedFile(name, PDF if file is None else file)
    keys = [each.pk for each in (comment, *others)]
    return client.post(page_url(comment), {"file": sent, "entries": keys})


def test_scan__is_kept_with_every_entry_that_stands_on_the_sheet(client, clerk, entries):
    first, second, third = entries
    page = client.get(page_url(first)).content.decode()
    assert (first.ref in page, second.ref in page, third.ref in page) == (True, True, False)
    assert attach(client, first, second).status_code == 302
    assert {each.comment for each in Attachment.objects.scans()} == {first, second}
    logged = ModelLogEntry.objects.filter(action="comments.scan_attached", user=clerk)
    assert {each.object_id for each in logged} == {str(first.pk), str(second.pk)}
    attach(client, first, second)
    assert Attachment.objects.count() == 2  # the same once more


def test_scan__is_offered_as_it_is_entered_and_in_the_clerks_list(client, clerk, edition):
    response = client.post(url_of(edition), filled(edition))
    address = page_url(Comment.objects.get())
    for url in (response["Location"], reverse("comments_intake:entered")):
        assert address in client.get(url).content.decode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b""),
        ("a.pdf", b"%PDF-1.7 broken"),
        ("a.docx", word_file()),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.jpg", b"\xff\xd8\xff" + b"0" * (5 * 1024 * 1024 + 1)),
    ],
)
def test_scan__refuses_what_is_none_and_says_why(client, clerk, entries, name, content):
    response = attach(client, entries[0], file=content, name=name)
    assert response.status_code == 422
    assert "error-message" in response.content.decode()
    assert not Attachment.objects.exists()


def test_scan__refuses_entries_of_other_piles_and_of_other_clerks(client, clerk, entries, policy):
    for other in (entries[2], make_comment(policy)):
        assert attach(client, entries[0], other).status_code == 422
    sign_in(client, "Clerks")
    assert attach(client, entries[0]).status_code == 302
    assert not Attachment.objects.exists()


def test_scan__says_with_which_entry_no_more_files_fit(client, clerk, entries):
    for n in range(3):
        attach(client, entries[0], file=picture("JPEG", (n + 1, 8)), name="a.jpg")
    response = attach(client, entries[1], entries[0])
    assert response.status_code == 422
    assert f"No more files fit with {entries[0].ref}" in response.content.decode()
    assert not entries[1].attachments.exists()


def test_scan__that_met_a_full_disk_can_be_attached_again_and_took_no_place(client, clerk, entries):
    with patch.object(services, "LEAST_FREE", 10**18):
        for n in range(4):
            attach(client, entries[0], file=picture("JPEG", (n + 1, 8)), name=f"{n}.jpg")
    assert [each.state for each in entries[0].attachments.all()] == ["lost"] * 3
    attach(client, entries[0], file=picture("JPEG", (4, 8)), name="3.jpg")
    [scan] = Attachment.objects.scans()
    assert (scan.name, scan.path.exists()) == ("3.jpg", True)
    for n in range(2):
        attach(client, entries[0], file=picture("JPEG", (n + 1, 8)), name=f"{n}.jpg")
    assert {each.name for each in Attachment.objects.scans()} == {"0.jpg", "1.jpg", "3.jpg"}
    assert Attachment.objects.count() == 3
    assert attach(client, entries[0], file=PDF).status_code == 422


def test_scan__is_given_to_staff_and_neither_to_the_public_nor_to_who_holds_the_receipt(
    client, clerk, entries
):
    first = entries[0]
    attach(client, first)
    scan = Attachment.objects.get()
    moderate(comments=[first], state="published", user=None)
    code = first.submission.printed_receipt
    public = Client()
    assert "sheet.pdf" not in public.get(reverse("comments:receipt", args=[code])).content.decode()
    of_receipt = reverse("comments:file_of_receipt", args=[code, scan.pk])
    of_public = reverse("comments:released_file", args=[first.policy.slug, first.number, scan.pk])
    assert [public.get(url).status_code for url in (of_receipt, of_public)] == [404, 404]
    of_clerks = reverse("comments_intake:scan_file", args=[scan.pk])
    assert client.get(of_clerks)["Content-Disposition"].startswith("attachment")
    for role in ("Moderators", "Analysts"):
        sign_in(client, role)
        assert client.get(reverse("comments_attachment", args=[scan.pk])).status_code == 200
    release(attachment=scan, user=make_user("Moderators"))
    assert [public.get(url).status_code for url in (of_receipt, of_public)] == [404, 200]


@pytest.mark.parametrize("is_scan", [True, False])
def test_scan__is_released_without_a_word_that_its_respondent_is_told(
    client, clerk, entries, is_scan
):
    attach(client, entries[0])
    Attachment.objects.update(is_scan=is_scan)
    sign_in(client, "Moderators")
    page = client.get(reverse("comments_release_file", args=[Attachment.objects.get().pk]))
    assert ("told on the receipt" in page.content.decode()) is not is_scan


def test_scan__stands_beside_the_entry_for_who_checks_it(client, clerk, entries):
    attach(client, entries[0])
    address = reverse("comments_intake:scan_file", args=[Attachment.objects.get().pk])
    sign_in(client, "Clerks")
    check = reverse("comments_intake:check", args=[entries[0].pk])
    assert address in client.get(check).content.decode()
    assert client.get(address).status_code == 200
    Attachment.objects.update(is_scan=False)  # what a respondent sent is not for clerks
    assert client.get(address).status_code == 302


def test_scan__is_taken_off_an_entry_it_does_not_belong_to(
    client, clerk, entries, django_capture_on_commit_callbacks
):
    attach(client, entries[0], entries[1])
    scan = entries[0].attachments.get()
    client.post(page_url(entries[0]), {"remove": scan.pk})
    assert Attachment.objects.scans().count() == 2
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page_url(entries[0]), {"remove": scan.pk, "sure": "yes"})
    assert [each.comment for each in Attachment.objects.scans()] == [entries[1]]
    assert not scan.path.exists()
    for key in ("x", "9" * 30, entries[1].attachments.get().pk):
        client.post(page_url(entries[0]), {"remove": key, "sure": "yes"})
    assert Attachment.objects.scans().count() == 1


def test_scan__that_was_released_stays_until_a_moderator_takes_it_back(client, clerk, entries):
    attach(client, entries[0])
    scan = Attachment.objects.get()
    release(attachment=scan, user=make_user("Moderators"))
    client.post(page_url(entries[0]), {"remove": scan.pk, "sure": "yes"})
    assert Attachment.objects.scans().count() == 1


def erase_page(client, comment):
    return BeautifulSoup(client.get(reverse("comments_erase", args=[comment.pk])).content, "lxml")


def erase_first(client, comment, *scans):
    """The administrator erases it, and the scans with other entries that they ticked."""
    sent = {"reason": "asked", "is_sure": "on", "scans": [each.pk for each in scans]}
    return client.post(reverse("comments_erase", args=[comment.pk]), sent)


def test_erase__tells_which_other_entries_hold_a_scan_of_the_same_sheet(client, clerk, entries):
    first, second, third = entries
    attach(client, first, second)
    attach(client, third, file=picture("JPEG"), name="other.jpg")
    sign_in(client, "Superuser")
    page = erase_page(client, first)
    assert "1 file that came with them or was scanned" in " ".join(page.text.split())
    boxes = page.select("input[name=scans]")
    assert [each["value"] for each in boxes] == [str(second.attachments.get().pk)]
    assert not boxes[0].has_attr("checked")
    assert second.ref in page.select_one("form[method=post] fieldset, form[method=post]").text
    assert not erase_page(client, third).select("input[name=scans]")


@pytest.mark.parametrize("is_ticked", [True, False])
def test_erase__removes_the_scans_that_are_ticked_released_or_not(
    client, clerk, entries, is_ticked, django_capture_on_commit_callbacks
):
    attach(client, entries[0], entries[1])
    other = entries[1].attachments.get()
    release(attachment=other, user=make_user("Moderators"))
    sign_in(client, "Superuser")
    with django_capture_on_commit_callbacks(execute=True):
        answer = erase_first(client, entries[0], *([other] if is_ticked else []))
    assert answer.status_code == 302
    assert Comment.objects.get(pk=entries[0].pk).is_erased
    assert not Comment.objects.get(pk=entries[1].pk).is_erased
    assert other.path.exists() is not is_ticked
    removed = ModelLogEntry.objects.filter(action="comments.attachments_removed")
    assert removed.count() == 1 + is_ticked


def test_erase__takes_no_scan_of_another_sheet(client, clerk, entries):
    attach(client, entries[0])
    attach(client, entries[1], file=picture("JPEG"), name="other.jpg")
    sign_in(client, "Superuser")
    assert erase_first(client, entries[0], entries[1].attachments.get()).status_code == 422
    assert not Comment.objects.get(pk=entries[0].pk).is_erased
    assert Attachment.objects.scans().count() == 2
