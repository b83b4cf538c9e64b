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


def initials(title: str) -> str:
    """The first letters of a title's words, at most six: "Public Participation Policy" → PPP.

    Articles and linking words are passed over, in English and Kiswahili: "The Hall of Fame" → HF.
    """
    words = [word for word in title.split() if word[0].isalpha() and word[0].isascii()]
    telling = [word for word in words if word.lower() not in LINKING_WORDS]
    letters = "".join(word[0] for word in telling or words)
    return (letters or "POL").upper()[:6]
