"""What the pages of an editor's way share."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic.base import ContextMixin, View
from django_htmx.http import HttpResponseStopPolling
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from consult.jobs.job import JobState
from consult.jobs.progress import percent_told
from policies.models import PolicyImport, PolicyPage, Publication

NAMESPACE = "policies_admin"
PATIENCE = timedelta(seconds=4)


def url(name: str, *args: Any) -> str:
    return reverse(f"{NAMESPACE}:{name}", args=args)


class CheckedView(View):
    """Asks `is_allowed` before anything else is done."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.is_allowed():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def is_allowed(self) -> bool:
        raise NotImplementedError


class AdminPage(CheckedView, WagtailAdminTemplateMixin, ContextMixin):
    """A page of the admin with the usual frame, for `get` and `post` to show with `show`."""

    header_icon = "doc-full"

    def trail(self) -> list[dict[str, str]]:
        """What stands between home and this page in the breadcrumb."""
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.get_page_title()}
        return [*self.breadcrumbs_items, *self.trail(), here]

    def show(self, status: int = 200, **context: Any) -> HttpResponse:
        """The page; the forms in it bring their own media."""
        context = self.get_context_data(**context)
        context["zone"] = settings.TIME_ZONE
        return self.render_to_response(context, status=status)


def policy_trail(policy: PolicyPage) -> list[dict[str, str]]:
    return [{"url": reverse("wagtailadmin_explore", args=[policy.pk]), "label": policy.draft_title}]


def job_status(job: PolicyImport | Publication, said: str) -> dict[str, Any]:
    """What the fragment about a job shows; `said` is what is being done, in words."""
    waits = job.state == JobState.QUEUED
    return {
        "job": job,
        "said": _("Waiting for a worker") if waits else said,
        "percent": 0 if waits else max(percent_told(job), round(100 * job.progress)),
        "is_slow": waits and timezone.now() - job.queued_at > PATIENCE,
        "zone": settings.TIME_ZONE,
    }


def status_fragment(
    request: HttpRequest, template: str, status: dict[str, Any], *, is_over: bool
) -> HttpResponse:
    """The fragment alone; nothing where it has been seen; the last stops the asking."""
    seen = f"{status['percent']}-{status['is_slow']}-{status['said']}"
    if request.GET.get("seen") == seen and not is_over:
        return HttpResponse(status=204)
    html = render_to_string(template, {**status, "seen": seen}, request)
    return HttpResponseStopPolling(html) if is_over else HttpResponse(html)
