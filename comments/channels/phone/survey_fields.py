"""What the survey form asks, and how its answers are called: one list for form and door."""

VIEWS = "views"
LANGUAGE = "language"
EDITION = "edition"
SECTION, STANCE, WORDS = "section", "stance", "comment"
NAME, ORGANISATION, WARD = "name", "organisation", "ward"
WANTS_ANSWER, PHONE = "wants_answer", "phone"


def section_choice(version_id: int) -> str:
    """How a section is called in the form: by the text that was read there."""
    return f"v{version_id}"


def version_chosen(choice: str) -> int | None:
    """The text that an answer means; None for what no form of ours offers."""
    digits = choice.removeprefix("v")
    known = choice.startswith("v") and digits.isascii() and digits.isdecimal()
    return int(digits) if known and len(digits) < 10 else None
