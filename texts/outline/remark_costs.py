"""Every remark that detection makes on a section, by what it costs if nobody looks."""

from __future__ import annotations

from texts.kept_words import remark as _

PICTURE = _(
    "A picture stands here where text might. If it shows words, such as a scanned schedule,"
    " type them: nobody can comment on a picture, search it or have it read aloud."
)
LONG = _(
    "This section is too long for one page, and no pages can be made while it is."
    " Make headings of some of its paragraphs, or leave out what is no text."
)
STYLE = _("Its style says that it stands at another level.")
COSTS = (
    LONG,
    _("The clause before this one was not found."),
    _("No headings were found, so that all of the text is in one section."),
    _("Another section has the same number."),
    PICTURE,
    _("The number is missing in the file."),
    _("The number was misread in the file: “%(words)s”."),
    _("“%(words)s” stood apart from the end of this clause."),
    _("The number of the law was misread in the file: “%(words)s”."),
    _("The title was misread in the file: “%(words)s”."),
    STYLE,
    _("It looked like a heading, but has no heading style or number."),
    _("No title was found for this clause."),
    _("This heading was taken from the printed contents."),
    _("The title was taken from the printed contents; the file has “%(words)s”."),
    _("The title was taken from the printed contents."),
)
"""What may be lost or wrong law first, what is only called amiss last."""
RANKS = {remark.message: rank for rank, remark in enumerate(COSTS)}
