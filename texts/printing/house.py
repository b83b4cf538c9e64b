"""The house style of what is not typeset: the colours of `house.typ`, and what Word adds."""

FONT = "Calibri"
FOREST = "1F5A3A"
FOREST_DARK = "123825"
FOREST_SOFT = "E7F0EA"
ACCENT = "B4531F"
MUTED = "56625B"
RULE = "C9D5CD"
INK = "1D2420"
LANGUAGES = {"en": "en-GB", "sw": "sw-KE"}
"""Language tags for spelling and for screen readers; Word has no spelling of Kenyan English."""


def web_colour(colour: str) -> str:
    """A colour as a chart and a spreadsheet have it: ``#1f5a3a``."""
    return f"#{colour.lower()}"


def language_tag(language: str) -> str:
    """The tag Word knows a language by; its code where it has no other."""
    return LANGUAGES.get(language, language)
