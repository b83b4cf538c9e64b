from tests.texts.writers.documents import hostile, sample
from texts.cleaning import section_line
from texts.writers import export


def text_of(document, tmp_path):
    return export(document, "txt", tmp_path / "out.txt").read_bytes().decode("utf-8")


def test_txt__has_title_particulars_headings_and_text_in_order(tmp_path):
    text = text_of(sample(), tmp_path)
    assert text.startswith("Public Participation Policy\n===========================\n\n")
    wanted = [
        "Illustrative text",
        "Edition: First draft",
        "Date: 2 March 2026",
        "PART I Preliminary\n------------------",
        "1. Citation and purpose\n",
        "This policy may be cited as",
        "In plain words: The county must ask",
        "(a) hold a forum in every ward, in which\n    (i) everyone may speak; and\n",
        "Ward forum\t4\t3",
        "FIRST SCHEDULE Form of memoranda",
    ]
    places = [text.index(piece) for piece in wanted]
    assert places == sorted(places)


def test_txt__every_word_of_every_section_is_there(tmp_path):
    document = hostile()
    text = section_line(text_of(document, tmp_path))
    assert all(section_line(section.text) in text for section in document.sections)


def test_txt__no_control_character_gets_through(tmp_path):
    text = text_of(hostile(), tmp_path)
    assert not {"\x00", "\x07", "\x1b", "\r"} & set(text)


def test_txt__empty_edition_is_still_a_document(tmp_path):
    text = text_of(sample(sections=[], illustrative=False), tmp_path)
    assert "Edition: First draft" in text
    assert "Illustrative text" not in text
