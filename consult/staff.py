"""The pages of staff in the admin: who may is asked first, and a job is watched in one way.

A view says in `is_allowed` who may; a view that says nothing is for nobody. `StaffPage` is a page
in the admin's frame; about one job there are its page (`JobPage`), the fragment that the page asks
for each second (`JobStatusView`), and what a button does with it (`JobStepView`).
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple, cast

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic.base import ContextMixin, View
from django_htmx.http import HttpResponseStopPolling
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from consult.jobs.job import Job, JobState
from consult.jobs.progress import percent_told

PATIENCE = timedelta(seconds=4)


def addresses(namespace: str) -> Callable[..., str]:
    """``url(name, *args)`` for the addresses of one app's staff pages."""

    def url(name: str, *args: Any) -> str:
        return reverse(f"{namespace}:{name}", args=args)

    return url


class StaffView(View):
    """Asks `is_allowed` before anything else is done."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.is_allowed():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def is_allowed(self) -> bool:
        return False

    @property
    def user(self) -> User:
        """Who asks: the admin lets nobody in who has not signed in."""
        return cast(User, self.request.user)


class TrailStep(NamedTuple):
    """A page of the admin in a breadcrumb; the page itself has no ``url``."""

    url: str
    label: str


class StaffPage(StaffView, WagtailAdminTemplateMixin, ContextMixin):
    """A page of the admin with the usual frame, for `get` and `post` to show with `show`."""

    header_icon = "doc-full"

    def trail(self) -> list[TrailStep]:
        """What stands between home and this page in the breadcrumb."""
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        trail = [*self.trail(), TrailStep("", self.get_page_title())]
        return [*self.breadcrumbs_items, *(step._asdict() for step in trail)]

    def show(self, status: int = 200, **context: Any) -> HttpResponse:
        """The page; the forms in it bring their own media."""
        context = self.get_context_data(**{"zone": settings.TIME_ZONE, **context})
        return self.render_to_response(context, status=status)


class JobView(StaffView):
    """A view of one job. Subclasses say which, who may, and where its page and status are."""

    fragment: str
    """The template that tells how far the job is."""

    @cached_property
    def row(self) -> Job:
        raise NotImplementedError

    def page_url(self) -> str:
        raise NotImplementedError

    def status_url(self) -> str:
        raise NotImplementedError

    def doing(self) -> str:
        """What is being done, in words."""
        raise NotImplementedError

    def status(self) -> dict[str, Any]:
        """What the fragment shows; `percent`, `said` and `is_slow` tell whether it is news."""
        row = self.row
        waits = row.state == JobState.QUEUED
        return {
            "job": row,
            "said": _("Waiting for a worker") if waits else self.doing(),
            "percent": 0 if waits else max(percent_told(row), round(100 * row.progress)),
            "is_slow": waits and timezone.now() - row.queued_at > PATIENCE,
            "zone": settings.TIME_ZONE,
        }

    def told(self) -> dict[str, Any]:
        """The status with a mark, which the page sends back to hear no more than is new."""
        status = self.status()
        late = " …" if status["is_slow"] else ""
        return {**status, "seen": f"{status['percent']} {status['said']}{late}"}


class JobPage(JobView, StaffPage):
    """How far the job is, told anew while it is on its way."""

    template_name = "staff/job.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        watched = {"status_url": self.status_url(), "fragment": self.fragment}
        return self.show(**{**self.told(), **watched, **self.more_context()})

    def more_context(self) -> dict[str, Any]:
        """What the page shows besides the status."""
        return {}


class JobStatusView(JobView):
    """The fragment alone: nothing where it has been seen, and the last one stops the asking."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        told = self.told()
        is_over = told["job"].is_finished
        if request.GET.get("seen") == told["seen"] and not is_over:
            return HttpResponse(status=204)
        html = render_to_string(self.fragment, told, request)
        return HttpResponseStopPolling(html) if is_over else HttpResponse(html)


class JobStepView(JobView):
    """A button on the job's page: does something, and goes back there."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.do()
        return redirect(self.page_url())

    def do(self) -> None:
        raise NotImplementedError
