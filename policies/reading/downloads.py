"""An edition as a file, made once for each content and language and kept on disk."""

import fcntl
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.images import get_image_model

from policies.models import Edition, EditionSection
from policies.reading.recorded_images import files_now
from policies.reading.shown_editions import digest, edition_entries, holds_back, section_texts
from texts.body import body_parts
from texts.edition_text import EditionText, ImageFile, SectionText, front_text
from texts.writers import FORMATS, export

FILE_VERSION = 3  # raise it when the same edition gives another file than before


def edition_path(edition: Edition, language: str, format_name: str) -> Path:
    """The file of an edition, made now where there is none of this content.

    Two who ask at once wait for one making. Raises what `texts.writers.export` raises.
    """
    language, entries = in_language(edition, language)
    with override(language):
        front = edition.front_blocks(language)
        marks = [FILE_VERSION, digest(entries), front_marks(edition), front]
    return made_once(
        folder=settings.DATA_DIR / "downloads" / f"edition-{edition.pk}",
        stem=f"{language}-{content_key([*marks, files_now(entries, front)])}",
        extension=FORMATS[format_name].extension,
        make=lambda out: export(edition_document(edition, language, entries), format_name, out),
    )


def in_language(edition: Edition, language: str) -> tuple[str, list[EditionSection]]:
    """The language the edition can be given in, and what stands in it then.

    An edition of which no section is in ``language`` is given in the policy's own.
    """
    entries = edition_entries(edition, language)
    if any(entry.version.language == language for entry in entries):
        return language, entries
    own = edition.policy.language
    return own, edition_entries(edition, own)


def edition_document(edition: Edition, language: str, entries: list[EditionSection]) -> EditionText:
    """Everything that a download of the edition is made of."""
    policy = edition.policy
    sections = section_texts(entries)
    front = front_text(edition.front_blocks(language))
    with override(language):
        title, label = policy.localized.title, edition.shown_label
        note = _note(edition)
    return EditionText(
        title=title,
        edition=label,
        sections=sections,
        language=language,
        reference=policy.reference,
        date=timezone.localdate(edition.published_at),
        note=note,
        url=edition_url(edition, language),
        organisation=policy.responsible_body,
        illustrative=policy.illustrative,
        slug=policy.slug,
        images=_images([front, *sections]),
        front=front,
    )


def _note(edition: Edition) -> str:
    """What the editors say of the edition; and that there is more of it, where there is."""
    withdrawn = ""
    if edition.policy.withdrawn_at:
        date = date_format(timezone.localtime(edition.policy.withdrawn_at), "DATE_FORMAT")
        withdrawn = _("This policy was withdrawn on %(date)s.") % {"date": date}
        withdrawn = f"{withdrawn} {edition.policy.withdrawal[0]}"
    held_back = _("Some sections are not public, and left out.") if holds_back(edition) else ""
    return "\n".join(filter(None, (withdrawn, edition.shown_note, held_back)))


def edition_url(edition: Edition, language: str) -> str:
    """The public address of an edition."""
    with override(language):
        path = reverse("policies:edition", args=[edition.policy.slug, edition.number])
    return settings.PUBLIC_URL + path


def file_name(edition: Edition, language: str, format_name: str) -> str:
    """``water-policy-edition-2-sw.pdf``."""
    name = slugify(edition.policy.slug)[:80] or "policy"
    extension = FORMATS[format_name].extension
    return f"{name}-edition-{edition.number}-{language}.{extension}"


def front_marks(edition: Edition) -> list:
    """What stands in the file besides the text."""
    policy = edition.policy
    return [
        policy.localized.title,
        edition.shown_label,
        _note(edition),
        edition.published_at,
        policy.reference,
        policy.responsible_body,
        policy.illustrative,
        policy.slug,
        settings.PUBLIC_URL,
    ]


def _images(sections: Iterable[SectionText]) -> dict[str, ImageFile]:
    parts = (part for section in sections for part in body_parts(section.blocks))
    refs = {ref for part in parts if (ref := getattr(part, "ref", "")).isdigit()}
    found = {}
    for pk, image in get_image_model().objects.in_bulk([int(ref) for ref in refs]).items():
        try:
            with image.file.open("rb") as file:
                content = file.read()
        except OSError:
            continue
        found[str(pk)] = ImageFile(content, urljoin(f"{settings.PUBLIC_URL}/", image.file.url))
    return found


def made_once(*, folder: Path, stem: str, extension: str, make: Callable[[Path], object]) -> Path:
    """The file ``folder/stem.extension``, made by ``make(out)`` where it is not there yet.

    ``stem`` is "what-contenthash": older files of the same "what" are removed. Whoever comes
    while it is being made, in this process or another, waits for it.
    """
    path = folder / f"{stem}.{extension}"
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    what = stem.rpartition("-")[0]
    with _locked(folder / f"{what}.{extension}.lock"):
        if not path.exists():
            make(path)
            for old in folder.glob(f"{what}-*.{extension}"):
                if old != path:
                    old.unlink(missing_ok=True)
    return path


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def content_key(marks: object) -> str:
    """A short hash of what a file is made from."""
    text = json.dumps(marks, default=str, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:24]
