"""What an editor corrects in a review, and finds offered again at the next file."""

import io
import re

import pytest
from docx import Document as WordDocument
from PIL import Image

from policies.imports.import_job import work_on_import
from policies.models import PolicyImport
from tests.factories import sign_in
from tests.policies.importing import TEXT, correct, create, in_section, post_twice, read, url
from texts.outline import remark_costs
from texts.outline.model import FRONT_MATTER
from texts.outline.word_measure import block_text

COSTS = [remark.message for remark in remark_costs.COSTS]
HOSTILE = "<script>alert(1)</script> & {{ dig }}"
NEXT = TEXT.replace("## 3. Pipes", "## 3. Pipes and taps")


def words(row: PolicyImport, section: int = 1, block: int = 0) -> str:
    return block_text(row.outline().sections[section].blocks[block])


def page_of(client, row: PolicyImport, **query) -> str:
    return client.get(url("outline", row.pk), query).content.decode()


def reword(client, row: PolicyImport, section: int, where: str, text: str, **fields):
    return in_section(client, row, section, f"words {where}", text=text, **fields)


@pytest.fixture
def corrected(client, editor) -> PolicyImport:
    """A policy made of a file in whose review much was done by hand."""
    row = read(client)
    in_section(client, row, 2, "rename", number="3", title="Water pipes")
    reword(client, row, 1, "0.0", "The county shall dig safe wells.")
    in_section(client, row, 0, "cut 1.0")
    client.post(url("outline", row.pk), {"do": "title", "title": "Water Policy", "revision": 4})
    correct(client, row, "demote", 1)
    return create(client, row, title="Water Policy", publish="yes")


def again(client, row: PolicyImport, text: str = TEXT) -> PolicyImport:
    return read(client, text, policy=row.policy)


def test_section__opens_one_passage_to_correct_it(client, editor):
    row = read(client)
    closed = client.get(url("outline_section", row.pk, 0)).content.decode()
    assert "<textarea" not in closed
    where = re.findall(r'href="\?words=([\d.]+)#id_text"', closed)
    assert where == ["0.0", "1.0"]
    opened = client.get(url("outline_section", row.pk, 0), {"words": "1.0"}).content.decode()
    (typed,) = re.findall(r"<textarea[^>]*>\s*([^<]*)</textarea>", opened)
    assert typed.strip() == "It holds for every ward."
    for nonsense in ("9.0", "0.9", "x", "-1.0", "1.x"):
        page = client.get(url("outline_section", row.pk, 0), {"words": nonsense})
        assert page.status_code == 200
        assert nonsense == "1.x" or "<textarea" not in page.content.decode()


def test_section__words_are_corrected_counted_listed_and_undone(client, editor):
    row = read(client)
    page = reword(client, row, 1, "0.0", "The county shall dig safe wells.")
    assert page.redirect_chain[-1][0].endswith("?at=0.0#w0-0")
    assert words(row) == "The county shall dig safe wells."
    listed = page_of(client, row)
    assert "What you corrected (1)" in listed
    assert re.search(r"<ins>.*safe", listed)
    reword(client, row, 1, "0.0", "The county digs.")
    measure = row.outline().words
    assert measure.left_out == 3
    assert measure.source == measure.arrived
    for _n in range(2):
        correct(client, row, "undo")
    assert words(row) == "The county shall dig wells."
    assert "What you corrected" not in page_of(client, row)


def test_section__title_typed_beside_the_words_is_saved_with_them(client, editor):
    row = read(client)
    reword(client, row, 1, "0.0", "They dig.", number="2", title="Deep wells")
    assert (row.outline().sections[1].title, words(row)) == ("Deep wells", "They dig.")


def test_section__hostile_words_stay_text(client, editor):
    row = read(client)
    reword(client, row, 1, "0.0", HOSTILE)
    assert words(row) == HOSTILE
    for page in (url("outline", row.pk), url("outline_section", row.pk, 1)):
        assert "<script>alert" not in client.get(page).content.decode()


def test_section__empty_words_are_refused_and_a_passage_is_left_out(client, editor):
    row = read(client)
    response = reword(client, row, 1, "0.0", " ")
    assert response.status_code == 422
    assert "Leave this passage out" in response.content.decode()
    page = in_section(client, row, 0, "cut 1.0").content.decode()
    assert "can be taken in again" in page
    assert "It holds for every ward." in page_of(client, row)
    assert len(row.outline().sections[0].blocks) == 1
    correct(client, row, "take_in 0")
    assert len(row.outline().sections[0].blocks) == 2


def test_section__words_typed_while_somebody_else_corrected_come_back(client, editor):
    row = read(client)
    response = reword(client, row, 1, "0.0", "They dig.", revision=7)
    assert response.status_code == 409
    page = response.content.decode()
    assert "was changed meanwhile" in page
    assert "They dig.</textarea>" in page
    assert words(row) == "The county shall dig wells."


def test_section__mark_of_an_item_is_corrected(client, editor):
    row = read(client, "## 1. Wells\n\nThe county shall:\n\n(a) dig wells;\n\n(l) mend wells.\n")
    page = client.get(url("outline_section", row.pk, 0), {"words": "1.1"}).content.decode()
    assert 'name="mark" value="(l)"' in page
    reword(client, row, 0, "1.1", "mend wells.", mark="(b)")
    assert words(row, 0, 1) == "(a) dig wells;\n(b) mend wells."


def test_section__cells_of_a_table_are_corrected_one_by_one(client, editor):
    row = read(client, "## 1. Wells\n\nSo many:\n\n| Ward | Wells |\n|---|---|\n| Lurambi | 7 |\n")
    page = client.get(url("outline_section", row.pk, 0)).content.decode()
    assert re.findall(r'id="w(1-\d)"', page) == ["1-0", "1-1", "1-2", "1-3"]
    reword(client, row, 0, "1.3", "17")
    assert words(row, 0, 1) == "Ward\tWells\nLurambi\t17"


def test_review__of_the_next_file_does_all_again_at_one_press(client, editor, corrected):
    row = again(client, corrected)
    page = page_of(client, row)
    assert "What was corrected by hand in the file before" in page
    assert "Keep mine: all 5" in page
    assert re.search(r"<ins>.*safe", page)
    page = correct(client, row, "mine_all").content.decode()
    assert "What was corrected by hand" not in page
    outline = row.outline()
    assert outline.title == "Water Policy"
    assert [(each.level, each.title) for each in outline.sections] == [
        (1, "Scope"),
        (2, "Wells"),
        (1, "Water pipes"),
    ]
    assert words(row) == "The county shall dig safe wells."
    assert len(outline.sections[0].blocks) == 1


def test_review__of_the_next_file_takes_one_and_leaves_one(client, editor, corrected):
    row = again(client, corrected)
    kinds = [edit.kind for edit in row.outline().offered]
    correct(client, row, f"mine {kinds.index('words')}")
    assert words(row) == "The county shall dig safe wells."
    kinds = [edit.kind for edit in row.outline().offered]
    page = correct(client, row, f"theirs {kinds.index('title')}").content.decode()
    assert row.outline().title == "Illustrative Water Policy"
    assert "The title of the document (1)" not in page
    for nonsense in ("mine 99", "mine x", "theirs -1", "mine"):
        correct(client, row, nonsense)
    assert len(row.outline().offered) == 3
    correct(client, row, "undo")
    assert len(row.outline().offered) == 4


def test_review__shows_both_where_the_file_has_other_words(client, editor, corrected):
    row = again(client, corrected, NEXT)
    page = page_of(client, row)
    assert "The file has something else here than before" in page
    correct(client, row, "mine_all")
    assert row.outline().sections[2].title == "Pipes and taps"
    (left,) = row.outline().offered
    assert (left.kind, left.now) == ("heading", "3 Water pipes")
    correct(client, row, "mine 0")
    assert row.outline().sections[2].title == "Water pipes"


def test_review__of_what_was_not_decided_asks_at_the_file_after(client, editor, corrected):
    second = again(client, corrected)
    data = {f"match-{n}": "" for n in range(3)} | {"label": "Second"}
    data |= {"revision": second.newest_outline.revision}
    post_twice(client, url("match", second.pk), data)
    work_on_import(second.pk)
    second.refresh_from_db()
    assert second.stage == PolicyImport.Stage.MADE, second.error
    assert len(again(client, corrected).outline().offered) == 5


def test_review__of_a_file_for_no_policy_offers_nothing(client, editor, corrected):
    assert read(client).outline().offered == []


def test_review__sorts_remarks_by_what_they_cost(client, editor):
    row = read(client)
    newest = row.newest_outline
    newest.data["sections"][0]["unsure"] = [COSTS[-1], COSTS[0]]
    newest.data["sections"][1]["unsure"] = [COSTS[0], COSTS[2]]
    newest.save()
    shown = re.findall(r'value="looked \d+"[^>]*>[^<]*<span[^>]*>: ([^<]*)<', page_of(client, row))
    assert shown == [COSTS[0], COSTS[2], COSTS[-1]]


@pytest.mark.parametrize(
    ("do", "place"),
    [
        ("undo", "review"),
        ("sentence_case", "do-undo"),
        ("looked 0", "do-looked-0"),
        ("looked 1", "do-looked-0"),
        ("title", "outline-title"),
        ("promote", "t0"),
    ],
)
def test_review__is_at_its_place_after_each_step(client, editor, do, place):
    row = read(client)
    correct(client, row, "demote", 1)
    newest = row.newest_outline
    newest.data["sections"][0]["unsure"] = [COSTS[0], COSTS[2]]
    newest.save()
    data = {"do": do, "section": [0], "revision": newest.revision, "page": 1, "title": "Water"}
    response = client.post(url("outline", row.pk), data)
    address, _hash, fragment = response.url.partition("#")
    assert fragment == place
    page = client.get(address, headers={"HX-Request": "true"})
    assert f'data-place="{place}"' in page.content.decode()
    assert page["HX-Replace-Url"].endswith(f"#{place}")


COVERED = TEXT.replace("## 1. Scope", "Printed by the county.\n\nA foreword.\n\n## 1. Scope", 1)


def front(row: PolicyImport) -> list[str]:
    return [block_text(block) for block in row.outline().front_matter]


def in_front(client, row: PolicyImport, do: str, **fields):
    return in_section(client, row, FRONT_MATTER, do, **fields)


def test_front_matter__is_opened_corrected_left_out_and_taken_in(client, editor):
    row = read(client, COVERED)
    assert front(row) == ["Printed by the county.", "A foreword."]
    listed = page_of(client, row)
    assert "Words before the first section" in listed
    assert url("outline_section", row.pk, FRONT_MATTER).endswith("/outline/front/")
    page = client.get(url("outline_section", row.pk, FRONT_MATTER)).content.decode()
    assert re.findall(r'href="\?words=([\d.]+)#id_text"', page) == ["0.0", "1.0"]
    assert 'name="number"' not in page
    in_front(client, row, "words 1.0", text=HOSTILE)
    assert front(row) == ["Printed by the county.", HOSTILE]
    assert "<script>alert" not in page_of(client, row)
    in_front(client, row, "cut 0.0")
    assert front(row) == [HOSTILE]
    correct(client, row, "take_in 0")
    assert front(row) == ["Printed by the county.", HOSTILE]
    assert "Undo: “Printed by the county.” taken in" in page_of(client, row)


def test_front_matter__becomes_a_section_or_goes_as_a_whole(client, editor):
    row = read(client, COVERED)
    in_front(client, row, "split 1")
    assert front(row) == ["Printed by the county."]
    assert [each.title for each in row.outline().sections][:2] == ["A foreword.", "Scope"]
    in_front(client, row, "drop")
    assert front(row) == []
    page = page_of(client, row)
    assert "Undo: “Words before the first section” left out" in page
    gone = client.get(url("outline_section", row.pk, FRONT_MATTER), follow=True)
    assert "no longer there" in gone.content.decode()
    correct(client, row, "take_in 0")
    assert front(row) == ["Printed by the county."]


def test_front_matter__is_not_left_out_by_a_section_that_is_none(client, editor):
    row = read(client, COVERED)
    data = {"do": "drop", "section": ["x"], "revision": row.newest_outline.revision, "page": 1}
    client.post(url("outline", row.pk), data)
    assert len(front(row)) == 2


@pytest.mark.parametrize("do", ["rename", "promote", "demote", "merge"])
def test_front_matter__has_no_heading(client, editor, do):
    row = read(client, COVERED)
    page = in_front(client, row, do, title="Cover").content.decode()
    assert "no longer there" in page
    assert len(row.outline().sections) == 3


def wells(*colours: str, cover: str = "") -> bytes:
    """A file whose section has a picture of each colour; one may stand before the section."""
    document, file = WordDocument(), io.BytesIO()
    if cover:
        document.add_picture(drawn(cover))
        document.add_paragraph("Printed by the county.")
    document.add_heading("1. Wells", 1)
    document.add_paragraph("The county shall dig wells.")
    for colour in colours:
        document.add_picture(drawn(colour))
    document.save(file)
    return file.getvalue()


def drawn(colour: str) -> io.BytesIO:
    picture = io.BytesIO()
    Image.new("RGB", (90, 90), colour).save(picture, "PNG")
    return picture


def shown_alts(row: PolicyImport, at: int = 0) -> list[str]:
    blocks = row.outline().part(at).blocks
    return [block["value"].alt for block in blocks if block["type"] == "image"]


def test_review__asks_what_each_picture_shows_and_the_page_says_it(client, editor):
    row = read(client, wells("green", "blue", cover="red"), "wells.docx")
    page = page_of(client, row)
    assert "3 pictures say nothing" in page
    assert re.findall(r'name="(shows-[^"]+)"', page) == [
        "shows--1.0",
        "shows-0.1",
        "shows-0.2",
    ]
    typed = {"shows--1.0": HOSTILE, "shows-0.1": "A green field", "shows-0.2": " "}
    data = {"do": "describe", "revision": row.newest_outline.revision, "page": 1, **typed}
    page = client.post(url("outline", row.pk), data, follow=True).content.decode()
    assert "2 pictures are described now" in page
    assert "1 picture says nothing" in page
    assert "<script>alert" not in page
    assert (shown_alts(row, FRONT_MATTER), shown_alts(row)) == ([HOSTILE], ["A green field", ""])
    in_section(client, row, 0, "describe 2.0", **{"shows-2.0": "A blue well"})
    assert "says nothing" not in page_of(client, row)
    made = create(client, row, publish="yes")
    (section,) = made.policy.get_children().specific()
    shown = [block.value["alt"] for block in section.body if block.block_type == "image"]
    assert shown == ["A green field", "A blue well"]


def test_review__of_the_next_file_describes_pictures_again(client, editor):
    row = read(client, wells("green", cover="red"), "wells.docx")
    in_section(client, row, 0, "describe 1.0", **{"shows-1.0": "A green field"})
    in_section(client, row, FRONT_MATTER, "describe 0.0", **{"shows-0.0": "The arms"})
    made = create(client, row, publish="yes")
    again = read(client, wells("blue", "green", cover="red"), "next.docx", policy=made.policy)
    page = page_of(client, again)
    assert "Pictures described (2)" in page
    assert re.search(r"<ins>.*A green field", page)
    correct(client, again, "mine_all describe")
    assert (shown_alts(again, FRONT_MATTER), shown_alts(again)) == (
        ["The arms"],
        ["", "A green field"],
    )
    match = client.get(url("match", again.pk)).content.decode()
    assert "1 section has an image that is not described" in match
    assert "before the first section is not described" not in match


def test_review__without_a_word_about_a_picture_changes_nothing(client, editor):
    row = read(client, wells("green"), "wells.docx")
    page = correct(client, row, "describe").content.decode()
    assert "Type what a picture shows first" in page
    gone = {"do": "describe", "revision": 1, "page": 1, "shows-0.7": "A map", "shows-x": "A map"}
    page = client.post(url("outline", row.pk), gone, follow=True).content.decode()
    assert "no longer there" in page
    assert row.newest_outline.revision == 1


def test_picture__is_shown_to_who_may_review_it(client, editor):
    row = read(client, wells("green"), "wells.docx")
    (address,) = set(re.findall(r'src="([^"]*/pictures/[^"]*)"', page_of(client, row)))
    response = client.get(address)
    assert response["Content-Type"] == "image/png"
    assert "private" in response["Cache-Control"]
    assert Image.open(io.BytesIO(b"".join(response))).size == (90, 90)
    assert client.get(url("picture", row.pk, "0" * 64), follow=True).status_code == 404
    row.picture_path("0" * 64).write_text("<script>alert(1)</script>")
    assert client.get(url("picture", row.pk, "0" * 64), follow=True).status_code == 404
    sign_in(client, "Moderators")
    assert client.get(address).status_code in (302, 403)


def test_section__picture_alone_is_left_out_and_taken_in(client, editor):
    row = read(client, wells("green"), "wells.docx")
    page = client.get(url("outline_section", row.pk, 0)).content.decode()
    assert "Leave this picture out" in page
    in_section(client, row, 0, "cut 1.0")
    assert [block["type"] for block in row.outline().sections[0].blocks] == ["paragraph"]
    assert "A picture" in page_of(client, row)
    correct(client, row, "take_in 0")
    made = create(client, row)
    (section,) = made.policy.get_children().specific()
    assert [block.block_type for block in section.body] == ["paragraph", "image"]


def test_section__empty_cell_is_filled(client, editor):
    row = read(client, "## 1. Wells\n\nSo many:\n\n| Ward | Wells |\n|---|---|\n| Lurambi | |\n")
    page = client.get(url("outline_section", row.pk, 0)).content.decode()
    assert "Fill in" in page
    opened = client.get(url("outline_section", row.pk, 0), {"words": "1.3"}).content.decode()
    assert "Leave this passage out" not in opened
    reword(client, row, 0, "1.3", "17")
    assert words(row, 0, 1) == "Ward\tWells\nLurambi\t17"
    listed = page_of(client, row)
    assert "<small>1 Wells · Lurambi | …</small>" in listed
    assert ">17<" in listed
