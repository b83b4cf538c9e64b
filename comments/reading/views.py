"""Public pages of comments: the lists, one comment, and agreeing with it."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comments.choices import State
from comments.models import Agreement, Attachment, Comment
from comments.reading.devices import DEVICE, new_device, sealed
from comments.reading.forms import NarrowingForm
from comments.reading.public_lists import (
    closed_sections,
    count_alike,
    list_page,
    readable_comments,
    stance_counts,
    state_totals,
)
from comments.reading.services import AgreementError, agree, agree_no_longer
from comments.selectors import shown_sections
from consult.rate_limits import Event, Limit, visitor_network
from consult.views import too_many_tries
from policies.models import PolicyPage
from policies.selectors import public_policy

# Whoever throws the cookie away agrees anew; a whole meeting behind one address may agree.
AGREEMENTS = Limit("comments-agreements", most=600, seconds=600)


@never_cache
@require_safe
def comment_list(request: HttpRequest, slug: str) -> HttpResponse:
    """A policy's published comments, narrowed and sorted as the address says."""
    policy = public_policy(request, slug)
    closed = closed_sections(policy, request)
    comments = readable_comments(policy, closed)
    form = NarrowingForm(request.GET, comments=comments, policy=policy, request=request)
    mark = request.GET.get("from", "")
    narrowed = form.narrowed()
    page = list_page(narrowed.folded(), form.sorted_by, mark)
    count_alike(page.comments, among=comments)
    totals = state_totals(policy, form.section_key, closed)
    kept = _narrowing(form)
    context = {
        **_shown(request, policy, page.comments),
        "form": form,
        "page": page,
        "found": narrowed.count(),
        "kept": kept | {"list": "1"} | ({"from": mark} if page.previous is not None else {}),
        "rest": f"{urlencode(kept)}&" if kept else "",
        "stances": stance_counts(form.narrowed(but=["stance"])),
        "published": comments.count(),
        "waiting": totals.get(State.RECEIVED, 0),
        "unseen": totals.get(State.HIDDEN, 0) + totals.get(State.WITHDRAWN, 0),
    }
    return render(request, "comments/list.html", context)


def _narrowing(form: NarrowingForm) -> dict[str, str]:
    """What narrows and sorts, for the addresses of other pages of the list."""
    order = form.cleaned_data.get("order")
    return form.chosen | ({"order": order} if order else {})


def _shown(request: HttpRequest, policy: PolicyPage, comments: list[Comment]) -> dict[str, Any]:
    """What both pages show of comments."""
    agreed = Agreement.objects.none()
    if device := DEVICE.read(request):
        agreed = Agreement.objects.filter(comment__in=comments, device=sealed(device))
    return {
        "policy": policy.localized,
        "slug": policy.slug,
        "comments": comments,
        "lines": shown_sections(comments, request),
        "agreed": set(agreed.values_list("comment", flat=True)),
    }


def comment_of(request: HttpRequest, slug: str, number: int) -> tuple[PolicyPage, Comment]:
    """The policy's comment of this number, if its section is not kept from this reader.

    Raises `Http404`.
    """
    policy = public_policy(request, slug)
    comments = Comment.objects.filter(policy=policy).for_display().select_related("policy")
    comment = get_object_or_404(comments, number=number)
    if comment.section_key in closed_sections(policy, request):
        raise Http404
    return policy, comment


@never_cache
@require_safe
def one_comment(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One comment at an address of its own; where it is not shown, what became of it."""
    policy, comment = comment_of(request, slug, number)
    return _page(request, policy, comment)


def _page(
    request: HttpRequest,
    policy: PolicyPage,
    comment: Comment,
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    files = Attachment.objects.public().filter(comment=comment)
    count_alike([comment], among=Comment.objects.filter(policy=policy).published())
    context = {**_shown(request, policy, [comment]), "comment": comment, "refused": refused}
    context["files"] = files
    return render(request, "comments/one.html", context, status=status)


@method_decorator(never_cache, name="dispatch")
class AgreeView(View):
    """Agree with a comment, or take that back."""

    http_method_names = ["post"]

    def dispatch(self, request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
        self.policy, self.comment = comment_of(request, slug, number)
        return super().dispatch(request, slug, number)

    def post(self, request: HttpRequest, slug: str, number: int) -> HttpResponse:
        device = DEVICE.read(request) or new_device()
        if "no_longer" in request.POST:
            agree_no_longer(comment=self.comment, device=sealed(device))
            return self.back()
        event = Event((AGREEMENTS, visitor_network(request)))
        if event.reached:
            return too_many_tries(request, event.again_at)
        try:
            is_new = agree(comment=self.comment, device=sealed(device))
        except AgreementError as error:
            event.give_back()
            return _page(request, self.policy, self.comment, refused=str(error), status=403)
        if not is_new:
            event.give_back()
        response = self.back()
        DEVICE.write(response, device)
        return response

    def back(self) -> HttpResponse:
        """To the list where the reader was, or to the comment's own page."""
        if "list" not in self.request.POST:
            return redirect("comments:one", self.policy.slug, self.comment.number)
        names = (*NarrowingForm.base_fields, "from")
        kept = {name: value for name in names if (value := self.request.POST.get(name, ""))}
        url = reverse("comments:list", args=[self.policy.slug])
        query = f"?{urlencode(kept)}" if kept else ""
        return redirect(f"{url}{query}#{self.comment.ref}")
