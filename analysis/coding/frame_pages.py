"""The coding frames in the admin: the tree of codes, files of it, and how far coders agree."""

import tempfile
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from django import forms
from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from analysis.coding.coder_agreement import (
    CodeAgreement,
    CoderAgreement,
    coders_of,
    compared,
    given_by,
)
from analysis.coding.frame_files import (
    FrameError,
    FrameRow,
    frame_csv,
    import_frame,
    read_frame,
    said_of,
)
from analysis.coding.frames import frame_of
from analysis.views import ForAnalysts, url
from consult.staff import StaffPage, TrailStep
from policies.models import PolicyPage
from policies.models.editions import policy_has_an_edition

MOST_BYTES = 2 * 1024 * 1024
MOST_CODERS = 6
"""Coders that are compared with one another: fifteen pairs."""


def policies() -> QuerySet[PolicyPage]:
    """Those that can have a coding frame."""
    return PolicyPage.objects.filter(policy_has_an_edition())


class FrameFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy("Columns: code, parent, definition. The last two may be empty."),
    )
    may_change = forms.BooleanField(
        label=gettext_lazy("Let the file change codes that are there already"),
        required=False,
    )

    def clean_file(self) -> list[FrameRow]:
        """Its rows; what is wrong with them stands beside the field."""
        upload: UploadedFile = self.cleaned_data["file"]
        if (upload.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 2 MB."))
        with tempfile.NamedTemporaryFile(suffix=".csv") as copy:
            for chunk in upload.chunks():
                copy.write(chunk)
            copy.flush()
            try:
                return read_frame(Path(copy.name))
            except FrameError as error:
                raise forms.ValidationError(error.problems) from error


class PairAgreement(NamedTuple):
    """Two coders, and how far they agree; each line with the name of its code."""

    one: str
    other: str
    found: CoderAgreement
    lines: list[tuple[CodeAgreement, str]]


class FramesPage(ForAnalysts, StaffPage):
    """The policies, each with the number of its codes."""

    page_title = gettext_lazy("Coding frames")
    header_icon = "tag"
    template_name = "analysis/admin/frames.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        counted = policies().annotate(code_count=Count("codes"))
        return self.show(policies=counted.order_by("title"))


class FramePage(ForAnalysts, StaffPage):
    """A policy's frame; a file that is chosen is looked at before it changes anything."""

    header_icon = "tag"
    template_name = "analysis/admin/frame.html"

    @cached_property
    def policy(self) -> PolicyPage:
        return get_object_or_404(policies(), pk=self.kwargs["policy_id"])

    def get_page_title(self) -> str:
        return self.policy.title

    def trail(self) -> list[TrailStep]:
        return [TrailStep(url("frames"), _("Coding frames"))]

    def get(self, request: HttpRequest, policy_id: int) -> HttpResponse:
        return self.show_frame(FrameFileForm())

    def post(self, request: HttpRequest, policy_id: int) -> HttpResponse:
        form = FrameFileForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                if self.take_over(**form.cleaned_data):
                    return redirect(url("frame", self.policy.pk))
            except FrameError as error:
                form.add_error("file", forms.ValidationError(error.problems))
        return self.show_frame(form, 422)

    def take_over(self, file: list[FrameRow], *, may_change: bool) -> bool:
        """Whether it was: nobody's definitions are replaced unasked. Raises `FrameError`."""
        planned = import_frame(policy=self.policy, rows=file, user=self.user, dry=True)
        if planned.changed and not may_change:
            said = _(
                "Nothing was changed. The file has %(what)s. Choose it once more, and say that it"
                " may change codes that are there."
            )
            messages.warning(self.request, said % {"what": said_of(planned)})
            return False
        change = import_frame(policy=self.policy, rows=file, user=self.user)
        said = _("The file was taken over: %(what)s.") % {"what": said_of(change)}
        messages.success(self.request, said)
        return True

    def show_frame(self, form: FrameFileForm, status: int = 200) -> HttpResponse:
        coders = coders_of(self.policy)
        return self.show(
            status,
            policy=self.policy,
            lines=frame_of(self.policy),
            form=form,
            pairs=self.pairs(coders[:MOST_CODERS]),
            left_out=max(0, len(coders) - MOST_CODERS),
        )

    def pairs(self, coders: Sequence[User]) -> list[PairAgreement]:
        names = dict(self.policy.codes.values_list("pk", "name"))
        given = {coder.pk: given_by(self.policy, coder) for coder in coders}
        pairs = []
        for one, other in combinations(coders, 2):
            found = compared(given[one.pk], given[other.pk])
            lines = [(line, names[line.code]) for line in found.codes]
            pairs.append(PairAgreement(str(one), str(other), found, lines))
        return pairs


class FrameFileView(ForAnalysts):
    """The frame as CSV."""

    def get(self, request: HttpRequest, policy_id: int) -> HttpResponse:
        policy = get_object_or_404(policies(), pk=policy_id)
        content = f"\ufeff{frame_csv(policy)}"
        response = HttpResponse(content, content_type="text/csv; charset=utf-8")
        name = f"{policy.slug[:60]}-codes.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
