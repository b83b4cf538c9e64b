"""The small words of titles, in English and Kiswahili."""

JOINING_WORDS = {
    *("and", "for", "in", "of", "on", "the", "to", "with"),
    *("la", "na", "wa", "ya", "za"),
}
"""Those that stand inside names of several words: Commission on Revenue Allocation."""

LINKING_WORDS = JOINING_WORDS | {
    *("a", "an", "at", "by", "from", "or"),
    *("cha", "kwa", "vya"),
}
"""Those that initials pass over, and that have no capital in the name of a policy."""
