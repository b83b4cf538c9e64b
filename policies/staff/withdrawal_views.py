"""Withdraw a policy, and bring it back: both after being shown what that means."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from consult.typed_fields import PlainLineField
from policies import permissions
from policies.models import Edition
from policies.publishing.services import PolicyError
from policies.publishing.withdrawal import (
    bring_back,
    newest_edition,
    open_window_of,
    withdraw_policy,
)
from policies.staff.base import PolicyStaffPage, url


class WithdrawalForm(forms.Form):
    reason = PlainLineField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("Shown to the public at the head of the policy and its sections."),
        error_messages={
            "required": gettext_lazy("Say why it is withdrawn: the public sees the reason.")
        },
    )
    reason_sw = PlainLineField(
        label=gettext_lazy("Reason in Kiswahili"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Readers of Kiswahili get the reason above where this is empty."),
    )
    window = PlainLineField(widget=forms.HiddenInput, required=False, max_length=100)


class WithdrawalView(PolicyStaffPage):
    """Shows what withdrawing means, or how to take it back, and does it."""

    header_icon = "warning"
    template_name = "policies/admin/withdraw.html"

    def is_allowed(self) -> bool:
        return permissions.may_withdraw(self.user, self.policy)

    def get_page_title(self) -> str:
        if self.policy.withdrawn_at:
            return _("Bring the policy back")
        return _("Withdraw the policy")

    @cached_property
    def closing(self) -> Edition | None:
        """The edition whose window is open, and would be closed."""
        return open_window_of(self.policy)

    def window_shown(self) -> str:
        """Names that window."""
        return f"{self.closing.pk} {self.closing.closes_at}" if self.closing else ""

    def page(self, status: int = 200, **words: Any) -> HttpResponse:
        """The form with the words typed, about the window as it is now."""
        form = WithdrawalForm(initial={**words, "window": self.window_shown()})
        return self.show_form(form, status)

    def show_form(self, form: WithdrawalForm, status: int) -> HttpResponse:
        return self.show(
            status=status,
            form=form,
            policy=self.policy,
            closing=self.closing,
            is_told=newest_edition(self.policy) is not None,
        )

    def get(self, request: HttpRequest, policy_pk: int) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest, policy_pk: int) -> HttpResponse:
        if request.POST.get("do") == "bring_back":
            return self.change(
                lambda: bring_back(policy=self.policy, user=self.user),
                _("The policy is back. Open its window where it is needed."),
            )
        form = WithdrawalForm(request.POST)
        if not form.is_valid():
            return self.show_form(form, 422)
        words = form.cleaned_data
        if words.pop("window") != self.window_shown():
            messages.warning(request, _("The window was changed meanwhile: look at it once more."))
            return self.page(409, **words)
        return self.change(
            lambda: withdraw_policy(policy=self.policy, user=self.user, **words),
            _("The policy is withdrawn; its pages say so."),
        )

    def change(self, make: Callable[[], object], said: str) -> HttpResponse:
        try:
            make()
        except PolicyError as error:
            messages.error(self.request, str(error))
        else:
            messages.success(self.request, said)
        return redirect(url("withdraw", self.policy.pk))
