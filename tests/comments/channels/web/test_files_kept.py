"""Files that were chosen stay with a form through its preview, and while it is put right."""

import os
from unittest.mock import patch

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from comments.attachments import services, unsent_files
from comments.attachments.unsent_files import clear_unsent
from comments.channels.stamps import new_stamp, read_stamp
from comments.models import Attachment, Comment
from comments.tasks import clear_unsent_files
from consult.rate_limits import Limit
from tests.comments.attachments.sent import PDF, picture
from tests.comments.channels.web.test_views import filled, section_of, url_of

pytestmark = pytest.mark.django_db
BUTTONS = ({"text": "ab"}, {"preview": "yes"}, {"unsent": "yes"}, {"start": "yes"})


@pytest.fixture
def section(policy):
    return section_of(policy, 1)


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.ATTACHMENTS_ROOT = tmp_path / "attachments"
    return settings.ATTACHMENTS_ROOT / "unsent"


def file(name="minutes.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def send(client, section, *files, **fields):
    return client.post(url_of(section), {**filled(section), **fields, "attachments": list(files)})


def form_of(response, **changed):
    """What the form that came back would send, but for files: a page cannot hold these."""
    found = BeautifulSoup(response.content, "lxml").select_one("form#view")
    sent = {}
    for field in found.select("input[name], textarea[name], select[name]"):
        kind, name = field.get("type"), field["name"]
        if (kind in ("checkbox", "radio") and not field.has_attr("checked")) or kind == "file":
            continue
        if field.name == "select":
            chosen = field.select_one("option[selected]")
            sent[name] = chosen["value"] if chosen else ""
        else:
            sent[name] = field.text if field.name == "textarea" else field.get("value", "")
    sent.pop("csrfmiddlewaretoken", None)
    return sent | changed


def names():
    return sorted(Attachment.objects.values_list("name", flat=True))


@pytest.mark.parametrize("button", BUTTONS)
def test_files__come_along_through_a_form_that_comes_back(client, section, folder, button):
    shown = send(client, section, file(), **button)
    assert "minutes.pdf" in shown.content.decode()
    assert not Attachment.objects.exists()
    response = client.post(url_of(section), form_of(shown, text="My view, put right."))
    assert response.status_code == 302
    assert names() == ["minutes.pdf"]
    assert Attachment.objects.get().path.read_bytes() == PDF
    assert list(folder.iterdir()) == []


def test_files__come_along_from_page_to_page_and_join_those_chosen_later(client, section):
    shown = send(client, section, file(), preview="yes")
    for button in ("unsent", "preview", "start", "unsent"):
        shown = client.post(url_of(section), form_of(shown, **{button: "yes"}))
        assert "minutes.pdf" in shown.content.decode()
    more = form_of(shown, attachments=[file("b.png", picture("PNG"))])
    assert client.post(url_of(section), more).status_code == 302
    assert names() == ["b.png", "minutes.pdf"]


def test_files__stay_where_another_is_refused(client, section):
    shown = send(client, section, file(), file("a.svg", b"<svg/>"))
    assert shown.status_code == 422
    assert "a.svg: The file is no PDF" in shown.content.decode()
    assert client.post(url_of(section), form_of(shown)).status_code == 302
    assert names() == ["minutes.pdf"]


def test_files__are_left_out_where_that_is_ticked(client, section):
    shown = send(client, section, file(), file("b.png", picture("PNG")), preview="yes")
    shown = client.post(url_of(section), form_of(shown, unsent="yes"))
    page = BeautifulSoup(shown.content, "lxml")
    box = page.select_one("[name=left_out]")
    assert page.select_one(f"label[for={box['id']}]").text.strip() == "Leave out minutes.pdf"
    assert client.post(url_of(section), form_of(shown, left_out=box["value"])).status_code == 302
    assert names() == ["b.png"]


def test_files__more_than_three_with_those_kept_are_too_many(client, section):
    shown = send(client, section, file(), file("b.png", picture("PNG")), text="ab")
    more = [file(f"{n}.jpg", picture("JPEG", (n, 9))) for n in (5, 6)]
    shown = client.post(url_of(section), form_of(shown, text="My view.", attachments=more))
    assert shown.status_code == 422
    assert "more than 3 files with those that are kept" in shown.content.decode()
    assert not Comment.objects.exists()
    assert client.post(url_of(section), form_of(shown)).status_code == 302
    assert names() == ["b.png", "minutes.pdf"]


def test_files__of_one_form_are_in_no_other(client, section):
    send(client, section, file(), text="ab")
    forged = {"stamp": new_stamp(5), "files_kept": "1"}
    shown = send(Client(), section, **forged)
    assert shown.status_code == 422
    assert "minutes.pdf" not in shown.content.decode()
    for stamp in ("../" * 3, "x", "0" * 32):
        assert "minutes.pdf" not in send(Client(), section, stamp=stamp).content.decode()


def test_files__held_for_an_invalid_stamp_move_to_the_new_one(client, section):
    shown = send(client, section, file(), stamp="forged")
    assert shown.status_code == 422
    assert (
        client.post(
            url_of(section), form_of(shown, stamp=new_stamp(5, nonce_in(shown)))
        ).status_code
        == 302
    )
    assert names() == ["minutes.pdf"]


def nonce_in(response):
    return read_stamp(form_of(response)["stamp"]).nonce


def test_files__that_are_kept_are_for_nobody_else_on_the_machine(client, section, folder):
    send(client, section, file(), text="ab")
    [kept] = folder.iterdir()
    assert {
        path.stat().st_mode & 0o077 for path in (folder.parent, folder, kept, *kept.iterdir())
    } == {0}


def test_files__kept_too_long_go_and_are_asked_for_again(client, policy, section, folder):
    shown = send(client, section, file(), text="ab")
    other = send(client, section_of(policy, 2), file("b.png", picture("PNG")), text="ab")
    assert other.status_code == 422
    old = folder / nonce_in(shown)
    past = old.stat().st_mtime - unsent_files.KEPT.total_seconds() - 1
    os.utime(old, (past, past))
    again = client.post(url_of(section), form_of(shown, text="My view."))
    assert again.status_code == 422
    assert "could not be kept. Choose them again" in again.content.decode()
    assert client.post(url_of(section), form_of(again)).status_code == 302
    clear_unsent_files()
    assert [each.name for each in folder.iterdir()] == [nonce_in(other)]
    assert clear_unsent() == 0


def test_files__sent_twice_lead_to_the_receipt_though_none_is_kept_any_more(client, section):
    shown = send(client, section, file(), preview="yes")
    answers = {client.post(url_of(section), form_of(shown)).url for _n in range(2)}
    assert len(answers) == 1
    assert names() == ["minutes.pdf"]


@pytest.mark.parametrize("button", BUTTONS)
@pytest.mark.parametrize("fault", ["no room", "disk"])
def test_files__that_cannot_be_kept_are_asked_for_again(client, section, folder, button, fault):
    room = patch.object(unsent_files, "ROOM_BYTES", 10)
    disk = patch.object(services.os, "fsync", side_effect=OSError)
    with room if fault == "no room" else disk:
        page = send(client, section, file(), **button).content.decode()
    assert "hoose them again" in page
    assert "Leave out" not in page
    assert not folder.exists() or not list(folder.iterdir())


def test_post__without_files_asks_no_disk(client, section):
    with patch.object(unsent_files, "_size_of_all", side_effect=AssertionError):
        assert send(client, section, text="ab").status_code == 422
        assert send(client, section).status_code == 302


def test_files__beyond_the_limit_of_a_network_are_asked_for_again(client, section, folder):
    few = Limit("unsent-forms-test", most=1, seconds=600)
    with patch.object(unsent_files, "FORMS", few):
        first = send(client, section, file(), preview="yes")
        assert "hoose them again" in send(client, section, file(), preview="yes").content.decode()
        assert [each.name for each in folder.iterdir()] == [nonce_in(first)]
        again = client.post(url_of(section), form_of(first, unsent="yes"))
        assert "minutes.pdf" in again.content.decode()  # what is kept already is nothing more
        elsewhere = {**filled(section), "attachments": [file()], "preview": "yes"}
        there = client.post(url_of(section), elsewhere, REMOTE_ADDR="192.0.2.9")
        assert "hoose them again" not in there.content.decode()


def test_files__of_one_network_take_a_part_of_the_room(client, section, folder):
    small = Limit("unsent-megabytes-test", most=2, seconds=7200)
    with patch.object(unsent_files, "MEGABYTES", small):
        kept = [send(client, section, file(), preview="yes") for _n in range(3)]
    assert ["hoose them again" in each.content.decode() for each in kept] == [False, False, True]


@pytest.mark.parametrize("button", [{}, *BUTTONS])
def test_files__of_who_falls_into_the_trap_are_not_kept(client, section, folder, button):
    page = send(client, section, file(), website="https://spam.example", **button)
    assert "Leave out" not in page.content.decode()
    assert not folder.exists() or not list(folder.iterdir())


def test_files__stay_where_a_button_is_pressed_twice(client, section, folder):
    """The second press comes while the first is being kept."""
    stamp, inner = new_stamp(60), []
    write = unsent_files.write_file

    def press_again(path, content):
        if not inner:
            inner.append(None)
            inner.append(send(client, section, file(), stamp=stamp, preview="yes"))
        write(path, content)

    with patch.object(unsent_files, "write_file", press_again):
        shown = send(client, section, file(), stamp=stamp, preview="yes")
    for each in (shown, inner[1]):
        assert "hoose them again" not in each.content.decode()
    assert [each.name for each in folder.iterdir()] == [read_stamp(stamp).nonce]
    assert client.post(url_of(section), form_of(shown)).status_code == 302
    assert names() == ["minutes.pdf"]
