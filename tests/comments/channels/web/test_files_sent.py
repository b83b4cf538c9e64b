"""Files in the form for a comment, and who they are handed out to."""

from unittest.mock import patch

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry, PageViewRestriction

from comments.attachments import services
from comments.attachments.services import keep_private, release, remove_attachments
from comments.choices import State
from comments.models import Attachment, Comment
from comments.moderation.services import moderate
from comments.register.ledger.entries import verify
from tests.comments.attachments.sent import PDF, picture, word_file
from tests.comments.channels.web.test_views import filled, section_of, url_of
from tests.factories import make_comment, make_user, sign_in

pytestmark = pytest.mark.django_db
MEGABYTES_5 = 5 * 1024 * 1024


@pytest.fixture
def section(policy):
    return section_of(policy, 1)


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.ATTACHMENTS_ROOT = tmp_path / "attachments"
    return settings.ATTACHMENTS_ROOT


def file(name: str = "minutes.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def send(client, section, *files, **fields):
    return client.post(url_of(section), {**filled(section, **fields), "attachments": list(files)})


def test_post__keeps_files_under_a_name_that_says_nothing(client, section, folder, policy):
    sent = (file(), file("a.docx", word_file()), file("b.png", picture("PNG")))
    response = send(client, section, *sent)
    assert response.status_code == 302
    rows = Comment.objects.get().attachments.all()
    assert [row.name for row in rows] == ["minutes.pdf", "a.docx", "b.png"]
    assert rows[0].path.read_bytes() == PDF
    assert {path.name for path in folder.iterdir()} == {row.stored for row in rows}
    assert {path.stat().st_mode & 0o077 for path in folder.iterdir()} == {0}
    assert verify(policy) == []
    page = client.get(response.url).content.decode()
    assert "minutes.pdf" in page
    assert "not shown in public" in page


def test_post__sent_again_keeps_each_file_once_and_one_that_had_not_come(client, section):
    data = filled(section)
    for files in ([file()], [file()], [file(), file("b.png", picture("PNG"))], []):
        assert client.post(url_of(section), {**data, "attachments": files}).status_code == 302
    assert Comment.objects.count() == 1
    assert list(Attachment.objects.values_list("kind", flat=True)) == ["pdf", "png"]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ([file(content=b"<svg/>")], "minutes.pdf: The file is no PDF"),
        ([file(content=PDF + b" " * MEGABYTES_5)], "larger than 5 MB"),
        ([file(content=b"x" * 9 * MEGABYTES_5)], "larger than 5 MB"),
        ([file(content=b"%PDF-")], "This PDF is damaged"),
        ([file(str(n)) for n in range(4)], "at most 3 files"),
        ([file(f"<script>{n}.svg", b"x") for n in range(3)], "&lt;script&gt;2.svg"),
    ],
)
def test_post__of_files_that_are_not_let_in_keeps_the_words(client, section, files, message):
    for each in files:
        each.seek(0)
    response = send(client, section, *files, text="My long view.", name="Amina")
    assert response.status_code == 422
    page = response.content.decode()
    assert message in page
    assert "My long view." in page
    assert "<script>2" not in page
    assert not Comment.objects.exists()
    assert BeautifulSoup(page, "lxml").select_one("details[open] [name=attachments]")


def test_refusal__says_that_files_were_not_kept(client, section, policy):
    policy.current_edition.entries.filter(version__section=section).delete()
    page = send(client, section, file()).content.decode()
    assert "still on your device" in page


@pytest.mark.parametrize("fault", ["missing", "full", "broken"])
def test_post__loses_no_comment_where_files_cannot_be_kept(client, section, folder, fault):
    if fault == "missing":
        folder.write_text("a file stands where the folder should be")
    fails = {"missing": None, "full": "shutil.disk_usage", "broken": "os.fsync"}[fault]
    if fails:
        patched = patch.object(services, fails.partition(".")[0])
        with patched as module:
            module.disk_usage.return_value.free = 1000
            module.fsync.side_effect = OSError
            response = send(client, section, file())
    else:
        response = send(client, section, file())
    assert response.status_code == 302
    [row] = Comment.objects.get().attachments.all()
    assert (row.state, row.stored) == ("lost", "")
    assert "could not be kept" in client.get(response.url).content.decode()


def test_post__with_a_wrong_token_is_refused_with_its_words(section):
    client = Client(enforce_csrf_checks=True)
    response = send(client, section, file(), text="My long view.")
    assert response.status_code == 403
    assert not Comment.objects.exists()


def sent_file(client, section) -> tuple[Attachment, str]:
    response = send(client, section, file("minutes.pdf"))
    row = Attachment.objects.get()
    return row, f"{response.url}file/{row.pk}/"


def test_download__is_for_the_holder_of_the_receipt_and_never_shown(client, section, policy):
    row, url = sent_file(client, section)
    response = client.get(url)
    assert response.content == PDF
    assert response["Content-Disposition"] == 'attachment; filename="minutes.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/pdf"
    assert "no-store" in response["Cache-Control"]
    other = send(Client(), section_of(policy, 2), name="Baraka").url
    assert Client().get(f"{other}file/{row.pk}/").status_code == 404
    assert Client().get(url.replace("/receipt/", "/receipt/X")).status_code == 404
    assert Client().get(f"/media/attachments/{row.stored}", follow=True).status_code == 404


@pytest.mark.parametrize(
    ("role", "status"),
    [("Moderators", 200), ("Analysts", 200), ("Superuser", 200), ("Editors", 302), ("", 302)],
)
def test_download__by_staff_asks_who_may_see_comments(client, section, role, status):
    row, _url = sent_file(client, section)
    url = reverse("comments_attachment", args=[row.pk])
    sign_in(client, role)
    assert client.get(url).status_code == status


def test_download__without_an_account_leads_to_the_login(section, client):
    row, _url = sent_file(client, section)
    assert Client().get(reverse("comments_attachment", args=[row.pk])).status_code == 302


def test_inspect__names_the_files_and_leads_to_them(client, section):
    row, _url = sent_file(client, section)
    sign_in(client, "Moderators")
    page = client.get(reverse("wagtailsnippets_comments_comment:inspect", args=[row.comment_id]))
    assert reverse("comments_attachment", args=[row.pk]) in page.content.decode()


def test_page__shows_no_file_in_public(client, section):
    row, _url = sent_file(client, section)
    Comment.objects.update(state="published")
    page = client.get(section.url).content.decode()
    assert row.comment.text in page
    assert "minutes" not in page


def test_remove__takes_the_file_and_its_name_and_leaves_that_there_was_one(
    client, section, folder, django_capture_on_commit_callbacks
):
    row, url = sent_file(client, section)
    user = make_user("Superuser")
    with django_capture_on_commit_callbacks(execute=True):
        assert remove_attachments(comment=row.comment, user=user) == 1
    assert list(folder.iterdir()) == []
    row.refresh_from_db()
    assert (row.name, row.state) == ("", "removed")
    assert client.get(url).status_code == 404
    entry = ModelLogEntry.objects.get(action="comments.attachments_removed")
    assert (entry.user, entry.data) == (user, {"count": 1})
    assert "A file that was removed" in client.get(url.partition("file/")[0]).content.decode()
    assert remove_attachments(comment=row.comment, user=user) == 0


def test_download__of_a_file_that_is_gone_from_the_disk_is_not_found(client, section):
    row, url = sent_file(client, section)
    row.path.unlink()
    assert client.get(url).status_code == 404


def test_form__in_kiswahili_asks_for_files_too(client, section):
    page = client.get(url_of(section).replace("/en/", "/sw/"), follow=True)
    form = BeautifulSoup(page.content, "lxml").select_one("form#view")
    assert form["enctype"] == "multipart/form-data"
    assert form.select_one("input[type=file][multiple]")


def test_folder__is_apart_from_what_is_handed_out():
    assert not str(settings.ATTACHMENTS_ROOT).startswith(str(settings.MEDIA_ROOT))


@pytest.fixture
def published(client, section):
    """A file with a comment that is shown."""
    send(client, section, file())
    moderate(comments=[Comment.objects.get()], state=State.PUBLISHED, user=None)
    return Attachment.objects.select_related("comment__policy").get()


def public_url(row):
    comment = row.comment
    return reverse("comments:released_file", args=[comment.policy.slug, comment.number, row.pk])


def page_of(row):
    path = reverse("comments:one", args=[row.comment.policy.slug, row.comment.number])
    return Client().get(path).content.decode()


LOOKED_AT = {"asked": "release", "looked": "yes", "seen": "1"}


def release_url(row):
    return reverse("comments_release_file", args=[row.pk])


def test_file__is_public_only_while_it_is_released_and_its_comment_shown(published):
    url, user = public_url(published), make_user("Moderators")
    assert Client().get(url).status_code == 404
    assert "minutes.pdf" not in page_of(published)
    release(attachment=published, user=user)
    response = Client().get(url)
    assert response.content == PDF
    assert response["Content-Disposition"] == 'attachment; filename="minutes.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert url in page_of(published)
    moderate(comments=[published.comment], state=State.RECEIVED, user=user)
    assert Client().get(url).status_code == 404
    moderate(comments=[published.comment], state=State.PUBLISHED, user=user)
    assert Client().get(url).status_code == 200
    keep_private(attachment=published, user=user)
    assert Client().get(url).status_code == 404
    assert "minutes.pdf" not in page_of(published)


def test_file__released_of_a_comment_on_a_private_section_is_not_handed_out(published, section):
    release(attachment=published, user=make_user("Moderators"))
    PageViewRestriction.objects.create(page=section, restriction_type="login")
    assert Client().get(public_url(published)).status_code == 404


def test_file__is_not_handed_out_under_another_comments_number(published, policy):
    release(attachment=published, user=make_user("Moderators"))
    other = make_comment(policy, state=State.PUBLISHED)
    path = reverse("comments:released_file", args=[policy.slug, other.number, published.pk])
    assert Client().get(path).status_code == 404


def test_release__asks_whether_it_was_looked_at_and_is_logged_and_told_to_its_author(published):
    client, url = Client(), release_url(published)
    moderator = sign_in(client, "Moderators")
    assert "minutes.pdf" in client.get(url).content.decode()
    assert client.post(url, {"asked": "release"}).status_code == 422
    assert Attachment.objects.get().released_at is None
    assert client.post(url, LOOKED_AT).status_code == 302
    log = ModelLogEntry.objects.get(action="comments.file_released")
    assert (log.user, log.data) == (moderator, {"file": published.pk})
    receipt = f"/en/receipt/{published.comment.submission.printed_receipt}/"
    assert (
        "everybody can open it while the comment is shown" in client.get(receipt).content.decode()
    )
    assert client.post(url, LOOKED_AT).status_code == 302
    assert ModelLogEntry.objects.filter(action="comments.file_released").count() == 1
    assert client.post(url, {"asked": "keep"}).status_code == 302
    assert ModelLogEntry.objects.filter(action="comments.file_kept_private").exists()
    assert Attachment.objects.get().released_at is None


def test_release__of_files_that_are_removed_ends(published):
    release(attachment=published, user=make_user("Moderators"))
    remove_attachments(comment=published.comment)
    assert Attachment.objects.get().released_at is None
    assert Client().get(public_url(published)).status_code == 404


def test_release__is_offered_to_moderators_alone(published):
    page = reverse("wagtailsnippets_comments_comment:inspect", args=[published.comment_id])
    for group, is_offered in (("Moderators", True), ("Analysts", False)):
        client = Client()
        sign_in(client, group)
        assert (release_url(published) in client.get(page).content.decode()) == is_offered


def edit_url(row):
    return reverse(
        "comments:edit", args=[row.comment.submission.printed_receipt, row.comment.number]
    )


def edited(client, row):
    sent = {"stance": "oppose", "text": "Other words than before.", "seen": 1}
    return client.post(edit_url(row), sent)


TAKEN_BACK = "Its file is private again once you save"


def test_edit__takes_a_released_file_back_and_says_so_first(published):
    client = Client()
    assert TAKEN_BACK not in client.get(edit_url(published)).content.decode()
    release(attachment=published, user=make_user("Moderators"))
    assert TAKEN_BACK in client.get(edit_url(published)).content.decode()
    assert edited(client, published).status_code == 302
    assert Attachment.objects.get().released_at is None
    log = ModelLogEntry.objects.get(action="comments.file_kept_private")
    assert (log.user, log.data) == (None, {"file": published.pk})
    moderate(comments=[Comment.objects.get()], state=State.PUBLISHED, user=None)
    assert client.get(public_url(published)).status_code == 404
    release(attachment=published, user=make_user("Moderators"))
    assert client.get(public_url(published)).status_code == 200


def test_release__of_a_file_whose_comment_was_edited_meanwhile_asks_again(published):
    client, url = Client(), release_url(published)
    sign_in(client, "Moderators")
    page = BeautifulSoup(client.get(url).content, "lxml")
    looked_at = {
        "asked": "release",
        "looked": "yes",
        "seen": page.select_one("[name=seen]")["value"],
    }
    edited(Client(), published)
    response = client.post(url, looked_at)
    assert response.status_code == 409
    assert "The comment was edited since you opened this page" in response.content.decode()
    assert Attachment.objects.get().released_at is None
    assert client.post(url, looked_at | {"seen": "2"}).status_code == 302
    assert Attachment.objects.get().released_at
