"""A clerk's batch: counted off against the pile, and its slips in one file."""

import logging
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.admin import messages

from comments.channels.intake import selectors
from comments.channels.intake.forms import PileForm
from comments.channels.intake.slips import slips_pdf
from comments.channels.intake.views import IntakePage, signed, url
from comments.choices import STANCES
from comments.models import IntakeBatch, Submission
from consult.staff import TrailStep
from texts.printing.typst import TypstError

logger = logging.getLogger(__name__)
SLIPS = 200  # in one file
SHOWN = 50


class OfBatch(IntakePage):
    """A view of one batch: of the clerk whose it is, and of administrators."""

    @cached_property
    def batch(self) -> IntakeBatch:
        return get_object_or_404(selectors.batches_of(self.user), pk=self.kwargs["pk"])

    def submissions(self) -> Page:
        """Those whose slips come in one file."""
        found = selectors.submissions_in(self.batch)
        return Paginator(found, SLIPS).get_page(self.request.GET.get("sheet"))

    def get_page_title(self) -> str:
        return self.batch.label

    def trail(self) -> list[TrailStep]:
        edition = self.batch.edition
        return [
            TrailStep(url("choose"), str(IntakePage.page_title)),
            TrailStep(url("enter", edition.pk), f"{edition.policy.title}, {edition.shown_label}"),
        ]


class BatchPage(OfBatch):
    template_name = "comments/admin/batch.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(PileForm(instance=self.batch))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """How many forms the pile has."""
        form = PileForm(request.POST, instance=self.batch)
        if not form.is_valid():
            return self.page(form, 422)
        form.save()
        return redirect(url("batch", pk))

    def left(self, entered: int) -> int | None:
        """How many forms of the pile remain, below nought where too many are entered.

        None where the pile was not counted.
        """
        counted = IntakeBatch.objects.values_list("forms", flat=True).get(pk=self.batch.pk)
        return None if counted is None else counted - entered

    def page(self, form: PileForm, status: int = 200, **more: Any) -> HttpResponse:
        entered = selectors.entered_in(self.batch).for_display().order_by("-pk")
        last = entered.first()
        return self.show(
            status,
            batch=self.batch,
            form=form,
            totals=(totals := selectors.totals_of(self.batch)),
            left=(left := self.left(totals.respondents)),
            too_many=-(left or 0),
            rows=selectors.counted_off(self.batch),
            stances=[str(STANCES[each]) for each in STANCES],
            entries=Paginator(entered, SHOWN).get_page(self.request.GET.get("p")),
            sheets=sheets.page_range if (sheets := self.submissions().paginator).count else (),
            after=signed(last.submission_id, self.user) if last else "",
            **more,
        )


class SlipsView(OfBatch):
    """The slips of the batch, a file of at most `SLIPS`."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        slips: list[Submission] = list(self.submissions())
        if not slips:
            raise Http404
        try:
            made = slips_pdf(self.batch, slips, get_language() or "en")
        except (TypstError, OSError) as error:
            logger.error("Slips could not be made: %s", error)
            messages.error(request, _("The slips could not be made. Try again in a while."))
            return redirect(url("batch", pk))
        response = HttpResponse(made, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="slips-{pk}.pdf"'
        return response
