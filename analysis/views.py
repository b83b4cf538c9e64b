"""Where analysts publish the decisions on an edition's comments."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from analysis.permissions import may_decide
from analysis.selectors import editions_with_comments
from analysis.services import DecisionError, publish_decisions
from consult.staff import StaffPage, StaffView, addresses
from policies.models import Edition

url = addresses("analysis_admin")


class ForAnalysts(StaffView):
    """A view for those who may decide on comments."""

    def is_allowed(self) -> bool:
        return may_decide(self.user)


class DecisionsView(ForAnalysts, StaffPage):
    """The editions with comments, and on how many of these there is a decision."""

    page_title = gettext_lazy("Publish answers")
    header_icon = "check"
    template_name = "analysis/admin/decisions.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(editions=editions_with_comments())


class PublishDecisionsView(ForAnalysts):
    """Make an edition's decisions public."""

    def post(self, request: HttpRequest, edition_id: int) -> HttpResponse:
        edition = get_object_or_404(Edition.objects.published(), pk=edition_id)
        try:
            publish_decisions(edition=edition, user=self.user)
        except DecisionError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The answers are public."))
        return redirect(url("overview"))
