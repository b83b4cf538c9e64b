"""From an uploaded file over a reviewed outline to pages, as an editor does it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page
from wagtail.users.models import UserProfile

from consult.jobs.job import JobState
from consult.jobs.work import sweep
from policies.imports import review
from policies.imports.import_job import work_on_import
from policies.models import PolicyImport, PolicyPage, SectionPage
from policies.staff import outline_views
from tests.factories import (
    SectionPageFactory,
    make_comment,
    make_policy,
    make_published_policy,
    make_user,
)
from tests.policies.importing import (
    Stage,
    correct,
    create,
    in_section,
    numbers,
    plan,
    post_twice,
    read,
    upload,
    url,
)
from texts.kept_words import KeptWords, kept

pytestmark = pytest.mark.usefixtures("woken")


def test_upload__is_read_by_a_worker(client, editor, woken, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = upload(client)
    row = PolicyImport.objects.get()
    assert response.url == url("import", row.pk)
    assert woken == [("policies.import", row.pk)]
    assert "Waiting for a worker" in client.get(response.url).content.decode()

    assert work_on_import(row.pk)

    assert client.get(response.url).url == url("outline", row.pk)
    page = client.get(url("outline", row.pk)).content.decode()
    assert re.search(r"(\d+) of \1 words", page)
    assert "It holds for the whole county." in page


def test_upload__status_sends_to_the_review_once_read(client, editor):
    upload(client)
    row = PolicyImport.objects.get()
    first = client.get(url("import_status", row.pk), headers={"HX-Request": "true"})
    assert "Waiting for a worker" in first.content.decode()
    seen = re.search(r'name="seen" value="([^"]*)"', first.content.decode()).group(1)
    assert client.get(url("import_status", row.pk), {"seen": seen}).status_code == 204
    work_on_import(row.pk)
    after = client.get(url("import_status", row.pk), {"seen": seen})
    assert after["HX-Redirect"] == url("outline", row.pk)


def test_upload__waiting_for_long_can_be_done_here(client, editor):
    upload(client)
    row = PolicyImport.objects.get()
    assert "Do it here" not in client.get(url("import", row.pk)).content.decode()
    PolicyImport.objects.update(queued_at=timezone.now() - timedelta(seconds=10))
    assert "Do it here" in client.get(url("import", row.pk)).content.decode()
    response = client.post(url("import_here", row.pk), follow=True)
    assert response.redirect_chain[-1][0] == url("outline", row.pk)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("old.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "of the old kind"),
        ("policy.docx", b"PK\x03\x04broken", "damaged or incomplete"),
        ("policy.pdf", b"%PDF-1.7\n", "This is a PDF"),
        ("policy.txt", b"\x00\x01\x02\x03" * 50, "not a text document"),
    ],
)
def test_upload__unreadable_file_says_what_to_do(client, editor, name, content, said):
    row = read(client, content, name)
    assert row.state == JobState.FAILED
    page = client.get(url("import", row.pk)).content.decode()
    assert said in page
    assert "Upload another file" in page
    assert "Traceback" not in page


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "The file is empty"), (b"x" * 2000, "more than the")]
)
def test_upload__empty_or_large_file_is_refused(client, editor, settings, content, said):
    settings.MAX_UPLOAD_BYTES = 1000
    response = upload(client, content)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not PolicyImport.objects.exists()


def test_import__what_is_said_of_a_file_is_in_the_language_of_who_looks(client, editor):
    """Whoever uploaded it: remarks, warnings with names, refusals and steps."""
    row = read(client, "Words, without headings.\n", "words.docx")
    refused = read(client, b"%PDF-1.7\n", "policy.pdf")
    in_section(client, row, 0, "words 0.0", text="Other words.")
    english = page_text(client, row)
    assert "No headings were found" in english
    assert "is called .docx but is .txt" in english
    assert "Undo: words of" in english
    UserProfile.objects.create(user=editor, preferred_language="sw")
    kiswahili = page_text(client, row)
    assert "Hakuna vichwa" in kiswahili
    assert "is called" not in kiswahili
    assert "No headings" not in kiswahili
    assert "words of" not in kiswahili
    page = client.get(url("import", refused.pk)).content.decode()
    assert "Hii ni PDF" in page


def page_text(client, row: PolicyImport) -> str:
    return client.get(url("outline", row.pk)).content.decode()


def test_upload__without_file_is_refused(client, editor):
    response = client.post(url("upload"))
    assert "Choose the file" in response.content.decode()


def test_outline__is_corrected_step_by_step_and_back(client, editor):
    row = read(client)
    assert numbers(row) == [("1", 1), ("2", 1), ("3", 1)]
    correct(client, row, "demote", 1, 2)
    assert numbers(row) == [("1", 1), ("2", 2), ("3", 2)]
    correct(client, row, "promote", 2)
    assert numbers(row) == [("1", 1), ("2", 2), ("3", 1)]
    correct(client, row, "merge", 2)
    assert numbers(row) == [("1", 1), ("2", 2)]
    correct(client, row, "drop", 0)
    assert numbers(row) == [("2", 1)]
    for _n in range(4):
        correct(client, row, "undo")
    assert numbers(row) == [("1", 1), ("2", 1), ("3", 1)]
    response = correct(client, row, "undo")
    assert "nothing to undo" in response.content.decode()


def test_outline__a_section_and_those_inside_it_move_once(client, editor):
    row = read(client)
    correct(client, row, "demote", 2)
    assert numbers(row) == [("1", 1), ("2", 1), ("3", 2)]
    correct(client, row, "demote", 1, 2)
    assert numbers(row) == [("1", 1), ("2", 2), ("3", 3)]


def test_outline__section_is_renamed_and_split(client, editor):
    row = read(client)
    in_section(client, row, 0, "rename", number="1A", title="Where it holds")
    in_section(client, row, 0, "split 1", number="1A", title="Where it holds")
    sections = row.outline().sections
    assert [(s.number, s.title) for s in sections[:2]] == [
        ("1A", "Where it holds"),
        ("", "It holds for every ward."),
    ]


def test_outline__section_is_split_within_a_list(client, editor):
    row = read(
        client, "## 1. Wells\n\nThe county shall:\n\n- dig wells;\n- mend wells;\n- count them.\n"
    )
    page = client.get(url("outline_section", row.pk, 0)).content.decode()
    where = re.findall(r'value="split ([\d.]+)"', page)
    assert where == ["1", "1.1", "1.2"]
    in_section(client, row, 0, "split 1.2", number="1", title="Wells")
    first, second = row.outline().sections
    assert "mend wells" in str(first.blocks)
    assert "count them" in str(second.blocks)
    assert "count them" not in str(first.blocks)
    for nonsense in ("split 9", "split 1.9", "split 0.1", "split x", "split"):
        in_section(client, row, 0, nonsense, number="1", title="Wells")
    assert len(row.outline().sections) == 2


def test_outline__of_two_editors_the_second_is_told(client, editor):
    row = read(client)
    correct(client, row, "demote", 1, revision=1)
    response = correct(client, row, "drop", 2, revision=1)
    assert "was changed meanwhile" in response.content.decode()
    assert numbers(row) == [("1", 1), ("2", 2), ("3", 1)]


def test_outline__undone_correction_does_not_revive_an_old_form(client, editor):
    row = read(client)
    correct(client, row, "demote", 1, revision=1)
    correct(client, row, "undo", revision=2)
    response = correct(client, row, "drop", 2, revision=2)
    assert "was changed meanwhile" in response.content.decode()


@pytest.mark.parametrize(
    ("do", "places", "said"),
    [
        ("merge", [0], "no section before"),
        ("promote", [0], "top level already"),
        ("drop", [0, 1, 2], "only section cannot"),
        ("demote", [99], "no longer there"),
        ("demote", ["x"], "no longer there"),
        ("demote", [], "Tick the sections first"),
    ],
)
def test_outline__impossible_correction_says_why(client, editor, do, places, said):
    row = read(client)
    response = correct(client, row, do, *places)
    assert said in response.content.decode()
    assert numbers(row) == [("1", 1), ("2", 1), ("3", 1)]


def test_outline__titles_in_capitals_are_written_as_in_a_sentence_and_back(client, editor):
    row = read(
        client, "# THE WATER BILL\n\n## 1. DEEP WELLS\n\nThey are dug.\n\n## 2. Pipes\n\nLaid.\n"
    )
    page = client.get(url("outline", row.pk)).content.decode()
    assert "2 titles are in capitals" in page
    page = correct(client, row, "sentence_case").content.decode()
    assert "2 titles are in sentence case now" in page
    assert "are in capitals" not in page
    outline = row.outline()
    assert (outline.title, outline.sections[0].title) == ("The Water Bill", "Deep wells")
    correct(client, row, "undo")
    assert row.outline().sections[0].title == "DEEP WELLS"


def doubt(row: PolicyImport, *remarks: list[str]) -> None:
    newest = row.newest_outline
    for section, unsure in zip(newest.data["sections"], remarks, strict=True):
        section["unsure"] = unsure
    newest.save()


def doubts(client, row: PolicyImport) -> list[str]:
    """The remarks as the page shows them, in its order."""
    page = client.get(url("outline", row.pk)).content.decode()
    return re.findall(r'value="looked \d+"[^>]*>[^<]*<span[^>]*>: ([^<]*)<', page)


def test_outline__leads_to_what_is_worth_a_look_the_dear_remarks_first_then_the_rare(
    client, editor
):
    row = read(client)
    doubt(row, ["From the contents."], ["From the contents."], ["From the contents.", "A gap."])
    page = client.get(url("outline", row.pk)).content.decode()
    assert "3 sections are worth a look" in page
    assert doubts(client, row) == ["A gap.", "From the contents."]
    assert '<a href="?page=1#t2">3 Pipes</a>' in page


def test_outline__a_remark_that_was_looked_at_is_taken_off_and_comes_back(client, editor):
    row = read(client)
    doubt(row, ["A gap."], ["From the contents."], ["From the contents."])
    page = correct(client, row, "looked 1").content.decode()
    assert "1 section is worth a look" in page
    assert doubts(client, row) == ["A gap."]
    correct(client, row, "undo")
    assert doubts(client, row) == ["A gap.", "From the contents."]
    correct(client, row, "looked 9")
    correct(client, row, "looked x")
    assert len(doubts(client, row)) == 2


def test_outline__remarks_that_differ_in_words_of_the_file_are_one(client, editor):
    row = read(client)
    a, b, c = (kept(KeptWords("Misread: “%(words)s”.", {"words": w})) for w in ("a", "b", "b “2”"))
    doubt(row, [a], [b, "A gap."], [c])
    page = client.get(url("outline", row.pk)).content.decode()
    assert doubts(client, row) == ["A gap.", "Misread: “…”."]
    assert re.search(r'#t0">1 Scope</a>\s+“a”<br>\s+<a [^>]*#t1">2 Wells</a>\s+“b”<br>', page)
    correct(client, row, "looked 1")
    assert doubts(client, row) == ["A gap."]
    correct(client, row, "undo")
    assert doubts(client, row) == ["A gap.", "Misread: “…”."]


@pytest.mark.parametrize(
    ("do", "places", "at", "changed"),
    [
        ("demote", [1, 2], 1, [1, 2]),
        ("merge", [2], 1, [1]),
        ("drop", [0], 0, [0]),
    ],
)
def test_outline__stays_with_the_sections_that_were_corrected(
    client, editor, do, places, at, changed
):
    row = read(client)
    data = {"do": do, "section": places, "revision": 1, "page": 3}
    response = client.post(url("outline", row.pk), data)
    page, _hash, fragment = response.url.partition("#")
    assert fragment == f"t{at}"
    said = client.get(page).content.decode()
    assert re.findall(r'changed">\s*<input [^>]*value="(\d)"', said) == [
        str(place) for place in changed
    ]
    assert not re.search(r'name="section"[^>]* checked', said)


def test_outline__leads_to_the_page_that_the_section_is_on(client, editor, monkeypatch):
    monkeypatch.setattr(outline_views, "PER_PAGE", 1)
    row = read(client)
    data = {"do": "demote", "section": [1], "revision": 1, "page": 3}
    response = client.post(url("outline", row.pk), data)
    assert response.url == url("outline", row.pk) + "?page=2&changed=1&place=t1#t1"


def test_outline__split_opens_the_new_section(client, editor):
    row = read(client)
    page = in_section(client, row, 0, "split 1", number="1", title="Scope")
    assert page.redirect_chain[-1][0] == url("outline_section", row.pk, 1) + "#id_number"
    said = page.content.decode()
    assert "This is the new section" in said
    assert "<title>It holds for every ward." in re.sub(r">\s+", ">", said)


@pytest.mark.parametrize("title", ["Pipes", "Water pipes"])
def test_outline__saving_number_and_title_takes_off_what_was_doubtful(client, editor, title):
    row = read(client)
    doubt(row, ["Two of them."], [], ["Two of them.", "A gap."])
    in_section(client, row, 2, "rename", number="3", title=title)
    assert row.outline().sections[2].title == title
    assert doubts(client, row) == ["Two of them."]


@pytest.mark.parametrize(
    ("do", "places", "step"),
    [
        ("demote", [1], "“2 Wells” one level down"),
        ("merge", [1, 2], "2 sections merged with the ones before"),
        ("drop", [0], "“1 Scope” left out"),
        ("title", [], "the new title"),
    ],
)
def test_outline__names_the_step_that_undo_takes_back(client, editor, do, places, step):
    row = read(client)
    page = correct(client, row, do, *places).content.decode()
    assert f"Undo: {step}" in page
    page = correct(client, row, "undo").content.decode()
    assert f"Undone: {step}." in page
    assert "Undo:" not in page


LEFT_OUT = """TABLE OF CONTENTS
Wells ..... 1

1. Wells

The county shall dig wells.
"""


def measure(page: str) -> str:
    return " ".join(re.search(r'outline-measure">(.*?)</p>', page, re.DOTALL)[1].split())


def test_outline__lists_what_is_in_no_section_takes_it_in_and_leaves_it_out_again(client, editor):
    row = read(client, LEFT_OUT, "wells.txt")
    page = client.get(url("outline", row.pk)).content.decode()
    assert "Printed contents (2)" in page
    before = measure(page)
    assert "7 of 7 words" in before
    assert "Left out: 5 words" in before
    page = correct(client, row, "take_in 1").content.decode()
    assert "9 of 9 words" in measure(page)
    assert "Undo: “Wells ..... 1” taken in" in page
    page = correct(client, row, "leave_out 1").content.decode()
    assert measure(page) == before


def test_outline__leaving_a_section_out_changes_the_count_and_take_in_brings_it_back(
    client, editor
):
    row = read(client)
    whole = row.outline()
    page = correct(client, row, "drop", 1).content.decode()
    assert f"Left out: {whole.words.source - row.outline().words.source} words" in measure(page)
    correct(client, row, "take_in 0")
    assert row.outline() == whole


def test_outline__shows_the_first_of_many_left_out_and_all_when_asked(client, editor):
    entries = "".join(f"{n}. Well of ward {n} ..... {n}\n" for n in range(1, 151))
    row = read(client, f"TABLE OF CONTENTS\n{entries}\n1. Wells\n\nThe county digs.\n", "w.txt")
    page = client.get(url("outline", row.pk)).content.decode()
    assert page.count('value="take_in ') == 100
    assert "?whole=contents#left-out" in page
    whole = client.get(url("outline", row.pk), {"whole": "contents"}).content.decode()
    assert whole.count('value="take_in ') == 151


@pytest.mark.parametrize("do", ["take_in 9", "take_in x", "leave_out 0", "take_in"])
def test_outline__what_was_not_left_out_cannot_be_taken_in(client, editor, do):
    row = read(client)
    before = row.outline()
    page = correct(client, row, do).content.decode()
    assert "This was done already." in page
    assert row.outline() == before


def test_outline__shows_hostile_words_that_were_left_out_as_text(client, editor):
    row = read(client, LEFT_OUT.replace("Wells .", "<img src=x onerror=alert(1)> ."), "wells.txt")
    page = correct(client, row, "take_in 1").content.decode()
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page
    assert row.outline().sections[0].blocks[-1]["value"].startswith("<p>&lt;img")


def test_outline__keeps_the_last_steps_only(client, editor, monkeypatch):
    monkeypatch.setattr(review, "STEPS_KEPT", 3)
    row = read(client)
    for _n in range(4):
        correct(client, row, "demote", 1)
        correct(client, row, "promote", 1)
    assert row.outlines.count() == 3


def test_sweep__gives_up_what_kills_every_worker(client, editor):
    row = read(client)
    client.post(url("create", row.pk), plan(row))
    past = timezone.now() - timedelta(seconds=1)
    PolicyImport.objects.update(state=JobState.RUNNING, lease_until=past, attempts=3)
    sweep(PolicyImport)
    row.refresh_from_db()
    assert row.state == JobState.FAILED
    assert "stopped 3 times" in client.get(url("import", row.pk)).content.decode()
    client.post(url("import_again", row.pk))
    work_on_import(row.pk)
    row.refresh_from_db()
    assert row.stage == Stage.MADE


def test_cancel__asks_first(client, editor):
    row = read(client)
    assert url("cancel", row.pk) in client.get(url("outline", row.pk)).content.decode()
    assert "This cannot be undone" in client.get(url("cancel", row.pk)).content.decode()
    row.refresh_from_db()
    assert row.stage == Stage.REVIEW
    client.post(url("cancel", row.pk))
    assert client.get(url("cancel", row.pk)).url == url("import", row.pk)


def test_outline__says_what_was_done_where_only_the_review_is_swapped(client, editor):
    row = read(client)
    data = {"do": "merge", "revision": 1, "page": 1}
    answer = client.post(
        url("outline", row.pk), data, headers={"HX-Request": "true"}, follow=True
    ).content.decode()
    review = answer.partition('id="review"')[2]
    assert "Tick the sections first." in review


def test_cancel__removes_the_file_and_is_refused_once_made(client, editor):
    row = read(client)
    client.post(url("cancel", row.pk))
    row.refresh_from_db()
    assert row.stage == Stage.CANCELLED
    assert not row.folder.exists()
    page = client.get(url("import", row.pk)).content.decode()
    assert "nothing was made" in page
    assert f'href="{url("upload")}">Upload another file' in page
    assert client.get(url("outline", row.pk)).url == url("import", row.pk)

    made = create(client, read(client))
    response = client.post(url("cancel", made.pk), follow=True)
    assert "too late to cancel" in response.content.decode()
    assert PolicyPage.objects.count() == 1


def test_review__hostile_words_stay_text(client, editor):
    hostile = (
        "# <script>alert(1)</script>\n\n## 1. <img src=x onerror=alert(1)>\n\n<b onclick=x>B</b>\n"
    )
    row = read(client, hostile.replace("<", "&lt;"))
    for address in (
        url("outline", row.pk),
        url("outline_section", row.pk, 0),
        url("create", row.pk),
    ):
        page = client.get(address).content.decode()
        assert "<script>alert(1)" not in page
        assert "<img src=x" not in page
        assert "<b onclick" not in page


def test_review__long_outline_comes_in_small_pages(client, editor, django_assert_max_num_queries):
    text = "".join(f"## {n}. Section {n}\n\nWords of section {n}.\n\n" for n in range(1, 2001))
    row = read(client, text)
    assert len(row.outline().sections) == 2000
    with django_assert_max_num_queries(25):
        page = client.get(url("outline", row.pk)).content
    assert len(page) < 300_000
    last = client.get(url("outline", row.pk), {"page": 10}).content.decode()
    assert "Section 2000" in last
    client.post(url("outline", row.pk), {"do": "merge", "section": 1999, "revision": 1, "page": 10})
    assert len(row.outline().sections) == 1999


def test_review__long_section_comes_in_parts(client, editor):
    paragraphs = (f"Paragraph {n} {'is here ' * 40}\n\n" for n in range(1_000))
    row = read(client, "## 1. Long\n\n" + "".join(paragraphs))
    page = client.get(url("outline_section", row.pk, 0)).content
    assert len(page) < 300_000
    assert b"More of the text" in page


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"# Line {n}\n\n" for n in range(60)),
        "".join(f"## 1. Same\n\nWords {n}.\n\n" for n in range(30)),
        "## ١. النطاق\n\nيسري على المقاطعة كلها.\n\n## ٢. الآبار\n\nتحفر المقاطعة الآبار.\n",  # noqa: RUF001
        "No heading at all, but words.\n\nAnd more words.\n",
        "## 1. \u202eTurned\u202c\n\nWords with \u0007 a bell.\n",
    ],
    ids=["every line a heading", "one number", "right to left", "no heading", "controls"],
)
def test_review__odd_files_come_through(client, editor, text):
    row = read(client, text)
    assert row.stage == Stage.REVIEW, row.error
    assert client.get(url("outline", row.pk)).status_code == 200
    count = len(row.outline().sections)
    row = create(client, row, publish="yes")
    assert row.stage == Stage.MADE, row.error
    assert row.policy.current_edition.entries.count() == count


def test_index__lists_imports(client, editor):
    row = read(client)
    page = client.get(url("imports")).content.decode()
    assert row.file_name in page
    assert "Waiting for review" in page


def new_text(client, text: str):
    policy = make_published_policy(3, open=False)
    return policy, read(client, text, policy=policy)


CHANGED = """# Illustrative Policy

## 1. Section 2

The county shall do Section 2, and more.

## 2. Something new

Nobody thought of this before, not even the wells.

## 3. Section 1

The county shall do Section 1.
"""


def match(client, row: PolicyImport, **fields):
    page = client.get(url("match", row.pk)).content.decode()
    proposed = dict(re.findall(r'name="(match-\d+)"\s+value="([^"]*)"', page))
    data = {**proposed, "label": "Second draft", "revision": row.newest_outline.revision, **fields}
    response = post_twice(client, url("match", row.pk), data)
    if response.status_code == 302:
        work_on_import(row.pk)
        row.refresh_from_db()
    return response


def test_match__keeps_pages_addresses_and_comments(client, editor):
    policy, row = new_text(client, CHANGED)
    before = {page.title: page for page in SectionPage.objects.descendant_of(policy)}
    comment = make_comment(policy, section=2)
    words = comment.version.text

    match(client, row)

    assert row.stage == Stage.MADE, row.error
    live = SectionPage.objects.descendant_of(policy).live().order_by("path")
    assert [(page.number, page.title) for page in live] == [
        ("1", "Section 2"),
        ("2", "Something new"),
        ("3", "Section 1"),
    ]
    for title in ("Section 1", "Section 2"):
        after = live.get(title=title)
        assert after.pk == before[title].pk
        assert after.url_path == before[title].url_path
        assert after.translation_key == before[title].translation_key
    removed = SectionPage.objects.get(pk=before["Section 3"].pk)
    assert not removed.live
    comment.refresh_from_db()
    assert comment.version.text == words
    assert comment.version.section_id == before["Section 2"].pk
    first, second = policy.editions.order_by("number")
    assert first.entries.filter(version__section=removed).exists()
    assert not second.entries.filter(version__section=removed).exists()
    assert second.entries.count() == 3
    assert Page.find_problems() == ([], [], [], [], [])


def test_match__unchanged_text_makes_no_version(client, editor):
    policy, row = new_text(client, "# P\n\n## 1. Section 1\n\nThe county shall do Section 1.\n")
    match(client, row)
    page = SectionPage.objects.descendant_of(policy).live().get()
    assert page.versions.count() == 1
    assert policy.editions.count() == 2


@pytest.mark.parametrize("typed", ["3", "section 3", "Kifungu cha 3", "3 Section 3 [%d]"])
def test_match__is_corrected_by_the_editor(client, editor, typed):
    policy, row = new_text(client, CHANGED)
    third = SectionPage.objects.descendant_of(policy).get(title="Section 3")
    match(client, row, **{"match-1": typed.replace("%d", str(third.pk))})
    third.refresh_from_db()
    assert (third.live, third.title) == (True, "Something new")


def test_match__nested_outline_moves_pages_below_others(client, editor):
    policy, row = new_text(
        client,
        "# P\n\n## 1. Section 1\n\nThe county shall do Section 1.\n\n"
        "### 1.1 Section 3\n\nThe county shall do Section 3.\n\n"
        "## 2. Section 2\n\nThe county shall do Section 2.\n",
    )
    match(client, row)
    assert row.stage == Stage.MADE, row.error
    live = SectionPage.objects.descendant_of(policy).live().order_by("path")
    assert [(page.title, page.depth - policy.depth) for page in live] == [
        ("Section 1", 1),
        ("Section 3", 2),
        ("Section 2", 1),
    ]
    assert Page.find_problems() == ([], [], [], [], [])


def test_match__names_a_section_by_the_numbers_it_stands_in(client, editor):
    policy, row = new_text(client, CHANGED)
    first, second, third = SectionPage.objects.descendant_of(policy).order_by("path")
    for page, above, number in (
        (first, None, "Part I"),
        (second, None, "Part II"),
        (third, second, "1"),
    ):
        page.number = number
        page.save()
        if above:
            page.move(SectionPage.objects.get(pk=above.pk), pos="last-child")
    twin = SectionPageFactory(parent=SectionPage.objects.get(pk=first.pk), number="1", title="Twin")
    response = match(client, row, **{"match-1": "1"})
    assert "Part I/1, Part II/1" in response.content.decode()
    match(client, row, **{"match-1": "Sehemu ya II/1"})
    third.refresh_from_db()
    assert (third.live, third.title) == (True, "Something new")
    assert not SectionPage.objects.get(pk=twin.pk).live


@pytest.mark.parametrize("bad", ["Nonsense", "Some page [999999]", "twice"])
def test_match__impossible_choice_is_said_beside_it(client, editor, bad):
    policy, row = new_text(client, CHANGED)
    if bad == "twice":
        pk = SectionPage.objects.descendant_of(policy).get(title="Section 2").pk
        bad = f"2 Section 2 [{pk}]"
    response = match(client, row, **{"match-1": bad})
    assert response.status_code == 422
    assert "error-message" in response.content.decode()
    assert policy.editions.count() == 1


def test_match__while_the_window_is_open_changes_nothing(client, editor):
    policy = make_policy(2)
    row = read(client, CHANGED, policy=policy)
    response = match(client, row)
    assert response.status_code == 422
    assert "still open for comments" in response.content.decode()
    row.refresh_from_db()
    assert row.stage == Stage.REVIEW
    assert not SectionPage.objects.filter(title="Something new").exists()
    titles = (
        SectionPage.objects.descendant_of(policy).order_by("path").values_list("title", flat=True)
    )
    assert list(titles) == ["Section 1", "Section 2"]


def test_match__translation_of_a_removed_section_goes_too(client, editor):
    from wagtail.models import Locale

    policy = make_policy(2, open=False)
    swahili = Locale.objects.get_or_create(language_code="sw")[0]
    section = SectionPage.objects.descendant_of(policy).get(title="Section 2")
    if not policy.get_parent().has_translation(swahili):
        for page in [*policy.get_ancestors().filter(depth__gt=1)]:
            if not page.has_translation(swahili):
                page.specific.copy_for_translation(swahili)
    policy.copy_for_translation(swahili)
    translated = section.copy_for_translation(swahili)
    translated.save_revision().publish()
    row = read(client, "# P\n\n## 1. Section 1\n\nThe county shall do Section 1.\n", policy=policy)
    match(client, row)
    assert row.stage == Stage.MADE, row.error
    translated.refresh_from_db()
    assert not translated.live


def test_reimport__takes_the_rights_to_publish(client, db):
    user = make_user("Editors")
    group = user.groups.get()
    group.permissions.remove(*group.permissions.filter(codename="add_edition"))
    client.force_login(user)
    policy = make_policy(1, open=False)
    assert client.get(url("reimport", policy.pk)).status_code == 302
    row = read(client)
    page = client.get(url("create", row.pk)).content.decode()
    assert 'name="publish"' not in page
    made = create(client, row, publish="yes")
    assert not made.policy.live
