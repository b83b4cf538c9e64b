"""From a citizen's words to the five files of a report, through the pages that people use."""

import csv
import itertools
import json
import re
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from comments.channels.web import forms
from tests.chromium import PHONE
from tests.factories import make_policy, make_user

POLICY = "Illustrative Policy on Ward Forums"
TAGS = ("Public notice", "Meeting places")
ON_FOOT = "Word of every forum must reach the villages on foot, said the neighbours."
PROPOSED = "Notice shall be given fourteen days before, by radio and by village elders."
MARKET = "Hold the forum on a market day: then traders can come."
BENCHES = "The hall at the market has no benches for older people."
PRIVATE = "My cousin Zebedayo of plot ninety-one took the money."
HIDDEN_BECAUSE = "Names or identifies a private person"
RECEIVED, PUBLISHED, HIDDEN = 4, 3, 1
FIGURES = [str(n) for n in (RECEIVED, PUBLISHED, HIDDEN, 0, 0)]

# What a page has shown of the progress since it was loaded.
NOTE_PROGRESS = """
window.progress = [];
new MutationObserver(() => {
    const bar = document.querySelector("#job-status progress");
    if (bar) window.progress.push(bar.value);
}).observe(document, {childList: true, subtree: true});
"""


@dataclass
class Receipt:
    """The page of a receipt, as its owner finds it."""

    code: str
    page: Page


@pytest.fixture(autouse=True)
def _nobody_is_too_quick(monkeypatch) -> None:
    """The browser fills in a form faster than the form believes of people."""
    monkeypatch.setattr(forms, "MINIMUM_SECONDS", 0)


def test_citizen_to_report__words_are_published_and_compiled_in_five_formats(
    visitor, staff, in_order, celery_worker_process, tmp_path
):
    make_policy(3, tags=TAGS, title=POLICY, slug="ward-forums", reference="WF")

    receipts = [
        comment_without_javascript(visitor(javascript=False, width=PHONE), in_order),
        comment_with_javascript(visitor(), in_order),
        comment_what_will_be_hidden(visitor(width=PHONE)),
    ]
    moderate(staff(make_user("Moderators")))
    files = compile_and_download(staff(make_user("Analysts")), tmp_path)

    check_pdf(files["pdf"])
    check_docx(files["docx"])
    check_xlsx(files["xlsx"])
    check_csv(files["csv"])
    check_json(files["json"])
    read_what_was_published(visitor(), in_order)
    read_where_it_stands(receipts)


def open_section(page: Page, title: str) -> None:
    """As a newcomer goes: home, policies, policy, section."""
    page.goto("/en/policies/")
    page.get_by_role("link", name=POLICY).first.click()
    page.locator(".outline").get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def code_on(page: Page) -> str:
    return page.locator(".receipt-code").inner_text()


def comment_without_javascript(page: Page, in_order) -> Receipt:
    open_section(page, "Section 2")
    in_order(page, "Section 2")
    page.get_by_role("link", name="Give your views").last.click()
    in_order(page, "Give your views")
    page.get_by_label("I support it with changes").check()
    page.get_by_label("Your comment").fill(ON_FOOT)
    page.get_by_text("Propose other words").click()
    page.get_by_label("Words you propose instead").fill(PROPOSED)
    page.get_by_text("Topics and files").click()
    page.get_by_label(TAGS[0]).check()
    page.get_by_label("Your name").fill("Wanjala Illustrative")
    page.get_by_label("Your ward").select_option(label="Mautuma")
    page.get_by_role("button", name="Send my comment").click()

    in_order(page, "Thank you: we have it")
    for words in (ON_FOOT, PROPOSED, TAGS[0], "Wanjala Illustrative", "Mautuma", "Received"):
        expect(page.get_by_role("main")).to_contain_text(words)
    code = code_on(page)
    page.get_by_role("button", name="I have finished").click()
    in_order(page, "Thank you")
    look_up(page, code)
    return Receipt(code, page)


def look_up(page: Page, code: str) -> None:
    page.get_by_role("link", name="Check my receipt").click()
    page.get_by_label("Receipt", exact=True).fill(code.lower().replace("-", " "))
    page.get_by_role("button", name="Show my comments").click()
    expect(page.locator(".receipt-code")).to_have_text(code)


def comment_with_javascript(page: Page, in_order) -> Receipt:
    page.goto("/en/policies/")
    in_order(page, "Policies")
    page.get_by_role("link", name=POLICY).first.click()
    in_order(page, POLICY)
    page.locator(".outline").get_by_role("link", name="Section 3").click()
    in_order(page, "Section 3")
    page.get_by_role("link", name="Give your views").last.click()
    in_order(page, "Give your views")
    send_with_errors(page, in_order)

    page.get_by_label("I support this").check()
    words = page.get_by_label("Your comment")
    words.press_sequentially(MARKET[:3])
    expect(page.locator(".counter")).to_have_text("4,997 characters left")
    words.fill("w" * 5_100)
    expect(page.locator(".counter")).to_have_text("100 characters too many")
    page.get_by_role("button", name="Send my comment").click()
    expect(page.get_by_role("main")).to_contain_text(
        "Your comment has 5100 characters; the most is 5000."
    )
    words = page.get_by_label("Your comment")
    expect(words).to_have_value("w" * 5_100)
    words.fill(MARKET)
    page.get_by_role("button", name="Send my comment").click()
    expect(page.get_by_role("main")).to_contain_text(MARKET)
    in_order(page, "Thank you: we have it")
    first = code_on(page)

    page.get_by_role("link", name="Comment on another section").click()
    page.locator(".outline").get_by_role("link", name="Section 2").click()
    page.get_by_role("link", name="Give your views").last.click()
    expect(page.get_by_label("Still me")).to_be_checked()
    expect(page.get_by_label("Your name")).to_be_hidden()
    page.get_by_label("A question, or something else").check()
    page.get_by_label("Your comment").fill(BENCHES)
    page.get_by_role("button", name="Send my comment").click()
    for words in (MARKET, BENCHES, first):
        expect(page.get_by_role("main")).to_contain_text(words)

    page.get_by_role("link", name="Check my receipt").click()
    in_order(page, "Check my receipt")
    look_up(page, first)
    return Receipt(first, page)


def send_with_errors(page: Page, in_order) -> None:
    """An empty form comes back with what to correct, and the focus on it."""
    page.get_by_role("button", name="Send my comment").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Choose what you think of this section.")
    in_order(page, "Give your views")
    summary.get_by_role("link", name="Write your comment.").click()
    expect(page.get_by_label("Your comment")).to_be_focused()


def comment_what_will_be_hidden(page: Page) -> Receipt:
    open_section(page, "Section 2")
    page.get_by_role("link", name="Give your views").last.click()
    page.get_by_label("I oppose this").check()
    page.get_by_label("Your comment").fill(PRIVATE)
    page.get_by_role("button", name="Send my comment").click()
    expect(page.get_by_role("main")).to_contain_text(PRIVATE)
    return Receipt(code_on(page), page)


def moderate(page: Page) -> None:
    """One published and one hidden on their pages, the others at once from the filtered list."""
    page.get_by_role("link", name="Comments", exact=True).click()
    decide(page, ON_FOOT, "Publish")
    decide(page, PRIVATE, "Hide", HIDDEN_BECAUSE)

    filter_by(page, "State", "Received")
    rows = page.locator("table.listing tbody tr")
    expect(rows).to_have_count(2)
    page.get_by_label("Select all", exact=False).first.check()
    page.get_by_role("button", name="Publish the selected comments").click()
    expect(page.get_by_role("main")).to_contain_text("2 comments are selected.")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("2 comments published.")).to_be_visible()


def filter_by(page: Page, name: str, choice: str) -> None:
    page.get_by_role("button", name="Show filters").click()
    page.locator(".w-drilldown__menu").get_by_role("button", name=name, exact=True).click()
    page.locator(".w-drilldown__submenu").get_by_label(name).select_option(label=choice)


def decide(page: Page, words: str, what: str, reason: str = "") -> None:
    row = page.locator("table.listing tbody tr", has_text=words[:30])
    row.get_by_role("link").first.click()
    expect(page.get_by_role("main")).to_contain_text(words)
    page.get_by_label(what, exact=True).check()
    if reason:
        page.get_by_label(reason, exact=True).check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".messages")).to_contain_text("is now")
    page.get_by_role("link", name="Comments", exact=True).first.click()


def compile_and_download(page: Page, folder: Path) -> dict[str, Path]:
    """Ask for all formats, watch the worker's progress on one page, fetch every file."""
    page.get_by_role("link", name="Consultation reports").click()
    page.locator('a[href$="/new/"]').first.click()
    page.add_init_script(NOTE_PROGRESS)
    page.get_by_role("button", name="Compile").click()
    links = page.locator("#job-status a[download]")
    expect(links).to_have_count(5)
    expect(page.locator("#job-status")).to_contain_text("Ready")
    progress = page.evaluate("window.progress")
    assert progress, "the page was loaded anew, or never showed how far the worker was"
    assert progress == sorted(progress)

    found = {}
    for link in links.all():
        with page.expect_download() as caught:
            link.click()
        path = folder / caught.value.suggested_filename
        caught.value.save_as(path)
        found[path.suffix[1:]] = path
    return found


def squeezed(text: str) -> str:
    """Without the white space and soft breaks that a layout puts anywhere."""
    return re.sub(r"[\s\u200b\u00ad]+", "", text)


def assert_words(text: str) -> None:
    told = squeezed(text)
    for words in (ON_FOOT, PROPOSED, MARKET, BENCHES, "Wanjala Illustrative", "Mautuma"):
        assert squeezed(words) in told
    for words in ("Zebedayo", "plot ninety-one", "took the money"):
        assert squeezed(words) not in told


def assert_counts(states: list[str]) -> None:
    """As lines of a file name the state of each comment."""
    assert Counter(states) == {"published": PUBLISHED, "hidden": HIDDEN}


def check_pdf(path: Path) -> None:
    said = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    assert re.search(r"^Tagged: +yes$", said, re.MULTILINE)
    told = squeezed("".join(page.extract_text() for page in PdfReader(path).pages))
    assert_words(told)
    assert squeezed(" ".join(["Website", *FIGURES, "Total", *FIGURES])) in told
    assert len(set(re.findall(r"WF-\d{4}", told))) == RECEIVED
    assert told.count(squeezed(f"Hidden: {HIDDEN_BECAUSE}")) == HIDDEN


def check_docx(path: Path) -> None:
    document = Document(path)
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    assert_words("\n".join([*paragraphs, *itertools.chain(*rows)]))
    assert ["Website", *FIGURES] in rows
    assert ["Total", *FIGURES] in rows
    matrix = [row for row in rows if re.match(r"WF-\d{4}", row[0])]
    hidden = [f"Hidden: {HIDDEN_BECAUSE}" in row for row in matrix]
    assert Counter(hidden) == {False: PUBLISHED, True: HIDDEN}


def check_xlsx(path: Path) -> None:
    sheets = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in load_workbook(path)}
    assert_words("\n".join(str(cell) for rows in sheets.values() for row in rows for cell in row))
    head, *rows = sheets["Comments"]
    assert_counts([row[head.index("state")] for row in rows])
    figures = [[str(cell) for cell in row[:6]] for row in sheets["About"] + sheets["Numbers"]]
    assert ["Total", *FIGURES] in figures


def check_csv(path: Path) -> None:
    text = path.read_text(encoding="utf-8-sig")
    assert_words(text)
    assert_counts([row["state"] for row in csv.DictReader(text.splitlines(keepends=True))])


def check_json(path: Path) -> None:
    document = json.loads(path.read_text())
    assert_words(str(document))
    assert_counts([row["state"] for row in document["comments"]])
    figures = document["header"]["reconciliation"]["all_channels"]
    names = ("total", "published", "hidden", "withdrawn", "waiting")
    assert [str(figures[name]) for name in names] == FIGURES


def read_what_was_published(page: Page, in_order) -> None:
    open_section(page, "Section 2")
    expect(page.locator("#comments")).to_contain_text("1 comment counts but is not shown")
    expect(page.locator("#comments .comment")).to_have_count(2)
    for words in (ON_FOOT, PROPOSED, BENCHES, "Wanjala Illustrative", TAGS[0]):
        expect(page.locator("#comments")).to_contain_text(words)
    expect(page.get_by_role("main")).not_to_contain_text("Zebedayo")
    in_order(page, "Section 2")


def read_where_it_stands(receipts: list[Receipt]) -> None:
    for receipt, state in zip(receipts, ("Published", "Published", "Hidden"), strict=True):
        receipt.page.goto(f"/en/receipt/{receipt.code}/")
        badges = receipt.page.locator(".comment-head .badge")
        assert set(badges.all_inner_texts()) == {state}
    expect(receipts[-1].page.get_by_role("main")).to_contain_text(HIDDEN_BECAUSE)
