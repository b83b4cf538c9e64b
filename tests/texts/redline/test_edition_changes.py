from hypothesis import given, settings
from hypothesis import strategies as st

from tests.texts.sections import DRAFT, FINAL, PATIENT, edition, key, section, words
from texts.edition_text import SectionText
from texts.redline import compare_editions, match_sections


def statuses(old, new):
    return [(change.status, change.section.title) for change in compare_editions(old, new).changes]


def test_compare_editions__tells_every_kind_of_change():
    old = [
        section("1", "Stays", "a", name="stays"),
        section("2", "Goes", "b", name="goes"),
        section("3", "Words", "c", name="words"),
        section("4", "Number", "d", name="number"),
    ]
    new = [
        section("1", "Stays", "a", name="stays"),
        section("2", "Words", "c and more", name="words"),
        section("3", "Number", "d", name="number"),
        section("4", "Comes", "e", name="comes"),
    ]
    assert statuses(old, new) == [
        ("unchanged", "Stays"),
        ("removed", "Goes"),
        ("changed", "Words"),
        ("renumbered", "Number"),
        ("new", "Comes"),
    ]
    comparison = compare_editions(old, new)
    assert comparison.changes[2].renumbered
    assert not comparison.changes[2].retitled
    assert comparison.summary() == "1 section changed, 1 new, 1 removed, 1 renumbered"


def test_compare_editions__the_fewest_sections_count_as_moved():
    old = [section(str(n), f"T{n}", "x") for n in range(5)]
    new = [old[4], *old[:4]]
    assert statuses(old, new)[0] == ("moved", "T4")
    assert compare_editions(old, new).counts["moved"] == 1


def test_compare_editions__another_depth_is_a_move():
    old = [section("1", "T", "x", level=1)]
    new = [section("1", "T", "x", level=2)]
    assert statuses(old, new) == [("moved", "T")]


def test_compare_editions__a_new_title_is_a_change():
    [change] = compare_editions([section("1", "A", "x")], [section("1", "B", "x")]).changes
    assert change.status == "changed"
    assert change.retitled


def test_compare_editions__white_space_and_block_ids_are_no_change():
    old = [section("1", "T", "a  b")]
    new = [section("1", "T ", "a b ")]
    comparison = compare_editions(old, new)
    assert not comparison.differs
    assert comparison.summary() == "No section changed"


def test_compare_editions__summary_counts_in_words():
    old = [section(str(n), "T", f"text {n}") for n in range(13)]
    new = [section(str(n), "T", f"other {n}") for n in range(12)] + [
        section(f"n{n}", "T", "x") for n in range(3)
    ]
    assert compare_editions(old, new).summary() == "12 sections changed, 3 new, 1 removed"


def test_compare_editions__removed_first_section_comes_first():
    gone, stays = section("1", "Gone", "x"), section("2", "Stays", "y")
    assert statuses([gone, stays], [stays]) == [("removed", "Gone"), ("unchanged", "Stays")]


@PATIENT
@given(st.permutations(range(8)), st.sets(st.integers(0, 7)), st.sets(st.integers(0, 7)))
def test_compare_editions__every_section_is_there_once(order, dropped, changed):
    old = [section(str(n), f"T{n}", "x") for n in range(8)]
    new = [
        section(str(n), f"T{n}", "y" if n in changed else "x") for n in order if n not in dropped
    ]
    comparison = compare_editions(old, new)
    assert sorted(change.section.title for change in comparison.changes) == [
        f"T{n}" for n in range(8)
    ]
    assert [change.new for change in comparison.changes if change.new] == new
    assert comparison.counts["removed"] == len(dropped)
    assert comparison.counts["changed"] == len(changed - dropped)


def pairs(old, new):
    return {
        old[match.old_index].title: new[match.new_index].title
        for match in match_sections(old, new)
        if match.old_index is not None and match.new_index is not None
    }


TEXTS = {
    "Citation": "This Act may be cited as the County Public Participation Act and starts now.",
    "Meetings": "The county executive shall hold a public meeting in every ward twice each year.",
    "Records": "The clerk keeps a register of all views received and of the answers given to them.",
    "Funding": "The county assembly sets aside money for participation in the yearly budget.",
}


def written(**numbers):
    return [section(number, title, TEXTS[title]) for title, number in numbers.items()]


def test_match_sections__renumbering_is_no_change_of_identity():
    old = written(Citation="1", Meetings="2", Records="3")
    new = written(Citation="1", Funding="2", Meetings="3", Records="4")
    assert pairs(old, new) == {"Citation": "Citation", "Meetings": "Meetings", "Records": "Records"}
    assert [match.reason for match in match_sections(old, new)] == ["same", "new", "text", "text"]


def test_match_sections__a_new_title_and_a_few_new_words_still_match():
    old = written(Meetings="2", Records="3")
    new = [
        section("7", "Ward forums", TEXTS["Meetings"].replace("twice", "three times")),
        section("8", "Register", TEXTS["Records"].replace("all views", "every view")),
    ]
    assert pairs(old, new) == {"Meetings": "Ward forums", "Records": "Register"}


def test_match_sections__finds_each_edited_text_among_a_thousand_without_number_or_title():
    def text(n: int, changed: str = "") -> list[dict]:
        words = " ".join(f"w{(31 * n + 7 * at) % 997}" for at in range(30))
        return [{"type": "paragraph", "value": f"<p>The county {changed} {words}.</p>"}]

    old = [SectionText(None, "", "", 1, text(n)) for n in range(1_000)]
    new = [SectionText(None, "", "", 1, text(n, "surely")) for n in range(999, -1, -1)]
    found = match_sections(old, new)
    alike = [old[each.old_index].text for each in found if each.old_index is not None]
    expected = [each.text.replace("surely ", "") for each in new]
    assert sum(one == other for one, other in zip(alike, expected, strict=True)) > 990


def test_match_sections__the_same_number_alone_joins_nothing():
    old = [section("2", "Goats", "Goats graze on common land without a fee.")]
    new = [section("2", "Broadcasting", "Radio stations announce hearings before eight.")]
    assert [match.reason for match in match_sections(old, new)] == ["new", "removed"]


def test_match_sections__repeated_titles_are_told_apart_by_their_text():
    old = [
        section("3", "Composition", TEXTS["Meetings"]),
        section("9", "Composition", TEXTS["Records"]),
    ]
    new = [
        section("4", "Composition", TEXTS["Records"]),
        section("5", "Composition", TEXTS["Meetings"]),
    ]
    found = [(match.old_index, match.new_index) for match in match_sections(old, new)]
    assert found == [(1, 0), (0, 1)]


def test_match_sections__equal_twins_pair_in_order():
    twins = [section("", "Footnotes", "See the annex for this.") for _ in range(3)]
    found = [(match.old_index, match.new_index) for match in match_sections(twins, twins)]
    assert found == [(0, 0), (1, 1), (2, 2)]


def test_match_sections__empty_headings_match_by_title():
    old, new = [section("", "PART II")], [section("", "PART II")]
    assert match_sections(old, new)[0].old_index == 0


@settings(PATIENT, max_examples=40)
@given(
    st.lists(st.tuples(words(), words(), words()), max_size=8),
    st.lists(st.tuples(words(), words(), words()), max_size=8),
)
def test_match_sections__is_one_to_one_and_leaves_nothing_out(old_texts, new_texts):
    old = [SectionText(None, n, t, 1, [{"type": "paragraph", "value": b}]) for n, t, b in old_texts]
    new = [SectionText(None, n, t, 1, [{"type": "paragraph", "value": b}]) for n, t, b in new_texts]
    matches = match_sections(old, new)
    assert sorted(m.old_index for m in matches if m.old_index is not None) == list(range(len(old)))
    assert [m.new_index for m in matches if m.new_index is not None] == list(range(len(new)))
    assert all(0 <= match.score <= 1 for match in matches)


def test_match_sections__policy_before_and_after_its_consultation():
    old, new = edition(DRAFT), edition(FINAL)
    found = pairs(
        [s for s in old if s.title != "Footnotes"], [s for s in new if s.title != "Footnotes"]
    )
    assert found["Objectives"] == "Objectives"
    assert found["Scope and Reach"] == "Scope and Reach"
    assert found["One Register for the County"] == "One Register for the County"
    assert found["Carrying It Out"] == "Carrying It Out"
    assert found["Appendix A: Definitions"] == "Appendix A: Definitions"
    assert found["Membership in a Keepers' Group"] == "Taking Part in a Keepers' Group"
    assert "Appendix B: Costs of a Spring Box" not in found


def test_compare_editions__policy_section_by_section():
    old, new = edition(DRAFT), edition(FINAL)
    keys = {match.new_index: match.old_index for match in match_sections(old, new)}
    old = [keyed(s, f"old {place}") for place, s in enumerate(old)]
    new = [
        keyed(s, f"old {keys[place]}" if keys[place] is not None else f"new {place}")
        for place, s in enumerate(new)
    ]
    by_title = {change.section.title: change for change in compare_editions(old, new).changes}
    assert by_title["Carrying It Out"].status == "changed"
    assert by_title["Carrying It Out"].renumbered
    assert by_title["Objectives"].status == "changed"
    assert not by_title["Objectives"].renumbered
    assert by_title["Water.mfano"].status == "new"
    assert by_title["Appendix B: Costs of a Spring Box"].status == "removed"


def keyed(text: SectionText, name: str) -> SectionText:
    return SectionText(key(name), text.number, text.title, text.level, text.blocks)
