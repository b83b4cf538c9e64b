"""The next edition, as readers would see it: every draft in its place, nothing of it public."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import cached_property
from django.utils.translation import override

from consult.staff import StaffView
from policies import permissions
from policies.models import PolicyPage, SectionVersion
from policies.publishing.checklist.subjects import newest_sections
from policies.publishing.drafts import is_pending
from policies.reading.section_html import heading_html, whole_text


class PreviewView(StaffView):
    """The whole text with its drafts, in the language of the page that is named."""

    @cached_property
    def policy(self) -> PolicyPage:
        return get_object_or_404(PolicyPage, pk=self.kwargs["policy_pk"])

    def is_allowed(self) -> bool:
        return permissions.may_explain(self.user, self.policy)

    def get(self, request: HttpRequest, policy_pk: int) -> HttpResponse:
        policy = self.policy
        shown = policy.get_latest_revision_as_object() if is_pending(policy) else policy
        with override(policy.language):
            context = {"policy": shown, "sections": self.sections()}
            return render(request, "policies/preview.html", context)

    def sections(self) -> list[dict]:
        (pages,) = newest_sections([self.policy])
        texts = [
            SectionVersion(
                number=page.number,
                title=page.title,
                body=list(page.body.raw_data),
                language=self.policy.language,
            )
            for page in pages
        ]
        return [
            {
                "anchor": f"s-{page.pk}",
                "heading": heading_html(text, page.depth - self.policy.depth + 1, f"s-{page.pk}"),
                "name": text.heading,
                "html": html,
                "is_draft": is_pending(page),
            }
            for page, text, html in zip(pages, texts, whole_text(texts), strict=True)
        ]
