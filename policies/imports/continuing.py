"""A new text for a policy that has sections already.

A section that continues keeps its page, with its address, its comments and its versions; a new
number or title does not make it another. What the new text no longer has is taken out of public
view, but stays where it was read: in its editions.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail.models import Page

from home.models import FormerAddress
from policies.imports.import_plan import FRONT, Continuation
from policies.imports.making import (
    MAX_LEVEL,
    ImageStore,
    ImportResult,
    Progress,
    free_slug,
    log_import,
    no_progress,
    section_page,
    stream,
)
from policies.imports.section_matches import existing_sections, raw_blocks
from policies.imports.size_check import check_bounds
from policies.models import PolicyPage, SectionPage
from policies.publishing.drafts import is_pending
from policies.publishing.services import PolicyError
from policies.publishing.translations import IMPORTED, RETITLED
from texts.kept_words import KeptWords
from texts.nesting import Parents
from texts.outline.model import Outline, continued_heading
from texts.plain import canonical, content_hash


def continue_policy(
    policy: PolicyPage,
    outline: Outline,
    plan: Continuation,
    *,
    user: User | None = None,
    progress: Progress = no_progress,
) -> ImportResult:
    """Give the policy the outline's sections, as drafts, in its order; call inside a transaction.

    Raises `PolicyError` where a page is named twice, is not one of the policy's or was changed
    meanwhile, and where there is more than a policy may hold.
    """
    check_bounds(outline)
    policy = PolicyPage.objects.get(pk=policy.canonical.pk)
    pages = {page.pk: page for page in existing_sections(policy)}
    _check(outline, plan.matches, pages)
    _check_unchanged([policy, *pages.values()], plan.seen)
    result = ImportResult(policy=policy)
    images = ImageStore(user, result.warnings)
    if outline.front_matter and FRONT not in plan.keep:
        policy.front_matter = stream("front_matter", outline.front_matter, images)
        policy.save_revision(user=user)
    tree = _Insertion(policy)
    for index, (section, match) in enumerate(zip(outline.sections, plan.matches, strict=True)):
        wanted = section_page(section, images)
        parent, left = tree.next(section.level)
        if match is None:
            page = _add(parent, left, wanted, user)
        else:
            page = _move(SectionPage.objects.get(pk=match), parent, left)
            _continue(page, wanted, user, keeps_words=index in plan.keep)
        tree.put(section.level, page)
        result.sections.append(page)
        progress(index + 1, len(outline.sections))
    kept = {page.pk for page in result.sections}
    _take_out((page for pk, page in pages.items() if pk not in kept and page.live), user)
    result.warnings += _on_corrected_words(plan, result.sections)
    log_import(result, outline, user)
    return result


def _on_corrected_words(plan: Continuation, sections: Sequence[SectionPage]) -> Iterator[KeptWords]:
    if kept := len(set(plan.keep) - {FRONT}):
        one = gettext_noop("%(n)d section kept the words that were corrected by hand.")
        many = gettext_noop("%(n)d sections kept the words that were corrected by hand.")
        yield KeptWords(one if kept == 1 else many, {"n": kept})
    if plan.replaced:
        yield _words_replaced([sections[index] for index in plan.replaced])


def _words_replaced(pages: Sequence[SectionPage]) -> KeptWords:
    one = gettext_noop(
        "%(n)d section that was corrected by hand has the words of the file now: %(sections)s."
        " The corrected ones are in its page's history."
    )
    many = gettext_noop(
        "%(n)d sections that were corrected by hand have the words of the file now: %(sections)s."
        " The corrected ones are in the history of their pages."
    )
    named = {"n": len(pages), "sections": ", ".join(f"“{page.heading}”" for page in pages)}
    return KeptWords(one if len(pages) == 1 else many, named)


def _check(outline: Outline, matches: Sequence[int | None], pages: dict[int, SectionPage]) -> None:
    if len(matches) != len(outline.sections):
        raise PolicyError(_("The outline was changed meanwhile: look at the sections again."))
    named = [match for match in matches if match is not None]
    if set(named) - set(pages):
        raise PolicyError(_("A section was deleted meanwhile: look at the sections again."))
    if len(named) != len(set(named)):
        raise PolicyError(_("Two sections of the new text cannot continue the same section."))


def _check_unchanged(pages: Iterable[Page], seen: Mapping[int, int | None]) -> None:
    for page in pages:
        if seen.get(page.pk, page.latest_revision_id) != page.latest_revision_id:
            raise PolicyError(
                KeptWords(
                    gettext_noop(
                        "“%(section)s” was corrected meanwhile: look at the sections again."
                    ),
                    {"section": getattr(page, "heading", page.title)},
                )
            )


class _Insertion:
    """Where the next section of an outline belongs: its parent, and the section left of it."""

    def __init__(self, policy: PolicyPage) -> None:
        self.parents: Parents[Page] = Parents(policy)
        self.last: dict[int, SectionPage] = {}

    def next(self, level: int) -> tuple[Page, SectionPage | None]:
        parent = self.parents.parent(min(level, MAX_LEVEL))
        return parent, self.last.get(parent.pk)

    def put(self, level: int, page: SectionPage) -> None:
        level = min(level, MAX_LEVEL)
        self.last[self.parents.parent(level).pk] = page
        self.parents.push(level, page)


def _fresh(page: Page) -> Page:
    """The page with its place in the tree as it is now: moves of others change it."""
    return Page.objects.get(pk=page.pk)


def _taken(parent: Page, *, but: int | None = None) -> set[str]:
    now = parent.get_children().exclude(pk=but).values_list("slug", flat=True)
    return {*now, *FormerAddress.objects.slugs_below(parent)}


def _add(
    parent: Page, left: SectionPage | None, page: SectionPage, user: User | None
) -> SectionPage:
    parent = _fresh(parent)
    page.owner = user
    page.locale = parent.locale
    page.slug = free_slug(page, _taken(parent))
    parent.add_child(instance=page)
    page.save_revision(user=user, log_action=IMPORTED)
    return _put_after(page, parent, left)


def _move(page: SectionPage, parent: Page, left: SectionPage | None) -> SectionPage:
    parent = _fresh(parent)
    if not page.is_child_of(parent):
        taken = _taken(parent, but=page.pk)
        if page.slug in taken:
            page.slug = free_slug(page, taken)
            page.save(update_fields=["slug", "url_path"], clean=False)
    return _put_after(page, parent, left)


def _put_after(page: SectionPage, parent: Page, left: SectionPage | None) -> SectionPage:
    """Move the page unless it stands right, pages that are not sections and removed ones aside."""
    siblings = SectionPage.objects.child_of(parent).order_by("path")
    before = siblings.filter(path__lt=page.path) if page.is_child_of(parent) else None
    if left is not None:
        left = _fresh(left)
        stands = before is not None and before.filter(path__gt=left.path).count() == 0
        if not stands or page.path < left.path:
            page.move(left, pos="right")
    elif before is None:
        first = siblings.first()
        page.move(parent if first is None else first, pos="last-child" if first is None else "left")
    elif before.exists():
        page.move(siblings.first(), pos="left")
    return SectionPage.objects.get(pk=page.pk)


def _continue(
    page: SectionPage, wanted: SectionPage, user: User | None, *, keeps_words: bool
) -> None:
    """The new text as a draft of the page, where it differs from the newest there is."""
    newest = page.get_latest_revision_as_object()
    old = raw_blocks(newest)
    new = old if keeps_words else raw_blocks(wanted)
    number, title = continued_heading((newest.number, newest.title), (wanted.number, wanted.title))
    title = newest.title if keeps_words else title
    same = content_hash(newest.number, newest.title, old) == content_hash(number, title, new)
    stays_out = not page.live and not is_pending(page)
    if same and newest.slug == page.slug and not stays_out:
        return
    retitled = title != newest.title
    newest.slug = page.slug
    newest.number, newest.title = number, title
    newest.body = stream("body", _with_known_ids(new, old), None)
    rewritten = canonical("", old) != canonical("", new)
    action = IMPORTED if rewritten else RETITLED if retitled else True
    newest.save_revision(user=user, log_action=action)


def _with_known_ids(new: Iterable[dict], old: Iterable[dict]) -> list[dict]:
    """Blocks that did not change keep their id, and so their address."""
    known: dict[str, list[str]] = {}
    for block in old:
        if block.get("id"):
            known.setdefault(_content(block), []).append(block["id"])
    kept = []
    for block in new:
        ids = known.get(_content(block))
        kept.append({**block, "id": ids.pop(0)} if ids else block)
    return kept


def _content(block: dict) -> str:
    return repr((block["type"], block["value"]))


def _take_out(pages: Iterable[SectionPage], user: User | None) -> None:
    for page in pages:
        SectionPage.objects.get(pk=page.pk).unpublish(user=user)
        for translation in page.get_translations().live():
            translation.specific.unpublish(user=user)
