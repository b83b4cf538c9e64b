"""From an outline to pages: what an importer proposed becomes a policy and its sections."""

import io
import itertools
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import asdict, dataclass, field

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.utils import timezone
from django.utils.html import escape
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail.blocks import StreamValue
from wagtail.images import get_image_model
from wagtail.images.fields import WagtailImageField
from wagtail.log_actions import get_active_log_context, log
from wagtail.models import Locale, Page, PageLogEntry, Revision
from wagtail.utils.file import hash_filelike

from home.models import FormerAddress, Theme
from policies.imports.import_plan import NewPolicy
from policies.imports.size_check import check_bounds
from policies.models import PolicyIndexPage, PolicyPage, PolicyTag, SectionPage
from policies.models.policy_pages import free_reference
from policies.publishing.indexing import indexed_together
from policies.publishing.services import PolicyError
from texts.kept_words import KeptWords
from texts.nesting import Parents, child_counts
from texts.outline.model import DraftBlock, Outline, Section
from texts.source import ImageData

TITLE_MAX, NUMBER_MAX, SLUG_MAX = 255, 40, 60
MAX_LEVEL = 12  # sections deeper than this stand beside each other
BATCH = 100

Progress = Callable[[int, int], None]


@dataclass
class ImportResult:
    """The pages made, and what the editor should look at."""

    policy: PolicyPage
    sections: list[SectionPage] = field(default_factory=list)
    warnings: list[KeptWords] = field(default_factory=list)


def no_progress(done: int, total: int) -> None:
    """Nobody is waiting."""


def create_policy(
    outline: Outline,
    policy: NewPolicy | None = None,
    *,
    parent: PolicyIndexPage | None = None,
    user: User | None = None,
    progress: Progress = no_progress,
) -> ImportResult:
    """Make a draft policy with a draft page for each section of the outline; all or nothing.

    Raises `PolicyError` where there is nothing to make, or too much, or the slug is taken.
    """
    if not outline.sections:
        raise PolicyError(_("The file has no text to import."))
    check_bounds(outline)
    wanted = policy or NewPolicy()
    title = (wanted.title or outline.title or outline.sections[0].title).strip()[:TITLE_MAX]
    parent = parent or PolicyIndexPage.objects.filter(locale=Locale.get_default()).first()
    if parent is None:
        raise PolicyError(_("Make a list of policies below the home page first."))
    slug = policy_slug(wanted.slug or title)
    if parent.get_children().filter(slug=slug).exists():
        raise PolicyError(
            KeptWords(
                gettext_noop("There is a policy at “%(slug)s” already: choose another slug."),
                {"slug": slug},
            )
        )
    slug = next_slug(slug, FormerAddress.objects.slugs_below(parent))
    result = ImportResult(policy=PolicyPage(title=title, slug=slug, live=False, owner=user))
    with indexed_together():
        images = ImageStore(user, result.warnings)
        _fill(result.policy, wanted)
        result.policy.front_matter = stream("front_matter", outline.front_matter, images)
        parent.add_child(instance=result.policy)
        result.policy.save_revision(user=user, log_action=True)
        _add_sections(outline.sections, result, images, user, progress)
        log_import(result, outline, user)
    return result


def policy_slug(title: str) -> str:
    return slugify(title)[:SLUG_MAX].strip("-") or "policy"


def address_is_taken(title: str, parent: PolicyIndexPage) -> bool:
    """Whether another policy stands where one of this title would."""
    return parent.get_children().filter(slug=policy_slug(title)).exists()


def _fill(page: PolicyPage, wanted: NewPolicy) -> None:
    for name in (
        "summary",
        "legal_basis",
        "responsible_body",
        "views",
        "what_happens_next",
        "illustrative",
    ):
        setattr(page, name, getattr(wanted, name))
    page.reference = wanted.reference or free_reference(page.title)
    page.themes = Theme.objects.filter(pk__in=wanted.themes)
    page.tags.add(*PolicyTag.objects.filter(pk__in=wanted.tags))


def log_import(result: ImportResult, outline: Outline, user: User | None) -> None:
    """Keep what came of the file, and what of it was left out, after the outline is gone."""
    data = {
        "sections": len(result.sections),
        "words": asdict(outline.words),
        "left_out": [item.said() for item in outline.dropped if not item.taken_in],
    }
    log(instance=result.policy, action="policies.import", user=user, data=data)


def _add_sections(
    sections: list[Section],
    result: ImportResult,
    images: "ImageStore",
    user: User | None,
    progress: Progress,
) -> None:
    """A draft page for each section below the new policy, which nobody else can see yet.

    So the places in the tree are known beforehand, and the revisions can be written together.
    """
    parents: Parents[PolicyPage | SectionPage] = Parents(result.policy)
    taken: dict[int, set[str]] = {}
    counts = child_counts([section.level for section in sections], MAX_LEVEL)
    for done, (section, numchild) in enumerate(zip(sections, counts[1:], strict=True), start=1):
        level = min(section.level, MAX_LEVEL)
        parent = parents.parent(level)
        siblings = taken.setdefault(parent.pk, set())
        page = section_page(section, images)
        page.owner = user
        page.locale = parent.locale
        page.slug = free_slug(page, siblings)
        page.depth, page.numchild = parent.depth + 1, numchild
        page.path = SectionPage._get_path(parent.path, page.depth, len(siblings))
        page._cached_parent_obj = parent
        page.draft_title = page.title
        page.save(clean=False, log_action=None)
        parents.push(level, page)
        result.sections.append(page)
        progress(done, len(sections))
    PolicyPage.objects.filter(pk=result.policy.pk).update(numchild=counts[0])
    result.policy.numchild = counts[0]
    save_first_revisions(result.sections, user)


def save_first_revisions(pages: Sequence[SectionPage], user: User | None) -> None:
    """What `save_revision` does for a page that has none yet, for many pages together."""
    for start in range(0, len(pages), BATCH):
        batch = pages[start : start + BATCH]
        now = timezone.now()
        revisions = [
            Revision(
                content_type=page.get_content_type(),
                base_content_type=page.get_base_content_type(),
                object_id=str(page.pk),
                created_at=now,
                user=user,
                content=page.serializable_data(),
                object_str=str(page),
            )
            for page in batch
        ]
        for page, revision in zip(batch, Revision.objects.bulk_create(revisions), strict=True):
            page.latest_revision, page.latest_revision_created_at = revision, now
            page.has_unpublished_changes = True
        Page.objects.bulk_update(
            batch, ["latest_revision", "latest_revision_created_at", "has_unpublished_changes"]
        )
        PageLogEntry.objects.bulk_create(_created(page, user) for page in batch)


def _created(page: SectionPage, user: User | None) -> PageLogEntry:
    """What stands in the history of a page that an editor made."""
    return PageLogEntry(
        content_type=page.cached_content_type,
        label=page.get_admin_display_title(),
        action="wagtail.create",
        timestamp=page.latest_revision_created_at,
        user=user,
        uuid=get_active_log_context().uuid,
        page=page,
        revision=page.latest_revision,
        content_changed=True,
    )


def section_page(section: Section, images: "ImageStore | None") -> SectionPage:
    """An unsaved draft page. A heading too long for its field is repeated in full in the text."""
    number, title, blocks = heading_and_blocks(section)
    page = SectionPage(number=number, title=title, live=False)
    page.body = stream("body", blocks, images)
    return page


def heading_and_blocks(section: Section) -> tuple[str, str, list[DraftBlock]]:
    """Number, title and text of a section's page; pictures are not stored yet."""
    number, title, blocks = section.number.strip(), section.title.strip(), list(section.blocks)
    if len(title) > TITLE_MAX or len(number) > NUMBER_MAX:
        whole = escape(f"{number} {title}".strip())
        blocks.insert(0, {"type": "paragraph", "value": f"<p>{whole}</p>"})
        number, title = number[:NUMBER_MAX], title[: TITLE_MAX - 1] + "…"
    if not title:
        number, title = ("", number) if number else ("", str(_("Untitled")))
    return number, title, blocks


def free_slug(page: SectionPage, taken: set[str]) -> str:
    base = (
        slugify(f"{page.number} {page.title}".replace(".", " "))[:SLUG_MAX].strip("-") or "section"
    )
    slug = next_slug(base, taken)
    taken.add(slug)
    return slug


def next_slug(base: str, taken: Container[str]) -> str:
    """The slug, with a number where there is one like it or was: old addresses stay as they are."""
    numbered = (f"{base}-{count}" for count in itertools.count(2))
    return next(slug for slug in itertools.chain([base], numbered) if slug not in taken)


def stream(
    field_name: str, blocks: Iterable[DraftBlock], images: "ImageStore | None"
) -> StreamValue:
    """Raw StreamField data as a value; images are stored, where it has any that are not yet."""
    model = PolicyPage if field_name == "front_matter" else SectionPage
    stream_block = model._meta.get_field(field_name).stream_block
    if images is None:
        raw = list(blocks)
    else:
        raw = [stored for block in blocks if (stored := images.store(block)) is not None]
    return StreamValue(stream_block, raw, is_lazy=True)


class ImageStore:
    """Turns an outline's images into Wagtail images; what cannot be stored is warned of."""

    def __init__(self, user: User | None, warnings: list[KeptWords]) -> None:
        self.user = user
        self.warnings = warnings
        self.known: dict[str, int] = {}

    def store(self, block: DraftBlock) -> DraftBlock | None:
        if block["type"] != "image":
            return block
        data: ImageData = block["value"]
        if data.name not in self.known:
            pk = self._save(data)
            if pk is None:
                self.warnings.append(
                    KeptWords(
                        gettext_noop(
                            "The image “%(name)s” is of a kind that browsers cannot show:"
                            " add it by hand."
                        ),
                        {"name": data.name},
                    )
                )
                return None
            self.known[data.name] = pk
        return {
            "type": "image",
            "value": {"image": self.known[data.name], "alt": data.alt[:255], "caption": ""},
        }

    def _save(self, data: ImageData) -> int | None:
        same = get_image_model().objects.filter(file_hash=hash_filelike(io.BytesIO(data.content)))
        if data.content and (known := same.values_list("pk", flat=True).first()):
            return known
        name = data.name.rsplit("/", 1)[-1]
        try:
            file = WagtailImageField().to_python(ImageFile(io.BytesIO(data.content), name=name))
            image = get_image_model()(
                title=(data.alt or name)[:255], file=file, uploaded_by_user=self.user
            )
            image.save()
            image.get_file_hash()  # by which the same image is known at the next import
        except (ValidationError, OSError, ValueError):
            return None
        return image.pk
