"""From an editor's Word file to readers who find, read, compare and follow, in both languages."""

import re
import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Page, expect

from tests.browser.word_files import (
    CORRECT,
    DRAFT,
    MISSPELT,
    NEW_SECTION,
    NEW_VISITS,
    NO_HEADING,
    REMOVED,
    REVISED,
    TITLE,
    TOO_DEEP,
    write_word_file,
)
from tests.chromium import PHONE
from tests.factories import make_user
from tests.smtp import Sink
from tests.waiting import wait_until
from tests.worker import WorkerProcess

ZONE = ZoneInfo("Africa/Nairobi")
LAW = "Article 196 of the Constitution"
SUMMARY = "Books for everybody, in every ward."
CLOSED_BECAUSE = "The committee needs the text before its session."
FIRST, SECOND = "First draft", "Draft after comments"
MAIL_WITHIN_S = 60


@pytest.fixture
def mailing_worker(worker_process: WorkerProcess, live_server, smtp_sink: Sink) -> None:
    """A worker that sends its mails to the sink, with links to the live server."""
    worker_process.start(EMAIL_URL=f"smtp://127.0.0.1:{smtp_sink.port}", PUBLIC_URL=live_server.url)


def test_editor_to_reader__a_word_file_is_read_compared_and_followed(
    visitor,
    staff,
    in_order,
    mailing_worker,
    smtp_sink,
    tmp_path,
    axe,
):
    draft = write_word_file(DRAFT, tmp_path / "draft.docx")
    revised = write_word_file(REVISED, tmp_path / "revised.docx")

    editor = staff(make_user("Editors"))
    upload(editor, draft)
    correct_the_outline(editor, axe)
    say_the_rest(editor, axe)
    publish_first_edition(editor, axe)
    fetch_notices(editor, tmp_path)
    close_early(editor, axe)
    publish_second_edition(editor, axe, revised)

    reader = visitor()
    read_and_compare(reader, in_order, "en")
    follow(reader, in_order, "en", smtp_sink)
    reader = visitor(width=PHONE, language="sw")
    read_and_compare(reader, in_order, "sw")
    follow(reader, in_order, "sw", smtp_sink)


def in_words_of(language: str) -> Callable[[str], str]:
    """``say(message)``: what the site says in the language."""

    def say(message: str) -> str:
        with translation.override(language):
            return gettext(message)

    return say


# The editor


def upload(page: Page, path) -> None:
    """The worker reads the file, and the page goes on to the review by itself."""
    page.get_by_role("link", name="Import a policy").first.click()
    send_file(page, path)
    expect(page.get_by_text("9 sections.")).to_be_visible()


def send_file(page: Page, path) -> None:
    page.get_by_label("File").set_input_files(path)
    page.get_by_role("button", name="Upload").click()
    expect(page).to_have_url(re.compile(r"/outline/"))
    expect(page.locator(".outline-measure")).to_contain_text(re.compile(r"(\d+) of \1 words"))


def correct_the_outline(page: Page, axe) -> None:
    """Lift a section, join one to the section before it, and correct titles."""
    outline = page.locator(".outline-tree")
    axe(page, within="main")
    expect(outline).to_contain_text("PURPOSE")
    page.get_by_role("button", name="Titles in sentence case").click()
    expect(outline).to_contain_text("Purpose")
    expect(
        page.get_by_role("status").filter(has_text="1 title is in sentence case")
    ).to_be_visible()
    page.get_by_label(TOO_DEEP, exact=True).check()
    page.get_by_role("button", name="One level up").click()
    expect(outline.locator("li.l1", has_text=TOO_DEEP)).to_have_count(1)

    page.get_by_label(NO_HEADING).check()
    page.get_by_role("button", name="Merge with the one before").click()
    expect(page.get_by_text("8 sections.")).to_be_visible()

    page.get_by_role("link", name=f"Open {MISSPELT}").click()
    page.get_by_label("Title").fill(CORRECT)
    page.get_by_role("button", name="Save number and title").click()
    expect(outline).to_contain_text(CORRECT)
    expect(outline).not_to_contain_text(MISSPELT)


def nairobi(**later: int) -> str:
    """A minute from now, as the form's fields take it."""
    return (datetime.now(ZONE) + timedelta(**later)).strftime("%Y-%m-%dT%H:%M")


def fill_edition(page: Page, label: str) -> None:
    page.get_by_role("textbox", name=re.compile(r"^Name of the edition\*?$")).fill(label)
    page.get_by_label("Comments open").fill(nairobi(minutes=-1))
    page.get_by_label("Comments close").fill(nairobi(days=30))


def say_the_rest(page: Page, axe) -> None:
    """What the notice needs; what is missing is struck out as it is said, and nothing is lost."""
    page.get_by_role("link", name="Next: create the policy").click()
    expect(page.get_by_label("Title of the policy")).to_have_value(TITLE)
    missing = page.locator(".checklist li", has_text="names no legal basis")
    expect(missing).not_to_have_attribute("data-mended", "")
    page.get_by_label("Legal basis").fill(LAW)
    expect(missing).to_have_attribute("data-mended", "")
    chosen = page.locator(".checklist li", has_text="whether views are given")
    expect(chosen).not_to_have_attribute("data-mended", "")
    page.get_by_label("How views are given").select_option("both")
    expect(chosen).to_have_attribute("data-mended", "")
    page.get_by_label("Summary").fill(SUMMARY)
    expect(page.get_by_label("Reference", exact=True)).to_be_hidden()
    page.get_by_role("button", name="Toggle section").nth(1).click()
    page.get_by_label("Reference", exact=True).fill("LIB")
    axe(page, within="main")
    page.get_by_role("button", name="Back to the outline").click()
    page.get_by_role("link", name="Next: create the policy").click()
    expect(page.get_by_label("Legal basis")).to_have_value(LAW)


def publish_first_edition(page: Page, axe) -> None:
    expect(page.get_by_label("Comments open")).to_be_hidden()
    page.get_by_label("Publish it as an edition").check()
    fill_edition(page, FIRST)
    page.get_by_role("button", name="Create the policy").click()
    press_again(page, axe, "Publish the policy")
    expect(page.get_by_role("heading", name="Public now")).to_be_visible()
    axe(page, within="main")


def fetch_notices(page: Page, folder) -> None:
    """The printed notice in both languages, with the title and where to send views."""
    for language, words in (("en", "Public notice"), ("sw", "Tangazo")):
        with page.expect_download() as caught:
            page.locator(f'a[href$="/notice/pdf/{language}/"]').click()
        path = folder / caught.value.suggested_filename
        caught.value.save_as(path)
        told = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True)
        assert TITLE in " ".join(told.stdout.split())
        assert words.lower() in told.stdout.lower()
        assert LAW in told.stdout


def press_again(page: Page, axe, name: str) -> None:
    """Having read what it will do: the button stands beside that."""
    said = page.get_by_role("alert").filter(has_text="This is what it does:")
    expect(said).to_be_in_viewport()
    axe(page, within="main")
    said.get_by_role("button", name=name).click()


def choose_action(page: Page, link: str, name: str) -> None:
    """By a link to the policy's page in the admin, to what that offers beside its sections."""
    page.get_by_role("link", name=link).first.click()
    page.get_by_role("button", name="Actions").first.click()
    page.get_by_role("link", name=name).first.click()


def close_early(page: Page, axe) -> None:
    """From the first page of the admin, which says how long comments are taken."""
    page.goto("/admin/")
    panel = page.locator(".policies-panel")
    expect(panel).to_contain_text("closes in 30 days")
    axe(page, within="#policies-in-process-section")
    choose_action(page, TITLE, "Consultation window")
    axe(page, within="main")
    page.get_by_label("Close it now").check()
    page.get_by_label("Reason").fill(CLOSED_BECAUSE)
    page.get_by_role("button", name="Change the window").click()
    press_again(page, axe, "Change the window")
    expect(page.get_by_role("cell", name=CLOSED_BECAUSE)).to_be_visible()


def publish_second_edition(page: Page, axe, path) -> None:
    page.get_by_role("button", name="Toggle breadcrumbs").click()
    choose_action(page, TITLE, "Import a new edition")
    send_file(page, path)
    page.get_by_role("link", name="Next: match the sections").click()
    expect(page.get_by_label("Mobile library")).to_have_value(re.compile("Mobile library"))
    expect(page.get_by_label(NEW_SECTION)).to_have_value("")
    expect(page.get_by_role("listitem").filter(has_text=REMOVED)).to_be_visible()
    fill_edition(page, SECOND)
    page.get_by_role("button", name="Publish the new edition").click()
    press_again(page, axe, "Publish the new edition")
    expect(page.get_by_role("link", name="See it as the public does")).to_be_visible()


# The reader


def read_and_compare(page: Page, in_order, language: str) -> None:
    say = in_words_of(language)
    find(page, in_order, say, language)
    page.get_by_role("link", name=say("All sections")).click()
    in_order(page, TITLE)
    expect(page.get_by_role("main")).to_contain_text(SUMMARY)
    page.get_by_role("link", name=say("The whole text on one page")).click()
    in_order(page, TITLE)
    expect(page.get_by_role("main")).to_contain_text(NEW_VISITS)
    page.go_back()
    page.get_by_role("link", name=say("All editions, and what changed")).click()
    in_order(page, say("Editions"))
    expect(page.get_by_role("main")).to_contain_text(CLOSED_BECAUSE)
    page.get_by_role("button", name=say("Compare")).click()
    in_order(page, say("What changed"))
    see_the_changes(page, say)
    page.locator(".change-changed").get_by_role("link", name=say("This section alone")).click()
    in_order(page, "Mobile library")
    page.get_by_role("link", name=say("How this section changed over time")).click()
    in_order(page, "Mobile library")


def find(page: Page, in_order, say, language: str) -> None:
    page.goto(f"/{language}/")
    expect(page.locator("html")).to_have_attribute("lang", language)
    if page.viewport_size["width"] == PHONE:
        page.locator(".menu > summary").click()
    box = page.get_by_role("searchbox")
    box.fill("fortnight")
    box.press("Enter")
    in_order(page, say("Search the policies"))
    expect(page.locator("mark").first).to_be_visible()
    page.get_by_role("link", name="Mobile library").click()
    in_order(page, "Mobile library")
    expect(page.get_by_role("main")).to_contain_text(NEW_VISITS)


def see_the_changes(page: Page, say) -> None:
    """Marked for the eye with lines, for the ear with words."""
    for status, heading in (
        ("changed", "Mobile library"),
        ("new", NEW_SECTION),
        ("removed", REMOVED),
    ):
        expect(page.locator(f".change-{status}")).to_have_count(1)
        expect(page.locator(f".change-{status} h2")).to_contain_text(heading)
    for tag, words, line, before in (
        ("ins", "every fortnight", "underline", "[inserted:"),
        ("del", "once a month", "line-through", "[deleted:"),
    ):
        change = page.locator(f".change-changed {tag}", has_text=words)
        expect(change).to_be_visible()
        expect(change).to_have_css("text-decoration-line", line)
        expect(change).to_contain_text(say(before))


def follow(page: Page, in_order, language: str, sink: Sink) -> None:
    """Double opt-in: asked for on the site, confirmed from the mailbox."""
    say = in_words_of(language)
    address = f"msomaji-{language}@example.org"
    page.goto(f"/{language}/policies/")
    page.get_by_role("link", name=TITLE).first.click()
    page.get_by_role("link", name=say("Get updates by e-mail")).click()
    in_order(page, say("Follow this policy"))
    page.get_by_label(say("Your e-mail address")).fill(address)
    page.get_by_role("button", name=say("Send me the mail to confirm")).click()
    in_order(page, say("Look into your mailbox"))

    wait_until(lambda: address in sink.addresses, timeout_s=MAIL_WITHIN_S, what="the mail")
    mail = next(received.message for received in sink.accepted if address in received.recipients)
    text = mail.get_body(("plain",)).get_content()
    page.goto(re.search(rf"http\S+/{language}/following/confirm/\S+", text)[0])
    in_order(page, say("Confirm that you follow"))
    page.get_by_role("button", name=say("Yes, send me the updates")).click()
    in_order(page, say("You follow this policy"))
