"""The register of memoranda in Wagtail's admin: who keeps it, and what they may change."""

from typing import Any

import django_filters
from django import forms
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.log_actions import log
from wagtail.snippets.views.snippets import SnippetViewSet

from comments.choices import MemorandumStatus
from comments.memoranda.services import enter_in_register
from comments.models import Memorandum
from consult.staff import StaffView
from policies.models import PolicyPage

OF_ITS_AUTHORS = (
    *("policy", "organisation_name", "organisation", "addressee", "subject", "summary"),
    *("background", "conclusion", "set_aside", "signed_by", "role", "mandate", "language"),
    "handed_in_on",
)
"""Fields that nobody changes of one that was handed in over the site."""


class MemorandumAdminForm(WagtailAdminModelForm):
    """What staff say of a memorandum; the words of one that was handed in here stay as they are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.submission_id:
            for name in OF_ITS_AUTHORS:
                if name in self.fields:
                    self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        """An answered one has its reply; what is in the register does not leave it."""
        cleaned: dict[str, Any] = super().clean()
        status = cleaned.get("status")
        if status == MemorandumStatus.ANSWERED and not cleaned.get("reply"):
            self.add_error("reply", _("Write the reply, or choose another status."))
        if cleaned.get("reply") and status and status != MemorandumStatus.ANSWERED:
            self.add_error("status", _("With a reply it is answered."))
        if self.instance.number and status == MemorandumStatus.DRAFTED:
            self.add_error("status", _("It is in the register: it cannot be a draft again."))
        return cleaned

    def save(self, commit: bool = True) -> Memorandum:
        memorandum: Memorandum = super().save(commit=False)
        return enter_in_register(memorandum=memorandum) if commit else memorandum


def _panels() -> ObjectList:
    words = forms.Textarea(attrs={"rows": 4})
    return ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("status"), FieldPanel("is_withheld"), FieldPanel("illustrative")],
                heading=gettext_lazy("In the register"),
            ),
            MultiFieldPanel(
                [FieldPanel("reply", widget=words), FieldPanel("replied_on")],
                heading=gettext_lazy("County's reply"),
            ),
            MultiFieldPanel(
                [
                    *(FieldPanel(name) for name in ("policy", "organisation_name", "organisation")),
                    *(FieldPanel(name) for name in ("addressee", "subject", "handed_in_on")),
                    *(FieldPanel(name) for name in ("speaks_for", "language")),
                ],
                heading=gettext_lazy("Whose it is, and to whom"),
            ),
            MultiFieldPanel(
                [
                    *(FieldPanel(name, widget=words) for name in ("summary", "background")),
                    *(FieldPanel(name, widget=words) for name in ("set_aside", "conclusion")),
                    *(FieldPanel(name) for name in ("signed_by", "role", "mandate")),
                ],
                heading=gettext_lazy("What it says"),
            ),
        ],
        base_form_class=MemorandumAdminForm,
    )


class MemorandumFilterSet(WagtailFilterSet):
    """Policies that have a memorandum: of others the list says nothing."""

    policy = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Policy"),
        queryset=PolicyPage.objects.filter(memoranda__isnull=False).distinct(),
    )

    class Meta:
        model = Memorandum
        fields = ("status", "policy")


class MemorandumViewSet(SnippetViewSet):
    model = Memorandum
    icon = "doc-full-inverse"
    menu_label = gettext_lazy("Memoranda")
    menu_name = "memoranda"
    menu_order = 197
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_template_name = "comments/admin/memorandum_inspect.html"
    list_display = ["ref", "organisation_name", "subject", "status", "handed_in_on"]
    filterset_class = MemorandumFilterSet
    edit_handler = _panels()


class MemorandumDocumentView(StaffView):
    """The document of a memorandum, to be saved and not shown; that it was opened is logged."""

    def is_allowed(self) -> bool:
        return self.user.has_perm("comments.view_memorandum")

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        memorandum = get_object_or_404(Memorandum, pk=pk)
        try:
            file = memorandum.document.open("rb")
        except (OSError, ValueError) as error:
            raise Http404 from error
        log(instance=memorandum, action="comments.document_opened", user=self.user)
        ending = str(memorandum.document.name).rpartition(".")[2]
        response = FileResponse(
            file,
            as_attachment=True,
            filename=f"{memorandum.ref}.{ending}",
            content_type="application/octet-stream",
        )
        response["X-Content-Type-Options"] = "nosniff"
        return response
