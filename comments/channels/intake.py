"""Where clerks enter what came on paper, at a meeting, by post or by telephone."""

from django import forms
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.log_actions import log

from comments.channels.web.forms import ViewForm
from comments.choices import Channel
from comments.models import Contact, Submission
from comments.services import submit_comment
from policies.models import Edition, SectionVersion

SALT = "comments.intake"
GO_ON_SECONDS = 8 * 60 * 60

CHANNELS = (
    Channel.PAPER,
    Channel.MEETING,
    Channel.MEMORANDUM,
    Channel.EMAIL,
    Channel.SMS,
)


class VersionChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, version: SectionVersion) -> str:
        return version.heading


class IntakeForm(ViewForm):
    """A view that came another way than over the site."""

    section = VersionChoiceField(
        label=gettext_lazy("Section"), queryset=SectionVersion.objects.none()
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("How it came"), choices=[(c.value, c.label) for c in CHANNELS]
    )
    received_at = forms.DateTimeField(
        label=gettext_lazy("When it came"),
        widget=AdminDateTimeInput,
        help_text=gettext_lazy("Within the window for comments, Nairobi time."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=[("en", gettext_lazy("English")), ("sw", gettext_lazy("Kiswahili"))],
    )
    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("Kept apart, never shown or exported; for an answer alone."),
    )

    respondent_fields = (*ViewForm.respondent_fields, "channel", "language", "phone")
    field_order = [
        "section",
        "channel",
        "received_at",
        "language",
        "stance",
        "text",
        "proposed",
        "reason",
        "tags",
        "name",
        "organisation",
        "ward",
        "phone",
    ]

    def __init__(self, *args, edition: Edition, **kwargs):
        super().__init__(*args, tags=edition.policy.tags.order_by("name"), **kwargs)
        self.edition = edition
        self.fields["section"].queryset = SectionVersion.objects.filter(  # type: ignore[attr-defined]
            entries__edition=edition,
            entries__replaced_at=None,
            language=edition.policy.locale.language_code,
        ).order_by("entries__position")

    def clean_received_at(self):
        moment = self.cleaned_data["received_at"]
        edition = self.edition
        if moment > timezone.now():
            raise forms.ValidationError(_("That lies in the future."))
        if edition.opens_at is None or moment < edition.opens_at:
            raise forms.ValidationError(_("The consultation was not open yet."))
        if edition.closes_at and moment >= edition.closes_at:
            raise forms.ValidationError(
                _("The consultation had closed: what came late is not entered.")
            )
        return moment


def may_enter(user) -> bool:
    return user.is_active and user.has_perm("comments.add_submission")


def clerks_only(view):
    """Refuse everybody but those who may enter submissions."""

    def checked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not may_enter(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


@require_GET
@clerks_only
def choose_edition(request: HttpRequest) -> HttpResponse:
    """The editions that views can be entered for."""
    editions = Edition.objects.published().filter(opens_at__lte=timezone.now())
    editions = editions.select_related("policy").order_by("-opens_at")
    return render(request, "comments/admin/intake_choose.html", {"editions": editions})


@require_http_methods(["GET", "POST"])
@clerks_only
def enter(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Enter one view; ``?submission=`` adds another of the same respondent."""
    editions = Edition.objects.published().select_related("policy__locale")
    edition = get_object_or_404(editions, pk=edition_id, opens_at__lte=timezone.now())
    submission = _submission(request, edition)
    form = IntakeForm(
        request.POST or None,
        edition=edition,
        with_respondent=submission is None,
        initial={"received_at": submission.received_at if submission else None},
    )
    if request.method == "POST" and form.is_valid():
        submission = _take_in(form, submission, request.user)
        receipt = submission.printed_receipt
        messages.success(request, _("Entered. Receipt: %(receipt)s") % {"receipt": receipt})
        url = reverse("comments_intake:enter", args=[edition.pk])
        token = signing.dumps([submission.pk, request.user.pk], salt=SALT)
        return redirect(f"{url}?submission={token}")
    context = {"edition": edition, "form": form, "submission": submission}
    return render(request, "comments/admin/intake.html", context)


def _submission(request: HttpRequest, edition: Edition) -> Submission | None:
    """The submission this clerk has just entered and goes on with, by its signed name."""
    token = request.GET.get("submission", "")
    if not token:
        return None
    try:
        pk, clerk = signing.loads(token, salt=SALT, max_age=GO_ON_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        raise Http404 from None
    if clerk != request.user.pk:
        raise Http404
    return get_object_or_404(Submission, pk=pk, policy=edition.policy)


@transaction.atomic
def _take_in(form: IntakeForm, submission: Submission | None, user) -> Submission:
    cleaned = form.cleaned_data
    if submission is None:
        submission = Submission(
            channel=cleaned["channel"],
            language=cleaned["language"],
            received_at=cleaned["received_at"],
            **form.respondent(),
        )
    comment = submit_comment(
        submission=submission,
        edition=form.edition,
        version=cleaned["section"],
        data=form.comment_data(),
    )
    if cleaned.get("phone"):
        Contact.objects.create(submission=submission, phone=cleaned["phone"])
    log(instance=comment, action="comments.entered", user=user, data={"number": comment.number})
    return submission


app_name = "comments_intake"
urlpatterns = [
    path("", choose_edition, name="choose"),
    path("<number:edition_id>/", enter, name="enter"),
]
