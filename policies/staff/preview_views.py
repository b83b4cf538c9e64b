"""A text as readers would see it, for editors before any of it is public."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import override
from wagtail.models import Locale

from consult.staff import StaffView
from policies import permissions
from policies.imports.making import TITLE_MAX, section_page
from policies.models import PolicyPage, SectionPage, SectionVersion
from policies.publishing.checklist.subjects import newest_sections
from policies.publishing.drafts import is_pending
from policies.reading.section_html import heading_html, stream, whole_text
from policies.staff.base import url
from policies.staff.outline_views import ReviewPage
from texts.outline.model import DraftBlock


def in_public_looks(
    request: HttpRequest,
    policy: PolicyPage,
    pages: Iterable[tuple[SectionPage, int]],
    **context: Any,
) -> HttpResponse:
    """The page of the whole text, in the policy's language; with each section its level."""
    levels = list(pages)
    texts = [
        SectionVersion(
            number=page.number,
            title=page.title,
            body=list(page.body.raw_data),
            language=policy.language,
        )
        for page, _level in levels
    ]
    with override(policy.language):
        sections = [
            {
                "anchor": f"s-{n}",
                "heading": heading_html(text, level + 1, f"s-{n}"),
                "name": text.heading,
                "html": html,
                "is_draft": page.pk and is_pending(page),
            }
            for n, ((page, level), text, html) in enumerate(
                zip(levels, texts, whole_text(texts), strict=True)
            )
        ]
        shown = {"policy": policy, "sections": sections, **context}
        return render(request, "policies/preview.html", shown)


class PreviewView(StaffView):
    """The next edition: every draft in its place, in the language of the page that is named."""

    @cached_property
    def policy(self) -> PolicyPage:
        return get_object_or_404(PolicyPage, pk=self.kwargs["policy_pk"])

    def is_allowed(self) -> bool:
        return permissions.may_explain(self.user, self.policy)

    def get(self, request: HttpRequest, policy_pk: int) -> HttpResponse:
        policy = self.policy
        levels = [(page, page.depth - policy.depth) for page in newest_sections([policy])[0]]
        shown = policy.get_latest_revision_as_object() if is_pending(policy) else policy
        return in_public_looks(request, shown, levels, front=shown.front_matter)


class FilePreviewView(ReviewPage):
    """The text of a file under review, for a new policy or a new edition of one."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        outline = self.outline
        title = outline.title[:TITLE_MAX] or self.row.file_name
        policy = self.row.target or PolicyPage(title=title, locale=Locale.get_default())
        sections = (replace(each, blocks=self._shown(each.blocks)) for each in outline.sections)
        levels = [(section_page(section, None), section.level) for section in sections]
        front = stream(self._shown(outline.front_matter))
        return in_public_looks(request, policy, levels, front=front, row=self.row)

    def _shown(self, blocks: Iterable[DraftBlock]) -> list[DraftBlock]:
        """Each with an address; pictures, which are no images of the site yet, as markup."""
        return [{**self._block(block), "id": str(uuid4())} for block in blocks]

    def _block(self, block: DraftBlock) -> DraftBlock:
        if block["type"] != "image":
            return block
        markup = '<figure><img src="{}" alt="{}" loading="lazy"></figure>'
        source = url("picture", self.row.pk, block["value"].key)
        return {"type": "paragraph", "value": format_html(markup, source, block["value"].alt)}
