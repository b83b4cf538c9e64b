"""Where clerks enter what came another way than over the site."""

from typing import Any

from django.contrib.auth.models import User
from django.core import signing
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from comments.channels.intake import selectors
from comments.channels.intake.forms import EntryCheckForm, IntakeForm, TakeBackForm, as_entered
from comments.channels.intake.services import check_entry, open_batch, take_back, why_it_stays
from comments.choices import State
from comments.models import Attachment, Comment, Submission
from comments.permissions import may_enter
from comments.register.services import CommentError, take_in
from consult.staff import StaffPage, TrailStep, addresses
from policies.models import Edition

SALT = "comments.intake"
GO_ON_SECONDS = 8 * 60 * 60
# A stack of papers of one meeting has these in common.
KEPT = {"channel", "received_at", "language", "ward"}
ENTERED_SHOWN = 20
BATCHES_SHOWN = 10
_WITHDRAWN = gettext_lazy(
    "This form had entered a comment that was withdrawn since, and has entered nothing now."
    " Where they say it anew, enter it in the form below. Receipt: %(receipt)s"
)
url = addresses("comments_intake")


def signed(submission_id: int, clerk: User) -> str:
    """The name by which a clerk goes on from what they entered; nobody else can."""
    return signing.dumps([submission_id, clerk.pk], salt=SALT)


class IntakePage(StaffPage):
    """A page for those who may enter submissions."""

    page_title = gettext_lazy("Enter comments")
    header_icon = "edit"

    def is_allowed(self) -> bool:
        return may_enter(self.user)

    def list_title(self) -> str:
        """What the list of what was entered is called: administrators see everybody's."""
        return _("Entered by clerks") if self.user.is_superuser else _("Entered by you")

    def editions(self) -> QuerySet[Edition]:
        """The editions that views can be entered for."""
        return Edition.objects.published().filter(opens_at__lte=timezone.now())


class ChooseEditionView(IntakePage):
    template_name = "comments/admin/intake_choose.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        editions = self.editions().select_related("policy").order_by("-opens_at")
        batches = selectors.batches_of(self.user)[:BATCHES_SHOWN]
        return self.show(editions=editions, batches=batches)


class EnterView(IntakePage):
    """Enter one view of a respondent; ``?submission=`` adds another of the one before.

    ``?after=`` names the one before, whose paper this one is like; ``?anew=`` one that was taken
    back, and is to be entered without its error.
    """

    template_name = "comments/admin/intake.html"

    def get_page_title(self) -> str:
        return f"{self.edition.policy.title}, {self.edition.shown_label}"

    def trail(self) -> list[TrailStep]:
        return [TrailStep(url("choose"), str(self.page_title))]

    @cached_property
    def edition(self) -> Edition:
        editions = self.editions().select_related("policy__locale")
        return get_object_or_404(editions, pk=self.kwargs["edition_id"])

    @cached_property
    def submission(self) -> Submission | None:
        """The submission this clerk has just entered and goes on with, by its signed name."""
        name = self.request.GET.get("submission", "")
        found = self.entered(name)
        if name and found is None:
            raise Http404
        return found

    @cached_property
    def before(self) -> Submission | None:
        """Whose paper was entered before this one; None once that is long ago."""
        return self.entered(self.request.GET.get("after", ""))

    @cached_property
    def anew(self) -> Comment | None:
        """What was taken back as entered wrong."""
        key = self.request.GET.get("anew", "")
        if not key:
            return None
        found = self.taken_back(int(key)) if key.isdecimal() and len(key) < 10 else None
        if found is None:
            raise Http404
        return found

    def taken_back(self, pk: int) -> Comment | None:
        found = selectors.entered_comment(self.user, pk)
        is_it = found and found.taken_back and found.comment.edition_id == self.edition.pk
        return found.comment if found and is_it else None

    def entered(self, name: str) -> Submission | None:
        try:
            pk, clerk = signing.loads(name, salt=SALT, max_age=GO_ON_SECONDS)
        except (signing.BadSignature, ValueError, TypeError):
            return None
        own = Submission.objects.filter(policy=self.edition.policy)
        return own.filter(pk=pk).first() if clerk == self.user.pk else None

    def form(self) -> IntakeForm:
        return IntakeForm(
            self.request.POST or None,
            edition=self.edition,
            with_respondent=self.submission is None,
            initial=self.known(),
        )

    def known(self) -> dict[str, Any]:
        """What the form is filled in with."""
        if self.anew:
            return as_entered(self.anew)
        like = self.submission or self.before
        return {name: getattr(like, name) for name in (*KEPT, "meeting")} if like else {}

    def respondents_own(self, form: IntakeForm) -> Submission | None:
        """The submission that this view joins: what is entered anew keeps its receipt."""
        if self.anew and form.keeps_respondent:
            return self.anew.submission
        return self.submission

    def get(self, request: HttpRequest, edition_id: int) -> HttpResponse:
        return self.page(self.form())

    def page(self, form: IntakeForm) -> HttpResponse:
        like = self.submission or self.before
        return self.show(
            edition=self.edition,
            form=form,
            submission=self.submission,
            before=self.before,
            anew=self.anew,
            like=like,
            **(self.batch_of(like) if like else {}),
        )

    def batch_of(self, like: Submission) -> dict[str, Any]:
        batch = selectors.batch_of(like, self.edition, self.user)
        return {"batch": batch, "totals": selectors.totals_of(batch)}

    def post(self, request: HttpRequest, edition_id: int) -> HttpResponse:
        form = self.form()
        if not form.is_valid():
            return self.page(form.refreshed())
        item = form.incoming(self.respondents_own(form))
        [taken] = take_in(edition=self.edition, items=[item], in_window=False, user=self.user)
        if not taken.is_new and not form.repeats(taken.comment):
            return self.page(form.as_another())
        submission = taken.comment.submission
        open_batch(submission=submission, edition=self.edition, clerk=self.user)
        name = signed(submission.pk, self.user)
        self.say(taken.comment, name, form)
        return redirect(f"{url('enter', self.edition.pk)}?after={name}")

    def say(self, comment: Comment, name: str, form: IntakeForm) -> None:
        """The receipt, and a way to go on with the same respondent: without it the next begins."""
        tell, text = messages.success, _("Entered. Receipt: %(receipt)s")
        if comment.state == State.WITHDRAWN:
            tell, text = messages.warning, str(_WITHDRAWN)
        elif not form.has_brought(comment):
            text = _(
                "The same comment of this respondent was entered already. Receipt: %(receipt)s"
            )
        go_on = messages.button(
            f"{url('enter', self.edition.pk)}?submission={name}",
            _("Another comment of the same respondent"),
        )
        scan = messages.button(url("scan", comment.pk), _("Attach a scan"))
        text %= {"receipt": comment.submission.printed_receipt}
        tell(self.request, text, buttons=[go_on, scan])


class EnteredView(IntakePage):
    """What the clerk has entered, newest first; administrators see what all clerks have."""

    template_name = "comments/admin/entered.html"

    def get_page_title(self) -> str:
        return self.list_title()

    def trail(self) -> list[TrailStep]:
        return [TrailStep(url("choose"), str(self.page_title))]

    def get(self, request: HttpRequest) -> HttpResponse:
        pages = Paginator(selectors.entries(self.user), ENTERED_SHOWN)
        page = pages.get_page(request.GET.get("p"))
        return self.show(page=page, rows=selectors.entered_comments(list(page)))


class TakeBackView(IntakePage):
    """Withdraw what was entered wrong, asked first; the form to enter it anew is offered."""

    template_name = "comments/admin/take_back.html"

    @cached_property
    def comment(self) -> Comment:
        found = selectors.entered_comment(self.user, self.kwargs["pk"])
        if found is None:
            raise Http404
        return found.comment

    def get_page_title(self) -> str:
        return _("Withdraw %(number)s") % {"number": self.comment.ref}

    def trail(self) -> list[TrailStep]:
        first = TrailStep(url("choose"), str(self.page_title))
        return [first, TrailStep(url("entered"), self.list_title())]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(TakeBackForm())

    def page(self, form: TakeBackForm) -> HttpResponse:
        stays = why_it_stays(self.comment)
        return self.show(comment=self.comment, form=form, stays=stays)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = TakeBackForm(request.POST)
        if not form.is_valid():
            return self.page(form)
        try:
            take_back(comment=self.comment, reason=form.cleaned_data["reason"], user=self.user)
        except CommentError as error:
            messages.error(request, str(error))
            return redirect(url("entered"))
        done = _("%(number)s counts as withdrawn now.") % {"number": self.comment.ref}
        messages.success(request, done)
        if "anew" in request.POST:
            return redirect(f"{url('enter', self.comment.edition_id)}?anew={pk}")
        return redirect(url("entered"))


class UncheckedView(IntakePage):
    """What others have entered and nobody has looked at a second time, oldest first."""

    page_title = gettext_lazy("To be checked")
    template_name = "comments/admin/unchecked.html"

    def trail(self) -> list[TrailStep]:
        return [TrailStep(url("choose"), str(IntakePage.page_title))]

    def get(self, request: HttpRequest) -> HttpResponse:
        waiting = selectors.entered_by_others(self.user).for_display().select_related("policy")
        page = Paginator(waiting, ENTERED_SHOWN).get_page(request.GET.get("p"))
        return self.show(page=page)


class CheckEntryView(IntakePage):
    """One entry beside its paper: confirmed or marked, and on to the next."""

    template_name = "comments/admin/check_entry.html"

    @cached_property
    def comment(self) -> Comment:
        waiting = selectors.entered_by_others(self.user).for_display().select_related("policy")
        return get_object_or_404(waiting, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return _("Check %(number)s") % {"number": self.comment.ref}

    def trail(self) -> list[TrailStep]:
        first = TrailStep(url("choose"), str(IntakePage.page_title))
        return [first, TrailStep(url("unchecked"), str(UncheckedView.page_title))]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(EntryCheckForm())

    def page(self, form: EntryCheckForm, status: int = 200) -> HttpResponse:
        scans = Attachment.objects.scans().filter(comment=self.comment)
        return self.show(status, comment=self.comment, form=form, scans=scans)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = EntryCheckForm(request.POST)
        if not form.is_valid():
            return self.page(form, 422)
        comment = get_object_or_404(Comment, pk=pk)
        try:
            check_entry(comment=comment, user=self.user, **form.cleaned_data)
        except CommentError as error:
            messages.error(request, str(error))
        following = selectors.entered_by_others(self.user).filter(pk__gt=pk).first()
        return redirect(url("check", following.pk) if following else url("unchecked"))
