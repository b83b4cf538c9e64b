"""Public pages of the comments: the form, the receipt, the end of a visit."""

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comments.channels.web.forms import CommentForm, ReceiptLookupForm
from comments.models import Comment, Submission
from comments.models.comment import ADDED, SAID
from comments.models.receipt_codes import InvalidReceipt, parse_receipt
from comments.register import visits
from comments.register.ledger import lock_ledger
from comments.selectors import shown_sections
from comments.services import CommentError, check_window, submit_comment
from consult.limits import client_address, over_limit
from policies.models import Edition, SectionPage, SectionVersion
from policies.selectors import (
    commentable_version,
    public_section,
)
from texts.plain import normalise

# Ten minutes; a carrier's gateway is one address for thousands of phones.
WINDOW_SECONDS = 600
PER_ADDRESS = 300
PER_VISIT = 30
LOOKUPS_PER_ADDRESS = 60


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comment_on_section(request: HttpRequest, section_id: int) -> HttpResponse:
    """The form to comment on a section, and what takes it in."""
    section = public_section(request, section_id)
    if request.method != "POST" and (local := section.localized) != section:
        return redirect("comments:comment", section_id=local.pk)
    policy = section.policy.canonical
    edition = policy.current_edition
    submission = visits.current_submission(request, policy)
    version = commentable_version(section, edition)
    form = CommentForm(
        request.POST or None,
        version=_text_read(request, section) or version,
        tags=policy.tags.order_by("name"),
        with_respondent=submission is None,
        initial={"version": version.pk if version else None, **_meant(request, version)},
    )
    context = {
        "section": section,
        "policy": policy,
        "edition": edition,
        "version": version,
        "submission": submission,
        "form": form,
    }
    if request.method != "POST":
        if version is None:
            return refuse(request, context, _("This section is not open for comments."))
        return render(request, "comments/comment_form.html", context)
    if _too_many(request, submission):
        message = _("Many comments came from here just now. Wait ten minutes and send it again.")
        form.add_error(None, message)
        return render(request, "comments/comment_form.html", context, status=429)
    if not form.is_valid():
        if version is None:
            return refuse(request, context, _("This section is not open for comments."))
        form.refreshed()
        return render(request, "comments/comment_form.html", context, status=422)
    try:
        submission, comment = _take_in(form, section, edition, submission)
    except CommentError as error:
        return refuse(request, context, str(error))
    response = redirect(f"{_receipt_url(submission)}#{comment.ref}")
    visits.remember(response, submission)
    return response


def _text_read(request: HttpRequest, section: SectionPage) -> SectionVersion | None:
    """The text that a form that was sent shows: it may have changed since."""
    sent = request.POST.get("version", "")
    if not sent.isdecimal() or len(sent) > 18:
        return None
    return SectionVersion.objects.filter(pk=int(sent), section=section).first()


def _meant(request: HttpRequest, version: SectionVersion | None) -> dict[str, str]:
    """The paragraph that the address names, and the words of it that the reader has chosen."""
    address = request.GET.get("paragraph", "")
    text = version.paragraphs.get(address, "") if version else ""
    words = normalise(request.GET.get("words", ""))
    return {"paragraph": address, "quote": words if words in text else ""} if text else {}


@transaction.atomic
def _take_in(form, section, edition, submission) -> tuple[Submission, Comment]:
    version = SectionVersion.objects.filter(
        pk=form.cleaned_data["version"], section=section
    ).first()
    if version is None or edition is None:
        raise CommentError(_("That text is not part of this section. Open the section again."))
    lock_ledger(edition.policy)
    comment = form.comment()
    earlier = Comment.objects.filter(policy=edition.policy, external_id=comment.external_id).first()
    if earlier:
        return _receipt_of(earlier, submission, version, comment)
    edition = Edition.objects.select_related("policy").get(pk=edition.pk)
    check_window(edition=edition, version=version)
    if submission is None:
        submission = Submission(language=get_language() or "en", **form.respondent())
    comment = submit_comment(
        submission=submission,
        edition=edition,
        version=version,
        comment=comment,
        tags=form.chosen_tags(),
    )
    return submission, comment


def _receipt_of(earlier, submission, version, comment) -> tuple[Submission, Comment]:
    """What the same form has brought before, for the visit that sent it and for no other."""
    same = all(getattr(earlier, name) == getattr(comment, name) for name in SAID)
    if not same or (earlier.submission, earlier.version) != (submission, version):
        raise CommentError(
            _(
                "This form was sent already, and its comment was taken in."
                " To send another comment, open the section again."
            )
        )
    return earlier.submission, earlier


def refuse(request: HttpRequest, context: dict, message: str) -> HttpResponse:
    """A page that says why nothing was taken in, with what was typed so that nothing is lost."""
    typed = {
        name: request.POST[name] for name in ("quote", "text", *ADDED) if request.POST.get(name)
    }
    context = {**context, "message": message, "typed": typed}
    return render(request, "comments/refused.html", context, status=403)


def _too_many(request: HttpRequest, submission: Submission | None) -> bool:
    address = client_address(request)
    if over_limit("comment-address", address, limit=PER_ADDRESS, seconds=WINDOW_SECONDS):
        return True
    return submission is not None and over_limit(
        "comment-visit", str(submission.pk), limit=PER_VISIT, seconds=WINDOW_SECONDS
    )


def _receipt_url(submission: Submission) -> str:
    return reverse("comments:receipt", args=[submission.printed_receipt])


@never_cache
@require_GET
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """What was received under this code, and where it stands. The code is the key to it.

    Whoever has just sent it is not counted: many may share one address, and each is to see theirs.
    """
    try:
        stored = parse_receipt(code)
    except InvalidReceipt as error:
        raise Http404(str(error)) from error
    submissions = Submission.objects.select_related("policy__locale", "ward__sub_county")
    submission = submissions.filter(receipt=stored).first()
    is_own = submission is not None and submission == visits.current_submission(
        request, submission.policy
    )
    if not is_own and over_limit(
        "receipt", client_address(request), limit=LOOKUPS_PER_ADDRESS, seconds=WINDOW_SECONDS
    ):
        return render(request, "comments/busy.html", status=429)
    if submission is None:
        raise Http404("No submission has this code.")
    comments = (
        Comment.objects.filter(submission=submission)
        .for_display()
        .select_related("policy", "ledger_entry")
    )
    context = {
        "submission": submission,
        "policy": submission.policy.localized,
        "comments": shown_sections(comments.order_by("number"), request),
        "is_current_visit": is_own,
    }
    response = render(request, "comments/receipt.html", context)
    # Not "no-referrer": with that a browser posts from this page as "Origin: null", which the
    # check against forged requests refuses.
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receipt_lookup(request: HttpRequest) -> HttpResponse:
    """Type a receipt code. It is posted, so that it stays out of logs and histories of searches."""
    form = ReceiptLookupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if over_limit(
            "receipt", client_address(request), limit=LOOKUPS_PER_ADDRESS, seconds=WINDOW_SECONDS
        ):
            return render(request, "comments/busy.html", status=429)
        try:
            stored = parse_receipt(form.cleaned_data["code"])
        except InvalidReceipt as error:
            form.add_error("code", str(error))
        else:
            submission = Submission.objects.filter(receipt=stored).first()
            if submission:
                return redirect(_receipt_url(submission))
            form.add_error("code", _("There is no submission with this code. Look at it again."))
    status = 422 if form.errors else 200
    return render(request, "comments/receipt_lookup.html", {"form": form}, status=status)


@require_POST
def finish_visit(request: HttpRequest) -> HttpResponse:
    """End the visit, so that the next person on this phone gets a receipt of their own."""
    response = render(request, "comments/finished.html")
    visits.forget(response)
    return response
