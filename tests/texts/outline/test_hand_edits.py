"""What was made of a file by hand is on record, and found again in the next file."""

from dataclasses import replace

import pytest

from texts.outline import edits
from texts.outline.edits import CannotEdit
from texts.outline.hand_edits import HandEdit
from texts.outline.model import FRONT_MATTER, Dropped, Outline, Section, WordMeasure
from texts.outline.offers import all_done_again, declined, done_again, offers, to_remember
from texts.outline.passages import passages, pictures
from texts.runs import plain
from texts.source import ImageData
from texts.tables import table_value

TAGGED = "<i>in</i>"
WELLS = "The county shall dig <b>deep</b> wels in every ward."


def paragraph(html: str) -> dict:
    return {"type": "paragraph", "value": f"<p>{html}</p>"}


def items(*texts: str) -> dict:
    found = [{"mark": f"({n})", "level": 0, "text": text} for n, text in enumerate(texts, 1)]
    return {"type": "list", "value": {"items": found}}


def outline(**changes) -> Outline:
    sections = [
        Section("1", "SCOPE", 1, [paragraph("It holds for the county."), paragraph("Page 3")]),
        Section("2", "Wells", 1, [paragraph(WELLS), items("dig wells;", "mend wells.")]),
        Section("3", "Pipes", 1, [paragraph("It lays pipes.")]),
    ]
    words = WordMeasure(source=30, arrived=30)
    return replace(Outline("THE WATER BILL", sections, words=words), **changes)


def next_file(of: Outline, **changes) -> Outline:
    """Another file, to which is offered what was made of the first."""
    return outline(offered=to_remember(of), **changes)


def text(of: Outline, at: int, block: int = 0) -> str:
    return plain(of.sections[at].blocks[block]["value"])


EVERY = {
    "title": lambda found: edits.retitle(found, "The Water Bill"),
    "heading": lambda found: edits.rename(found, 0, number="1", title="Scope"),
    "level": lambda found: edits.demote(found, 2),
    "words": lambda found: edits.reword(found, 1, 0, 0, text="The county shall dig deep wells."),
    "item": lambda found: edits.reword(found, 1, 1, 1, text="mend all wells.", mark="(b)"),
    "cut": lambda found: edits.cut(found, 0, 1, 0),
    "merge": lambda found: edits.merge(found, 2),
    "split": lambda found: edits.split(found, 1, 1),
    "split in a list": lambda found: edits.split(found, 1, 1, item=1),
    "leave_out": lambda found: edits.drop(found, 2),
}


@pytest.mark.parametrize("kind", EVERY)
def test_offers__of_the_same_file_do_the_very_same_again(kind):
    made = EVERY[kind](outline())
    again = next_file(made)
    assert [offer.state for offer in offers(again)] == ["same"]
    done = all_done_again(again)
    assert (done.title, done.sections, done.words) == (made.title, made.sections, made.words)
    assert done.by_hand == made.by_hand
    assert done.offered == []


def test_offers__of_many_edits_come_one_after_the_other():
    made = outline()
    for kind in ("title", "heading", "words", "cut", "split in a list", "level"):
        made = EVERY[kind](made)
    made = edits.rename(made, 2, number="2A", title="Mending")
    done = all_done_again(next_file(made))
    assert done.sections == made.sections
    assert done.offered == []


def test_offers__words_taken_in_are_taken_in_again():
    lost = Outline.from_dict(outline().to_dict())
    lost.dropped = [Dropped("See the map.", "not_understood", "for the county.")]
    made = edits.take_in(lost, 0)
    again = replace(next_file(made), dropped=list(lost.dropped))
    assert all_done_again(again).sections == made.sections
    assert edits.leave_out(made, 0).by_hand == []


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("title", {"title": "The Water Bill"}),
        ("words", {"sections": EVERY["words"](outline()).sections}),
        ("heading", {"sections": EVERY["heading"](outline()).sections}),
        ("level", {"sections": EVERY["level"](outline()).sections}),
        ("split", {"sections": EVERY["split"](outline()).sections}),
    ],
)
def test_offers__ask_nothing_where_the_file_has_it(kind, changes):
    again = next_file(EVERY[kind](outline()), **changes)
    assert [offer.state for offer in offers(again)] == ["done"]


@pytest.mark.parametrize(
    ("there", "state"),
    [("Counties may dig deep wels soon.", "other"), ("The county shall lend pumps.", "gone")],
)
def test_offers__of_words_are_of_those_six_in_ten_of_whose_letters_are_the_same(there, state):
    sections = outline().sections
    sections[1] = replace(sections[1], blocks=[paragraph(there)])
    again = next_file(EVERY["words"](outline()), sections=sections)
    assert [offer.state for offer in offers(again)] == [state]


def test_offers__of_a_level_move_a_section_as_deep_as_it_stood():
    deep = [Section(f"{level}", "Wells", level) for level in range(1, 16)]
    flat = Section("16", "Pipes", 1)
    made = outline(sections=[*deep, flat])
    for _step in range(14):
        made = edits.demote(made, 15)
    done = all_done_again(next_file(made, sections=[*deep, flat]))
    assert (done.sections[15].level, done.offered) == (15, [])


def test_offers__of_words_that_the_file_changed_leave_the_choice():
    sections = outline().sections
    sections[1] = replace(sections[1], blocks=[paragraph("The county shall dig wels soon.")])
    again = next_file(EVERY["words"](outline()), sections=sections)
    (offer,) = offers(again)
    assert (offer.state, offer.there) == ("other", "The county shall dig wels soon.")
    assert all_done_again(again) == again
    assert text(done_again(again, offer.edit), 1) == "The county shall dig deep wells."
    assert declined(again, offer.edit).offered == []
    assert text(declined(again, offer.edit), 1) == "The county shall dig wels soon."


def test_offers__find_a_section_whose_number_changed_by_its_title():
    sections = [replace(each, number=f"{int(each.number) + 1}") for each in outline().sections]
    again = next_file(EVERY["heading"](outline()), sections=sections)
    done = all_done_again(again)
    assert (done.sections[0].number, done.sections[0].title) == ("2", "Scope")


def test_offers__of_what_the_file_lacks_stay_for_the_one_after():
    again = next_file(EVERY["words"](outline()), sections=outline().sections[2:])
    (offer,) = offers(again)
    assert offer.state == "gone"
    with pytest.raises(CannotEdit, match="no longer there"):
        done_again(again, offer.edit)
    assert to_remember(all_done_again(again)) == [offer.edit]


def test_noted__joins_what_goes_on_and_forgets_what_was_undone():
    made = EVERY["words"](outline())
    made = edits.reword(made, 1, 0, 0, text="The county digs wells.")
    assert [(edit.was, edit.now) for edit in made.by_hand] == [
        ("The county shall dig deep wels in every ward.", "The county digs wells.")
    ]
    back = edits.reword(made, 1, 0, 0, text="The county shall dig deep wels in every ward.")
    assert back.by_hand == []
    assert back.words == outline().words


def test_drop__that_is_taken_back_leaves_no_record():
    left_out = edits.drop(outline(), 2)
    assert edits.take_in(left_out, 0).by_hand == []


def test_reword__keeps_emphasis_counts_what_goes_and_says_text_as_text():
    made = edits.reword(
        outline(), 1, 0, 0, text=f"The county shall dig deep wells {TAGGED} ward 4."
    )
    html = made.sections[1].blocks[0]["value"]
    assert html == "<p>The county shall dig <b>deep</b> wells &lt;i&gt;in&lt;/i&gt; ward 4.</p>"
    gone = {"wels", "every", "ward."} & set(WELLS.split())
    assert (made.words.source, made.words.left_out) == (30 - len(gone) + 1, len(gone) - 1)


def test_cut__lists_the_words_and_takes_them_in_again():
    made = edits.cut(outline(), 0, 1, 0)
    assert [(item.text, item.reason) for item in made.dropped] == [("Page 3", "by_editor")]
    assert len(made.sections[0].blocks) == 1
    assert (made.words.source, made.words.left_out) == (28, 2)
    back = edits.take_in(made, 0)
    assert back.sections == outline().sections
    assert back.by_hand == []
    assert back.words == outline().words


def every_block() -> list[dict]:
    table = {"data": [["Ward", "Wells"], ["Lurambi", "7"]], "first_row_is_table_header": True}
    return [
        paragraph("One<br>two"),
        items("first", "second"),
        {"type": "note", "value": {"mark": "1", "text": "<p>As it</p><p>was.</p>"}},
        {"type": "definition", "value": {"term": "“well”", "text": "means a <i>hole</i>;"}},
        {"type": "table", "value": table},
    ]


def test_passages__name_every_word_and_each_can_be_corrected():
    sections = [Section("1", "All", 1, every_block())]
    found = list(passages(sections[0]))
    assert [each.words for each in found] == [
        "One\ntwo",
        *("(1) first", "(2) second"),
        "1 As it\nwas.",
        *("“well”", "means a hole;"),
        *("Ward", "Wells", "Lurambi", "7"),
    ]
    made = Outline("All", sections)
    for each in found:
        new = f"{each.text} too"
        made = edits.reword(made, 0, each.block, each.item, text=new, mark=each.mark or "")
    corrected = [each.text for each in passages(made.sections[0])]
    assert corrected == [f"{one.text} too" for one in found]
    assert made.sections[0].blocks[2]["value"]["text"] == "<p>As it</p><p>was. too</p>"
    assert "<i>hole</i>; too" in made.sections[0].blocks[3]["value"]["text"]


@pytest.mark.parametrize(("count", "kept"), [(2000, True), (2001, False)])
def test_reword__keeps_emphasis_in_two_thousand_words_at_most(count, kept):
    made = edits.reword(outline(), 1, 0, 0, text="deep " + "well " * (count - 1))
    assert ("<b>deep</b>" in made.sections[1].blocks[0]["value"]) is kept


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("It shall dig deeper wels.", "It shall dig <b>deeper</b> wels."),
        ("It shall dig such wels.", "It shall dig <b>such</b> wels."),
        ("It shall bore pits.", "It shall bore pits."),
    ],
)
def test_reword__gives_new_words_the_look_of_those_they_replace(text, html):
    section = Section("1", "Wells", 1, [paragraph("It shall dig <b>deep</b> wels.")])
    made = edits.reword(outline(sections=[section]), 0, 0, 0, text=text)
    assert made.sections[0].blocks == [paragraph(html)]


def test_reword__of_a_cell_finds_it_in_rows_of_any_length():
    rows = [[], ["Ward"], ["Lurambi", None, "7"]]
    section = Section("1", "Wells", 1, [{"type": "table", "value": {"data": rows}}])
    made = outline(sections=[section])
    for each in passages(section):
        made = edits.reword(made, 0, 0, each.item, text=each.text.upper())
    found = made.sections[0].blocks[0]["value"]["data"]
    assert found == [[], ["WARD"], ["LURAMBI", None, "7"]]


def test_cut__of_the_only_item_leaves_no_list():
    made = outline(sections=[Section("1", "Wells", 1, [paragraph("One."), items("dig wells;")])])
    assert edits.cut(made, 0, 1, 0).sections[0].blocks == [paragraph("One.")]


def test_cut__takes_an_item_a_cell_or_a_whole_definition():
    made = Outline("All", [Section("1", "All", 1, every_block())])
    made = edits.cut(made, 0, 4, 3)
    made = edits.cut(made, 0, 3, 1)
    made = edits.cut(made, 0, 1, 0)
    assert [item.text for item in made.dropped] == ["7", "“well” means a hole;", "(1) first"]
    assert [each.words for each in passages(made.sections[0])] == [
        *("One\ntwo", "(2) second", "1 As it\nwas.", "Ward", "Wells", "Lurambi", ""),
    ]


@pytest.mark.parametrize(
    ("section", "block", "item", "words"),
    [(9, 0, 0, "x"), (0, 9, 0, "x"), (0, 0, 9, "x"), (0, -1, 0, "x"), (0, 0, 0, " ")],
)
def test_reword__of_what_is_not_there_or_with_nothing_is_refused(section, block, item, words):
    with pytest.raises(CannotEdit):
        edits.reword(outline(), section, block, item, text=words)


def test_outline__keeps_its_record_as_data():
    made = next_file(EVERY["words"](outline()))
    made = EVERY["heading"](made)
    assert Outline.from_dict(made.to_dict()) == made
    data = {name: value for name, value in made.to_dict().items() if name != "by_hand"}
    assert Outline.from_dict(data).by_hand == []
    assert isinstance(made.offered[0], HandEdit)


TWICE = [
    Section("1", "Objectives", 1, [paragraph("Clean water.")]),
    Section("2", "Objectives", 1, [paragraph("Safe roads."), paragraph("Not applicable.")]),
]


def untitled(of: Outline) -> Outline:
    """The same without numbers, so that one heading stands twice."""
    return replace(of, sections=[replace(each, number="", written=None) for each in of.sections])


@pytest.mark.parametrize(
    "edit",
    [
        lambda found: edits.rename(found, 1, number="", title="Aims of roads"),
        lambda found: edits.demote(found, 1),
        lambda found: edits.merge(found, 1),
    ],
)
def test_offers__of_a_heading_that_stands_twice_are_not_the_same(edit):
    file = untitled(outline(sections=TWICE))
    again = next_file(edit(file), sections=file.sections)
    assert [each.state for each in offers(again)] == ["other"]
    assert all_done_again(again).sections == file.sections


def test_offers__leave_out_the_one_of_two_that_says_the_words():
    file = untitled(outline(sections=TWICE))
    again = next_file(edits.drop(file, 1), sections=file.sections)
    [offer] = offers(again)
    assert (offer.state, offer.at) == ("same", 1)


def test_offers__of_a_passage_that_stands_in_another_section_are_not_the_same():
    file = outline(sections=TWICE)
    elsewhere = [Section("9", "Penalties", 1, [paragraph("Not applicable.")])]
    again = next_file(edits.cut(file, 1, 1, 0), sections=elsewhere)
    assert [each.state for each in offers(again)] == ["other"]
    assert text(all_done_again(again), 0) == "Not applicable."
    twice = [Section("9", "Penalties", 1, [paragraph("Not applicable.")] * 2)]
    assert [each.state for each in offers(replace(again, sections=twice))] == ["gone"]


def test_offers__of_a_passage_that_its_section_says_twice_are_not_the_same():
    file = outline(sections=TWICE)
    twice = [replace(TWICE[1], blocks=[paragraph("Not applicable.")] * 2)]
    again = next_file(edits.cut(file, 1, 1, 0), sections=twice)
    assert [each.state for each in offers(again)] == ["other"]


def test_done_again__keeps_the_mark_of_an_item_that_is_a_paragraph_now():
    file = outline(sections=[Section("1", "Fees", 1, [items("a fee of ten shilings;")])])
    edited = edits.reword(file, 0, 0, 0, text="a fee of ten shillings;", mark="(1)")
    as_paragraph = [Section("1", "Fees", 1, [paragraph("(1) a fee of ten shilings;")])]
    again = next_file(edited, sections=as_paragraph)
    assert text(all_done_again(again), 0) == "(1) a fee of ten shillings;"


@pytest.mark.parametrize("kind", ["title", "heading", "level", "words"])
def test_done_to__is_what_another_file_has_in_its_place(kind):
    edit = HandEdit(kind, "1 Fees", "was", "now", "1", "Fees")
    assert edit.done_to("there") == replace(edit, was="there")


@pytest.mark.parametrize("kind", ["cut", "merge", "split", "leave_out", "take_in"])
def test_done_to__of_what_becomes_nothing_else_is_the_edit(kind):
    edit = HandEdit(kind, "1 Fees", "was")
    assert edit.done_to("there") is edit


COVER = [paragraph("The County of Kakamega"), paragraph("A foreword.")]


def with_cover() -> Outline:
    words = WordMeasure(source=40, arrived=40)
    return outline(front_matter=list(COVER), words=words)


FRONT_EDITS = {
    "words": lambda found: edits.reword(found, FRONT_MATTER, 1, 0, text="A better foreword."),
    "cut": lambda found: edits.cut(found, FRONT_MATTER, 1, 0),
    "a section": lambda found: edits.split(found, FRONT_MATTER, 1),
    "all of it a section": lambda found: edits.split(found, FRONT_MATTER, 0),
    "left out": lambda found: edits.drop(found, FRONT_MATTER),
}


@pytest.mark.parametrize("kind", FRONT_EDITS)
def test_front_matter__is_corrected_as_a_section_is_and_again_in_the_next_file(kind):
    made = FRONT_EDITS[kind](with_cover())
    assert made.front_matter != COVER
    assert made.words.source == made.words.arrived
    done = all_done_again(next_file(made, front_matter=list(COVER), words=with_cover().words))
    assert (done.front_matter, done.sections) == (made.front_matter, made.sections)
    assert done.offered == []


@pytest.mark.parametrize("block", [0, 1])
def test_front_matter__that_was_left_out_goes_back_to_where_it_stood(block):
    left = edits.cut(with_cover(), FRONT_MATTER, block, 0)
    assert edits.take_in(left, 0).front_matter == COVER
    assert edits.take_in(edits.drop(with_cover(), FRONT_MATTER), 0).front_matter == COVER


@pytest.mark.parametrize(
    "step",
    [
        lambda found: edits.rename(found, FRONT_MATTER, number="1", title="Cover"),
        lambda found: edits.promote(found, FRONT_MATTER),
        lambda found: edits.demote(found, FRONT_MATTER),
        lambda found: edits.merge(found, FRONT_MATTER),
        lambda found: edits.drop(replace(found, front_matter=[]), FRONT_MATTER),
    ],
)
def test_front_matter__has_no_heading_to_correct(step):
    with pytest.raises(edits.CannotEdit):
        step(with_cover())


def picture(alt: str) -> dict:
    return {"type": "image", "value": ImageData("a.png", b"", alt)}


@pytest.mark.parametrize("alt", ["A map of wells", ""])
def test_cut__takes_a_picture_alone_and_gives_it_back(alt):
    section = Section("1", "Wells", 1, [paragraph("Dig."), picture(alt), paragraph("Mend.")])
    before = Outline(sections=[section], words=WordMeasure(5, 5))
    left = Outline.from_dict(edits.cut(before, 0, 1, 0).to_dict())
    assert [block["type"] for block in left.sections[0].blocks] == ["paragraph", "paragraph"]
    assert left.words == before.words
    taken = edits.take_in(left, 0)
    assert (taken.sections, taken.words, taken.by_hand) == (before.sections, before.words, [])
    assert edits.leave_out(taken, 0).sections == left.sections


def test_offers__know_a_picture_by_its_words():
    section = Section("1", "Wells", 1, [picture("A map"), picture("A plan")])
    made = edits.cut(Outline(sections=[section]), 0, 1, 0)
    again = Outline(sections=[section], offered=to_remember(made))
    assert [offer.state for offer in offers(again)] == ["same"]
    assert all_done_again(again).sections == made.sections


def drawn(content: bytes, alt: str = "", name: str = "a.png") -> dict:
    return {"type": "image", "value": ImageData(name, content, alt)}


def of_pictures(*blocks: dict, **more) -> Outline:
    """As it comes back from the database, without a byte of its pictures."""
    section = Section("1", "Wells", 1, [paragraph("Dig."), *blocks])
    return Outline.from_dict(Outline(sections=[section], **more).to_dict())


def said_of(outline: Outline, at: int = 0) -> list[str]:
    return [each.alt for _block, each in pictures(outline.sections[at])]


def test_describe__says_what_a_picture_shows_and_no_other_word_changes():
    before = of_pictures(drawn(b"map"), drawn(b"plan"), words=WordMeasure(5, 5))
    made = edits.describe(before, 0, 2, shows=" A plan\nof wells ")
    assert said_of(made) == ["", "A plan of wells"]
    assert made.words == before.words
    (edit,) = made.by_hand
    assert (edit.kind, edit.section, edit.was, edit.now) == (
        "describe",
        "1 Wells",
        "",
        "A plan of wells",
    )


@pytest.mark.parametrize("block", [0, 3, -1])
def test_describe__of_what_is_no_picture_is_refused(block):
    with pytest.raises(edits.CannotEdit):
        edits.describe(of_pictures(drawn(b"map"), drawn(b"plan")), 0, block, shows="A map")


def test_describe__again_is_one_correction_and_back_is_none():
    before = of_pictures(drawn(b"map"), drawn(b"plan"))
    made = edits.describe(edits.describe(before, 0, 1, shows="A map"), 0, 1, shows="The map")
    assert [(edit.was, edit.now) for edit in made.by_hand] == [("", "The map")]
    assert edits.describe(made, 0, 1, shows="") == before
    both = edits.describe(made, 0, 2, shows="A plan")
    assert len(both.by_hand) == 2


def test_offers__know_a_picture_by_its_bytes_whatever_its_name_and_section():
    made = edits.describe(of_pictures(drawn(b"map"), drawn(b"plan")), 0, 2, shows="A plan")
    offered = to_remember(made)
    renamed = of_pictures(drawn(b"plan", name="b.png"), drawn(b"new"), offered=offered)
    assert [offer.state for offer in offers(renamed)] == ["same"]
    assert said_of(all_done_again(renamed)) == ["A plan", ""]
    elsewhere = Section("2", "Pipes", 1, [drawn(b"plan")])
    moved = replace(of_pictures(offered=offered), sections=[Section("1", "Wells"), elsewhere])
    assert said_of(all_done_again(moved), 1) == ["A plan"]


@pytest.mark.parametrize(
    ("block", "state"),
    [
        (drawn(b"plan", "A plan"), "done"),
        (drawn(b"plan", "Made by a program"), "other"),
        (drawn(b"plan, saved again"), "other"),
        (drawn(b"plan, saved again", "Wells"), "gone"),
    ],
)
def test_offers__of_a_description_are_compared_with_what_the_file_says(block, state):
    made = edits.describe(of_pictures(drawn(b"plan")), 0, 1, shows="A plan")
    again = of_pictures(block, offered=to_remember(made))
    (offer,) = offers(again)
    assert offer.state == state
    assert all_done_again(again) == again
    if state == "other":
        assert said_of(done_again(again, offer.edit)) == ["A plan"]


def test_offers__describe_each_copy_of_a_picture():
    before = of_pictures(drawn(b"star"), drawn(b"star"))
    made = edits.describe(edits.describe(before, 0, 1, shows="One"), 0, 2, shows="Two")
    assert [(edit.was, edit.now) for edit in made.by_hand] == [("", "One"), ("", "Two")]
    assert said_of(all_done_again(replace(before, offered=to_remember(made)))) == ["One", "Two"]


def test_offers__know_a_picture_without_words_that_was_left_out():
    before = of_pictures(drawn(b"map"), drawn(b"plan"))
    made = edits.cut(before, 0, 2, 0)
    again = replace(before, offered=to_remember(made))
    assert [offer.state for offer in offers(again)] == ["same"]
    assert all_done_again(again).sections == made.sections
    assert edits.take_in(made, 0).by_hand == []


def test_offers__know_a_picture_that_was_described_and_left_out():
    before = of_pictures(drawn(b"map"))
    made = edits.cut(edits.describe(before, 0, 1, shows="A map"), 0, 1, 0)
    assert all_done_again(replace(before, offered=to_remember(made))).sections == made.sections
    taken = edits.take_in(made, 0)
    assert [edit.kind for edit in taken.by_hand] == ["describe"]
    assert said_of(taken) == ["A map"]


def test_offers__know_a_definition_that_was_left_out():
    """The record has it whole, term and meaning."""
    definition = {"type": "definition", "value": {"term": "well", "text": "means a hole."}}
    section = Section("1", "Words", 1, [definition, paragraph("Others.")])
    for item in (0, 1):
        made = edits.cut(Outline(sections=[section]), 0, 0, item)
        again = Outline(sections=[section], offered=to_remember(made))
        assert [offer.state for offer in offers(again)] == ["same"]
        assert all_done_again(again).sections == made.sections


def table(*rows: list[str | None]) -> dict:
    return {"type": "table", "value": table_value(list(rows), [], header_row=True)}


def test_offers__know_a_cell_that_was_filled_by_its_row():
    rows = (["Ward", "Wells"], ["Lurambi", ""], ["Mumias", ""])
    empty = Outline(sections=[Section("1", "Wells", 1, [table(*rows)])])
    made = edits.reword(empty, 0, 0, 5, text="17")
    made = edits.reword(made, 0, 0, 5, text="18")
    assert len(made.by_hand) == 1
    again = replace(empty, offered=to_remember(Outline.from_dict(made.to_dict())))
    assert [offer.state for offer in offers(again)] == ["same"]
    done = all_done_again(again)
    assert done.sections[0].blocks[0]["value"]["data"][2] == ["Mumias", "18"]
    assert [offer.state for offer in offers(replace(done, offered=made.by_hand))] == ["done"]
    other = Outline(sections=[Section("1", "Wells", 1, [table(*rows[:2])])], offered=made.by_hand)
    assert [offer.state for offer in offers(other)] == ["gone"]


def test_reword__that_crosses_another_in_its_section_keeps_both_on_record():
    section = Section("1", "Wells", 1, [paragraph("Dig."), paragraph("Mend.")])
    before = Outline(sections=[section])
    made = edits.reword(edits.reword(before, 0, 0, 0, text="Mend."), 0, 1, 0, text="Dig.")
    assert [(edit.was, edit.now) for edit in made.by_hand] == [("Dig.", "Mend."), ("Mend.", "Dig.")]
    assert all_done_again(replace(before, offered=made.by_hand)).sections == made.sections


def test_rename__that_crosses_another_keeps_both_on_record():
    before = Outline(sections=[Section("1", "Dig"), Section("2", "Mend")])
    made = edits.rename(before, 0, number="2", title="Mend")
    made = edits.rename(made, 1, number="1", title="Dig")
    assert [edit.was for edit in made.by_hand] == ["1 Dig", "2 Mend"]
    assert all_done_again(replace(before, offered=made.by_hand)).sections == made.sections
