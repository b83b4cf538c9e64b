"""Public pages of the comments: the form, the receipt, the end of a visit."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import wraps
from typing import Any, TypeVar, cast

import segno
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from segno import DataOverflowError

from comments.attachments.sent_files import MOST_FILES
from comments.attachments.services import attach
from comments.attachments.unsent_files import forget_unsent, unsent
from comments.channels.stamps import stamp_for
from comments.channels.web.commented_sections import CommentedSection, commented_section
from comments.channels.web.file_fields import SeveralFilesField
from comments.channels.web.forms import ANOTHER, SAME, CommentForm, ReceiptLookupForm
from comments.channels.web.previews import preview_page
from comments.channels.web.quotes import quoted_on_page, words_meant
from comments.choices import HoldReason, State
from comments.merkle.checker import EntryProof
from comments.models import Attachment, Comment, Submission
from comments.models.comment import ADDED
from comments.register import visits
from comments.register.ledger.checkpoints import proofs_of
from comments.register.respondent_counts import present_consent, questions_of
from comments.register.services import CommentError, IncomingComment, Taken, withdraw
from comments.register.together import take_in_together
from comments.selectors import beside_earlier, editable, shown_sections
from consult.pages.blanks import form_token, said_anew
from consult.rate_limits import Limit, visitor_network
from home.visibility import may_read
from policies.models import Edition, SectionVersion
from policies.reading.old_routes import last_text_url

# Beyond these a comment is taken in as any other, and held: nobody is silenced by a neighbour.
TEN_MINUTES = 600
FROM_NETWORK = Limit("comments-network", most=300, seconds=TEN_MINUTES)
FROM_VISIT = Limit("comments-visit", most=30, seconds=TEN_MINUTES)
# Of browsers that did the sum of their form: a hall with a phone in each hand is not held.
WORKED_FOR = Limit("comments-worked-for", most=3000, seconds=TEN_MINUTES)
Answer = TypeVar("Answer", bound=HttpResponseBase)
SLIPS = 20  # comments on a sheet to print
TYPED = ("quote", "text", *ADDED)
_GONE = gettext_lazy(
    "This section is not public any more, so nothing could be sent. Keep your words: you can send"
    " them when it is back, or with another section."
)


class NoReceiptError(Http404):
    """An address under a code with which nothing was sent."""

    def __init__(self, form: ReceiptLookupForm) -> None:
        super().__init__("no receipt")
        self.form = form


def submission_of(code: str) -> Submission:
    """What was sent under this code, which is the key to it. Raises `NoReceiptError`."""
    form = ReceiptLookupForm({"code": code})
    if not form.is_valid():
        raise NoReceiptError(form)
    return form.cleaned_data["code"]


def under_a_receipt(view: Callable[..., Answer]) -> Callable[..., HttpResponseBase]:
    """The view; where its address has a wrong code, the field to type it, with what is wrong."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except NoReceiptError as error:
            context = {"form": error.form, "from_address": True}
            page = render(request, "comments/receipt_lookup.html", context, status=404)
            return for_the_holder(page)

    return answer


@method_decorator(never_cache, name="dispatch")
class CommentOnSectionView(View):
    """The form to comment on a section, and what takes it in.

    A section may go while somebody writes: what is sent to one that the reader may not see, or that
    never was, comes back, and says nothing of it.
    """

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, section_id: int) -> HttpResponseBase:
        found = commented_section(section_id)
        if found is not None:
            self.look_at(found)
        if found is not None and found.may_be_read_by(request):
            return super().dispatch(request, section_id=section_id)
        last_text = last_text_url(request, found.page) if found else None
        if request.method != "POST":
            return lead_to(last_text)
        if found and (earlier := self.brought_before()):
            return self.thank(earlier)
        return give_back(request, _GONE, {"last_text": last_text}, status=404)

    def look_at(self, found: CommentedSection) -> None:
        self.section, self.policy, self.edition = found.page, found.policy, found.edition
        self.version, self.tags = found.open_version, found.tags
        self.network = visitor_network(self.request)
        self.visit = visits.current_submission(self.request, self.policy)

    @property
    def submission(self) -> Submission | None:
        """What a comment joins, unless it is somebody else's."""
        return None if self.request.POST.get("speaker") == ANOTHER else self.visit

    def get(self, request: HttpRequest, section_id: int) -> HttpResponse:
        if (local := self.section.localized) != self.section:
            return redirect("comments:comment", section_id=local.pk)
        if self.version is None:
            return self.refuse(self.closed)
        return self.show(self.form()) if self.visit else self.show_to_anybody()

    def show_to_anybody(self) -> HttpResponse:
        """The form that is kept whole, but for its stamp and its token."""
        stamp, token = (said_anew(self.request, say) for say in (stamp_for, form_token))
        form = self.form_of(None, self.place_pointed_at() | {"stamp": stamp})
        return self.show(form, csrf_token=token)

    def post(self, request: HttpRequest, section_id: int) -> HttpResponse:
        if "unsent" in request.POST:
            return self.in_other_language()
        if "start" in request.POST:
            return self.start_wording()
        form = self.form()
        if not form.is_valid():
            return self.ask_again(form.refreshed())
        if "preview" in request.POST and form.version_read and self.version:
            return self.preview(form)
        try:
            taken = self.take_in(form)
        except CommentError as error:
            return self.refuse(str(error))
        if taken.is_new:
            self.count(form, taken.comment)
        elif not form.repeats(taken.comment):
            return self.ask_again(form.as_another())
        attach(comment=taken.comment, files=form.cleaned_data["attachments"])
        forget_unsent(form.nonce)
        if not taken.is_new and not form.has_brought(taken.comment):
            return self.thank(taken.comment, said_before=True)
        return self.thank(taken.comment)

    def in_other_language(self) -> HttpResponse:
        """The form with all that was typed, not sent yet, in the language that the reader chose."""
        local = commented_section(self.section.localized.pk)
        if local and local.page != self.section and local.may_be_read_by(self.request):
            self.look_at(local)
        form = self.form_of(None, self.typed_so_far())
        return self.show_unsent(form) if self.version else self.refuse(self.closed)

    def start_wording(self) -> HttpResponse:
        """The form, not sent yet, with the words that are meant as the beginning of a proposal."""
        if self.version is None:
            return self.refuse(self.closed)
        typed = self.typed_so_far()
        words = words_meant(
            self.version.paragraphs, typed.get("quote", ""), typed.get("paragraph", "")
        )
        typed["proposed"] = typed.get("proposed") or words
        form = self.form_of(None, typed)
        form.fields["proposed" if words else "quote"].widget.attrs["autofocus"] = True
        form.lacks_words_to_start_from = not words
        return self.show_unsent(form)

    def typed_so_far(self) -> dict[str, Any]:
        """What a form holds that is not sent yet, as initial values of another on this text."""
        sent = self.request.POST
        typed = {name: sent[name] for name in CommentForm.base_fields if name in sent}
        here = {"tags": sent.getlist("tags"), "version": self.version.pk if self.version else None}
        return typed | here

    def show_unsent(self, form: CommentForm) -> HttpResponse:
        """A form that is not sent yet, with the files that were chosen for it."""
        sent = cast(SeveralFilesField, form.fields["attachments"])
        with suppress(ValidationError):
            sent.clean(self.request.FILES.getlist("attachments"))
        left_out = self.request.POST.getlist("left_out")
        files = [each for each in unsent(form.nonce) if each.digest not in left_out]
        together = {each.digest: each for each in (*files, *sent.good)}
        form.kept_files = list(together.values())[:MOST_FILES]
        form.keep_files(self.network)
        return self.show(form)

    def preview(self, form: CommentForm) -> HttpResponse:
        form.keep_files(self.network)
        submission = self.submission or Submission(
            language=get_language() or "en", **form.respondent()
        )
        return preview_page(self.request, form, submission, self.context())

    def brought_before(self) -> Comment | None:
        """The comment that this very form has brought, whatever became of the section since."""
        form = self.form()
        if not form.is_valid():
            return None
        identifier = form.comment().external_id
        earlier = Comment.objects.filter(policy=self.policy, external_id=identifier).first()
        if earlier is None or earlier.state == State.WITHDRAWN or not form.repeats(earlier):
            return None
        return earlier

    def thank(self, comment: Comment, *, said_before: bool = False) -> HttpResponse:
        """The receipt is shown, its code first; the next comment joins this one's submission.

        With ``said_before`` it leads to what it tells of that: another form of the visit said the
        same.
        """
        place = f"?said={comment.number}#{comment.ref}" if said_before else ""
        response = redirect(f"{receipt_url(comment.submission)}{place}")
        visits.remember(response, comment.submission)
        return response

    def ask_again(self, form: CommentForm) -> HttpResponse:
        if self.version is None:
            return self.refuse(self.closed)
        form.keep_files(self.network)
        return self.show(form, status=422)

    @property
    def closed(self) -> str:
        return _("This section is not open for comments.")

    def form(self) -> CommentForm:
        return self.form_of(self.request.POST or None, self.place_pointed_at())

    def form_of(self, sent: QueryDict | None, initial: dict[str, Any]) -> CommentForm:
        version, consent = self.version, present_consent("")
        return CommentForm(
            sent,
            None if sent is None else self.request.FILES,
            newest=version,
            versions=SectionVersion.objects.filter(section=self.section),
            policy=self.policy,
            visit=self.visit,
            tags=self.tags,
            questions=questions_of(self.policy.canonical.pk) or (),
            initial={
                "version": version.pk if version else None,
                "consent": consent.pk if consent else None,
                "speaker": SAME if visits.is_recent(self.request) else None,
                **initial,
            },
        )

    def place_pointed_at(self) -> dict[str, str]:
        """The paragraph that the address names, and those of its words that the reader chose."""
        address = self.request.GET.get("paragraph", "")
        text = self.version.paragraphs.get(address, "") if self.version else ""
        if not self.version or not text:
            return {}
        words = quoted_on_page(self.version.paragraphs, self.request.GET.get("words", ""), address)
        return {"paragraph": address, "quote": words}

    def take_in(self, form: CommentForm) -> Taken:
        """What a valid form brings, or has brought before. Raises `CommentError`."""
        if form.version_read is None or self.edition is None:
            raise CommentError(_("That text is not part of this section. Open the section again."))
        submission = self.submission or Submission(
            language=get_language() or "en", **form.respondent()
        )
        comment = form.comment()
        comment.hold_reason = self.hold_reason(form)
        tags, answers, arrival = form.chosen_tags(), form.answers(), form.arrival()
        item = IncomingComment(
            submission, form.version_read, comment, tags, answers=answers, arrival=arrival
        )
        return _taken_in(form, item, self.edition)

    def hold_reason(self, form: CommentForm) -> str:
        """Why a further comment is held, if it is: many came from here just now."""
        if self.submission and FROM_VISIT.is_reached(str(self.submission.pk)):
            return HoldReason.VISIT
        return HoldReason.NETWORK if of_network(form).is_reached(self.network) else ""

    def count(self, form: CommentForm, comment: Comment) -> None:
        FROM_VISIT.note(str(comment.submission_id))
        of_network(form).note(self.network)

    def show(self, form: CommentForm, status: int = 200, **more: str) -> HttpResponse:
        files_gone = bool(self.request.FILES) and not form.is_bound and not form.kept_files
        context = {**self.context(), "form": form, "files_gone": files_gone, **more}
        return render(self.request, "comments/comment_form.html", context, status=status)

    def refuse(self, message: str) -> HttpResponse:
        return give_back(self.request, message, self.context(), status=403)

    def context(self) -> dict[str, Any]:
        return {
            "section": self.section,
            "policy": self.policy,
            "edition": self.edition,
            "version": self.version,
            "consent": present_consent(""),
            "words_key": f"{self.section.translation_key}:{self.edition.pk if self.edition else 0}",
        }


@method_decorator(under_a_receipt, name="dispatch")
class SaidByAnotherView(CommentOnSectionView):
    """Somebody else on the same phone says the same: its words, in a form that asks who they are.

    The visit of who said it first ends.
    """

    http_method_names = ["post"]

    def dispatch(
        self, request: HttpRequest, section_id: int = 0, *, code: str = "", number: int = 0
    ) -> HttpResponseBase:
        comments = submission_of(code).comments.select_related("version")
        self.said = get_object_or_404(comments, number=number)
        response = super().dispatch(request, self.said.version.section_id)
        visits.forget(response)
        return for_the_holder(response)

    def post(self, request: HttpRequest, section_id: int) -> HttpResponse:
        self.visit = None
        return self.show(self.form()) if self.version else self.refuse(self.closed)

    def form(self) -> CommentForm:
        words = {name: getattr(self.said, name) for name in ("stance", "quote", "text", *ADDED)}
        tags = [tag.pk for tag in self.said.tags.all()]
        return self.form_of(None, words | {"paragraph": self.said.block_id, "tags": tags})


def of_network(form: CommentForm) -> Limit:
    """What holds comments of one address: those with a sum and those without count apart."""
    return WORKED_FOR if form.has_worked else FROM_NETWORK


def lead_to(url: str | None) -> HttpResponse:
    """There, or nowhere: raises `Http404`."""
    if url is None:
        raise Http404
    return redirect(url)


def _taken_in(form: CommentForm, item: IncomingComment, edition: Edition) -> Taken:
    """Who took a comment back and sends the same form once more says it anew.

    Then, too, however often it is sent it is one comment. Raises `CommentError`.
    """
    identifier = item.comment.external_id
    taken = take_in_together(edition=edition, item=item)
    while taken.comment.state == State.WITHDRAWN and form.repeats(taken.comment):
        item.comment.external_id = f"{identifier}:{taken.comment.number}"
        taken = take_in_together(edition=edition, item=item)
    return taken


def give_back(
    request: HttpRequest, message: str | Promise, context: dict[str, Any], *, status: int
) -> HttpResponse:
    """A page that says why nothing was taken in, with what was typed: nothing is lost."""
    labels = {name: CommentForm.base_fields[name].label for name in TYPED}
    typed = [(labels[name], words) for name in TYPED if (words := request.POST.get(name))]
    context = {**context, "message": message, "typed": typed, "files": bool(request.FILES)}
    return render(request, "comments/refused.html", context, status=status)


def receipt_url(submission: Submission) -> str:
    return reverse("comments:receipt", args=[submission.printed_receipt])


def way_back(request: HttpRequest, submission: Submission) -> dict[str, Any]:
    """What a page under a receipt says of its way: the policy only where it may be read."""
    policy = submission.policy.localized if may_read(request, submission.policy) else None
    return {"submission": submission, "policy": policy, "receipt": receipt_url(submission)}


def for_the_holder(response: Answer) -> Answer:
    """A page whose address holds the code: the code goes nowhere from it."""
    # Not "no-referrer": with that a browser posts from this page as "Origin: null", which the
    # check against forged requests refuses.
    response["Referrer-Policy"] = "strict-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@require_GET
@under_a_receipt
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """What was received under this code, and where it stands."""
    submission = submission_of(code)
    comments = list(
        Comment.objects.filter(submission=submission)
        .for_display()
        .select_related("policy", "second_look")
        .with_states()
        .prefetch_related(Prefetch("attachments", Attachment.objects.sent()))
        .order_by("number")
    )
    can_be_edited = editable(comments)
    earlier = beside_earlier(comments)
    is_current_visit = submission == visits.current_submission(request, submission.policy)
    withdrawn = request.GET.get("withdrawn", "")
    context = {
        "submission": submission,
        "policy": submission.policy.localized if may_read(request, submission.policy) else None,
        "comments": [
            (comment, section, earlier.get(comment.pk), comment.pk in can_be_edited)
            for comment, section in shown_sections(comments, request)
        ],
        "is_current_visit": is_current_visit,
        "is_thanked": (is_current_visit or "handed_in" in request.GET)
        and _is_thanked(comments, withdrawn),
        "said": request.GET.get("said", ""),
        "saved": request.GET.get("saved", ""),
        "withdrawn": withdrawn,
    }
    return for_the_holder(render(request, "comments/receipt.html", context))


def _is_thanked(comments: Iterable[Comment], withdrawn: str) -> bool:
    """Whether something stands to be thanked for, and nothing was taken back just now."""
    states = {str(comment.number): comment.state for comment in comments}
    just_now = states.get(withdrawn) == State.WITHDRAWN
    return not just_now and set(states.values()) != {State.WITHDRAWN}


@never_cache
@require_GET
@under_a_receipt
def proof(
    request: HttpRequest, code: str, number: int, revision: int | None = None
) -> HttpResponse:
    """The comment, as it stands or in one of its states, with the proof that it is in the ledger.

    A file.
    """
    comment = get_object_or_404(submission_of(code).comments.on_record(), number=number)
    entries = {each.revision: each for each in comment.ledger_entries.all()}
    entry = entries.get(revision or comment.revision)
    if entry is None:
        raise Http404
    [made] = proofs_of([entry])
    [(_comment, section)] = shown_sections([comment], request)
    if entry.said.quote and not section.url:
        made = made._replace(extra=b"")  # it quotes what the reader may not see
    name = f"{comment.ref}-{entry.revision}" if entry.revision > 1 else comment.ref
    response = HttpResponse(str(made), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.tlog-proof"'
    return for_the_holder(response)


@never_cache
@require_GET
@under_a_receipt
def slip(request: HttpRequest, code: str) -> HttpResponse:
    """A sheet to print: the receipt, and the proof of each state of each comment as a square."""
    submission = submission_of(code)
    comments = submission.comments.on_record().order_by("number")
    page = Paginator(comments, SLIPS).get_page(request.GET.get("page"))
    entries = [entry for comment in page for entry in comment.ledger_entries.all()]
    squares = map(_square, proofs_of(entries))
    context = {
        "submission": submission,
        "policy": submission.policy.localized if may_read(request, submission.policy) else None,
        "page_of_comments": page,
        "proofs": list(zip(entries, squares, strict=True)),
    }
    return for_the_holder(render(request, "comments/slip.html", context))


def _square(proof: EntryProof) -> SafeString:
    """Without the comment, whose words stand beside it; nor witnesses, where they are too many."""
    try:
        made = segno.make(str(proof._replace(extra=b"")), error="l", micro=False, mask=0)
    except DataOverflowError:
        alone = proof._replace(extra=b"", note=proof.note.without_witnesses())
        made = segno.make(str(alone), error="l", micro=False, mask=0)
    return mark_safe(made.svg_inline(omitsize=True, border=2))  # noqa: S308 - of our own making


@method_decorator([never_cache, under_a_receipt], name="dispatch")
class WithdrawCommentView(View):
    """Who holds the receipt takes a comment back, after being told what that means."""

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, code: str, number: int) -> HttpResponseBase:
        self.submission = submission_of(code)
        comments = self.submission.comments.select_related("policy")
        self.comment = get_object_or_404(comments, number=number)
        if not self.comment.can_be_withdrawn:
            return self.back()
        return super().dispatch(request)

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {"comment": self.comment, **way_back(request, self.submission)}
        return for_the_holder(render(request, "comments/withdraw.html", context))

    def post(self, request: HttpRequest) -> HttpResponse:
        withdraw(comment=self.comment)
        return self.back(f"?withdrawn={self.comment.number}")

    def back(self, told: str = "") -> HttpResponse:
        return redirect(f"{receipt_url(self.submission)}{told}#{self.comment.ref}")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receipt_lookup(request: HttpRequest) -> HttpResponse:
    """Type a receipt code. It is posted, so that it stays out of logs and histories of searches."""
    form = ReceiptLookupForm(request.POST or None)
    if form.is_valid():
        return redirect(receipt_url(form.cleaned_data["code"]))
    status = 422 if form.errors else 200
    return render(request, "comments/receipt_lookup.html", {"form": form}, status=status)


@require_POST
def finish_visit(request: HttpRequest) -> HttpResponse:
    """End the visit, so that the next person on this phone gets a receipt of their own."""
    response = render(request, "comments/finished.html")
    visits.forget(response)
    return response
