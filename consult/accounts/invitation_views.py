"""Invite somebody to the staff, send the mail again, withdraw it: each says first what it does."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin import messages

from consult.accounts.invitations import (
    LINK_DAYS,
    NOT_INVITED,
    InvitationError,
    check_mail_is_set_up,
    invite,
    is_invited,
    may_invite,
    send_again,
    withdraw_invitation,
)
from consult.staff import StaffPage, TrailStep
from consult.typed_fields import PlainLineField

NAMESPACE = "invitations"


class InvitationForm(forms.Form):
    first_name = PlainLineField(label=gettext_lazy("First name"), max_length=150)
    last_name = PlainLineField(label=gettext_lazy("Last name"), max_length=150)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=settings.WAGTAILADMIN_PERMITTED_LANGUAGES,
        help_text=gettext_lazy("Of the mail, and of the admin for this person."),
    )
    roles = forms.ModelMultipleChoiceField(
        Group.objects.order_by("name"),
        label=gettext_lazy("Roles"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_superuser = forms.BooleanField(
        label=gettext_lazy("Administrator: may do everything"), required=False
    )

    def __init__(self, *args: Any, inviter: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()
        if not inviter.is_superuser:
            del self.fields["is_superuser"]

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("There is an account with this address already."))
        return email

    def clean(self) -> dict[str, Any]:
        data = {"is_superuser": False, **self.cleaned_data}
        if not data["is_superuser"] and not data.get("roles"):
            self.add_error("roles", _("Choose a role: without one nothing can be done here."))
        return data


class InvitationPage(StaffPage):
    header_icon = "mail"
    template_name = "account/staff/invitation.html"

    def is_allowed(self) -> bool:
        return may_invite(self.user)

    def trail(self) -> list[TrailStep]:
        return [TrailStep(url=reverse("wagtailusers_users:index"), label=_("Users"))]

    def back(self) -> HttpResponse:
        return redirect("wagtailusers_users:index")

    def show(self, status: int = 200, **context: Any) -> HttpResponse:
        return super().show(status, days=LINK_DAYS, **context)


class InviteView(InvitationPage):
    """The form; then what will be done, and to whom; then it is done."""

    page_title = gettext_lazy("Invite somebody")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.form = InvitationForm(request.POST or None, inviter=self.user)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        try:
            check_mail_is_set_up()
        except InvitationError as error:
            return self.show(refused=str(error))
        return self.show(form=self.form)

    def post(self, request: HttpRequest) -> HttpResponse:
        if not self.form.is_valid():
            return self.show(422, form=self.form)
        if request.POST.get("do") == "send":
            return self.send()
        is_looked_at = request.POST.get("do") != "change"
        return self.show(form=self.form, person=self.form.cleaned_data if is_looked_at else None)

    def send(self) -> HttpResponse:
        person = self.form.cleaned_data
        try:
            invite(user=self.user, **person)
        except InvitationError as error:
            messages.error(self.request, str(error))
        else:
            said = _("The invitation is on its way to %(address)s.")
            messages.success(self.request, said % {"address": person["email"]})
        return self.back()


class InvitedPage(InvitationPage):
    """About one invitation. One to be an administrator is for administrators."""

    step = ""

    def is_allowed(self) -> bool:
        return super().is_allowed() and (self.user.is_superuser or not self.account.is_superuser)

    @cached_property
    def account(self) -> User:
        return get_object_or_404(User, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not is_invited(self.account):
            messages.error(request, NOT_INVITED)
            return self.back()
        return self.show(account=self.account, step=self.step)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            said = self.do()
        except InvitationError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, said)
        return self.back()

    def do(self) -> str:
        """Do it, and say so."""
        raise NotImplementedError


class SendAgainView(InvitedPage):
    page_title = gettext_lazy("Send the invitation again")
    step = "again"

    def do(self) -> str:
        send_again(account=self.account, user=self.user)
        return _("The invitation is on its way to %(address)s.") % {"address": self.account.email}


class WithdrawInvitationView(InvitedPage):
    page_title = gettext_lazy("Withdraw the invitation")
    step = "withdraw"

    def do(self) -> str:
        withdraw_invitation(account=self.account, user=self.user)
        return _("The invitation is withdrawn: its link opens nothing.")


urlpatterns = [
    path("new/", InviteView.as_view(), name="new"),
    path("<number:pk>/again/", SendAgainView.as_view(), name="again"),
    path("<number:pk>/withdraw/", WithdrawInvitationView.as_view(), name="withdraw"),
]
