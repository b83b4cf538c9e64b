"""What of a line is underlined, as people set titles on a typewriter."""

import pytest

from texts.readers.looks import RunLook, underlining

LINE, PLAIN = RunLook(underlined=True), RunLook()
BOLD, LINK = RunLook(underlined=True, bold=True), RunLook(underlined=True, href="https://e.org/")


@pytest.mark.parametrize(
    ("pieces", "whole", "prefix"),
    [
        ([("Quorum", LINE)], True, ""),
        ([("Quo", LINE), (" ", PLAIN), ("rum", LINE), (" ", PLAIN)], True, ""),
        ([("Quo", LINE), ("rum.", LINE), (" Five.", PLAIN)], False, "Quorum."),
        ([(" 1.  ", LINE), ("Quorum", LINE), (" ", PLAIN), ("Five", PLAIN)], False, "1. Quorum"),
        ([("Five ", PLAIN), ("Quorum", LINE)], False, ""),
        ([("Quorum", LINE), (" five ", PLAIN), ("here", LINE)], False, ""),
        ([("Quorum", LINE), (" five", RunLook(bold=True))], False, ""),
        ([("Quorum", BOLD)], False, ""),
        ([("Quorum", LINK)], False, ""),
        ([("Quorum", LINE), ("here", LINK)], False, "Quorum"),
        ([(" ", LINE)], False, ""),
        ([], False, ""),
    ],
)
def test_underlining__is_of_all_of_a_line_or_of_the_words_it_begins_with(pieces, whole, prefix):
    assert underlining(pieces) == (whole, prefix)
