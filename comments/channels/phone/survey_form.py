"""An open edition as an XLSForm, for KoboToolbox and ODK, with its sections as choices.

Cells are written as text: no section's title is a formula. What is asked is named in
`comments.channels.phone.survey_fields`, which the door reads answers by.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from xlsxwriter import Workbook

from comments.channels.phone import survey_fields
from comments.channels.phone.open_editions import commentable_entries
from comments.channels.phone.survey_fields import section_choice
from comments.choices import Stance
from comments.models.comment import TEXT_MAX, TEXT_MIN
from home.models import Ward
from policies.models import Edition, EditionSection
from policies.reading.downloads import content_key, made_once
from policies.reading.shown_editions import digest
from texts.sheets import AS_TEXT, xlsx_cell

FORM_VERSION = 1  # raise it when the same edition gives another form than before
LABELS = tuple(f"label::{name} ({code})" for code, name in settings.LANGUAGES)
HINTS = tuple(f"hint::{name} ({code})" for code, name in settings.LANGUAGES)
MESSAGES = tuple(f"constraint_message::{name} ({code})" for code, name in settings.LANGUAGES)
SURVEY = (
    *("type", "name", *LABELS, *HINTS, "required", "relevant", "constraint", *MESSAGES),
    *("appearance", "calculation"),
)
CHOICES = ("list_name", "name", *LABELS)
PER_LANGUAGE = {"label": LABELS, "hint": HINTS, "constraint_message": MESSAGES}
Row = dict[str, str]


def survey_path(edition: Edition) -> Path:
    """The form of an edition, made now where there is none of this content."""
    return made_once(
        folder=settings.DATA_DIR / "downloads" / f"survey-{edition.pk}",
        stem=f"survey-{_key(edition)}",
        extension="xlsx",
        make=lambda out: write_survey(edition, out),
    )


def _key(edition: Edition) -> str:
    entries = [commentable_entries(edition, code) for code, _name in settings.LANGUAGES]
    texts = [digest(each) for each in entries]
    return content_key([FORM_VERSION, edition.pk, texts, _titles(edition), settings.PRIVACY_URL])


def write_survey(edition: Edition, path: Path) -> None:
    """The three sheets that an XLSForm has."""
    title, *_other = _titles(edition)
    about = {
        "form_title": title,
        "form_id": f"maoni_{edition.policy.reference.lower()}_{edition.number}",
        "version": _key(edition)[:12],
        "default_language": "Kiswahili (sw)",
    }
    with Workbook(str(path), {"constant_memory": True, **AS_TEXT}) as book:
        _write(book, "survey", SURVEY, _questions(edition))
        _write(book, "choices", CHOICES, _choices(edition))
        _write(book, "settings", tuple(about), [about])


def _write(book: Workbook, name: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    sheet = book.add_worksheet(name)
    for at, column in enumerate(columns):
        sheet.write_string(0, at, column)
    for line, row in enumerate(rows, 1):
        for at, column in enumerate(columns):
            if value := row.get(column):
                sheet.write_string(line, at, xlsx_cell(value))


def _titles(edition: Edition) -> list[str]:
    titles = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            titles.append(f"{edition.policy.localized.title}, {edition.shown_label}")
    return titles


def _questions(edition: Edition) -> Iterator[Row]:
    yield {"type": "calculate", "name": survey_fields.EDITION, "calculation": f"'{edition.pk}'"}
    yield _note("about", _titles(edition))
    for ask in (_about_privacy, _language, _views, _who, _answer):
        yield from _in_both(ask)


def _in_both(ask: Callable[[], Iterator[Row]]) -> Iterator[Row]:
    """The rows, each with its words in every language."""
    versions = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            versions.append(list(ask()))
    for rows in zip(*versions, strict=True):
        merged = {name: value for name, value in rows[0].items() if name not in PER_LANGUAGE}
        for name, columns in PER_LANGUAGE.items():
            merged |= {
                column: row[name] for column, row in zip(columns, rows, strict=True) if name in row
            }
        yield merged


def _note(name: str, labels: Sequence[str]) -> Row:
    return {"type": "note", "name": name, **dict(zip(LABELS, labels, strict=True))}


def _about_privacy() -> Iterator[Row]:
    said = _(
        "What you say is counted and may be published, with the name that you give. Do not name"
        " private persons. What becomes of it: %(url)s"
    )
    yield {"type": "note", "name": "privacy", "label": said % {"url": settings.PRIVACY_URL}}


def _language() -> Iterator[Row]:
    yield {
        "type": "select_one languages",
        "name": survey_fields.LANGUAGE,
        "label": _("Language of the answers"),
        "required": "yes",
    }


def _views() -> Iterator[Row]:
    """One view or several: the answers of each stand in a group that is repeated."""
    yield {"type": "begin_repeat", "name": survey_fields.VIEWS, "label": _("A view")}
    yield {
        "type": "select_one sections",
        "name": survey_fields.SECTION,
        "label": _("Which section?"),
        "required": "yes",
        "appearance": "minimal autocomplete",
    }
    yield {
        "type": "select_one stances",
        "name": survey_fields.STANCE,
        "label": _("What do you think of this section?"),
        "required": "yes",
    }
    yield {
        "type": "text",
        "name": survey_fields.WORDS,
        "label": _("Your comment"),
        "hint": _("In the respondent's own words."),
        "required": "yes",
        "appearance": "multiline",
        "constraint": f"string-length(.) >= {TEXT_MIN} and string-length(.) <= {TEXT_MAX}",
        "constraint_message": _("From 3 to 5,000 characters."),
    }
    yield {"type": "end_repeat"}


def _who() -> Iterator[Row]:
    shown = _("Shown with the comment. Leave it empty where they gave none.")
    yield {"type": "text", "name": survey_fields.NAME, "label": _("Name"), "hint": shown}
    yield {"type": "text", "name": survey_fields.ORGANISATION, "label": _("Organisation")}
    yield {
        "type": "select_one wards",
        "name": survey_fields.WARD,
        "label": _("Ward"),
        "appearance": "minimal autocomplete",
    }


def _answer() -> Iterator[Row]:
    wants = survey_fields.WANTS_ANSWER
    yield {
        "type": "select_one yes_no",
        "name": wants,
        "label": _("Is an answer wanted by telephone?"),
    }
    yield {
        "type": "text",
        "name": survey_fields.PHONE,
        "label": _("Telephone"),
        "hint": _("For an answer alone: those who answer see it, nobody else."),
        "relevant": f"${{{wants}}} = 'yes'",
        "appearance": "numbers",
    }


def _choices(edition: Edition) -> Iterator[Row]:
    names = dict(settings.LANGUAGES)
    for code, name in names.items():
        yield _choice("languages", code, [name] * len(LABELS))
    yield from _in_both(lambda: _named("yes_no", {"yes": _("Yes"), "no": _("No")}))
    yield from _in_both(lambda: _named("stances", dict(Stance.choices)))
    shown = [commentable_entries(edition, code) for code in names]
    for entries in zip(*shown, strict=True):
        own = _own(edition, entries)
        labels = [each.version.heading for each in entries]
        yield _choice("sections", section_choice(own.version_id), labels)
    for ward in Ward.objects.select_related("sub_county").order_by("sub_county__name", "name"):
        yield _choice("wards", ward.pk, [f"{ward.name} ({ward.sub_county.name})"] * len(LABELS))


def _own(edition: Edition, entries: Sequence[EditionSection]) -> EditionSection:
    """The text in the policy's own language: the form shows titles alone."""
    own = (each for each in entries if each.version.language == edition.policy.language)
    return next(own, entries[0])


def _named(list_name: str, labels: dict) -> Iterator[Row]:
    for name, label in labels.items():
        yield {"list_name": list_name, "name": name, "label": str(label)}


def _choice(list_name: str, name: str, labels: Sequence[str]) -> Row:
    return {"list_name": list_name, "name": name, **dict(zip(LABELS, labels, strict=True))}
