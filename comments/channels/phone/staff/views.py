"""Messages that found no section, answers that were not sent, and trying the doors out."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.log_actions import log

from comments.channels.phone.numbers import masked
from comments.channels.phone.open_editions import newest_editions
from comments.channels.phone.services import PhoneMessageError, place, set_aside
from comments.channels.phone.simulator import try_call, try_sms
from comments.channels.phone.sms_answers import is_on
from comments.channels.phone.staff.forms import PlaceForm, SetAsideForm, TryCallForm, TrySmsForm
from comments.models import PhoneMessage, SmsAnswer
from comments.permissions import may_enter
from consult.jobs.work import try_again
from consult.staff import StaffPage, StaffView, TrailStep, addresses

SHOWN = 20
url = addresses("comments_phone")


class PhonePage(StaffPage):
    """A page for those who may enter submissions."""

    page_title = gettext_lazy("Messages by phone")
    header_icon = "mail"

    def is_allowed(self) -> bool:
        return may_enter(self.user)


class MessagesView(PhonePage):
    """What found no section, the oldest first; below it, what could not be answered."""

    template_name = "comments/admin/phone_messages.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        waiting = PhoneMessage.objects.waiting().select_related("edition__policy", "version")
        unsent = SmsAnswer.objects.failed().exclude(number="").select_related("message")
        return self.show(
            page=Paginator(waiting, SHOWN).get_page(request.GET.get("page")),
            unsent=[(each, masked(each.number)) for each in unsent[:SHOWN]],
            unsent_count=unsent.count(),
            editions=[each for each in newest_editions() if each.takes_comments],
            open_doors=[name for name, secrets in settings.PHONE_SECRETS.items() if secrets],
            sends=is_on(),
        )


class MessagePage(PhonePage):
    """A page about one message that nobody has dealt with."""

    template_name = "comments/admin/phone_message.html"
    page_title = gettext_lazy("Which section is it about?")

    def trail(self) -> list[TrailStep]:
        return [TrailStep(url("messages"), _("Messages by phone"))]

    @cached_property
    def message(self) -> PhoneMessage:
        """Raises `PhoneMessageError` where somebody has dealt with it."""
        all_messages = PhoneMessage.objects.select_related("edition__policy", "version")
        message = get_object_or_404(all_messages, pk=self.kwargs["pk"])
        if message.is_settled:
            raise PhoneMessageError(_("Somebody has dealt with this message already."))
        return message

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except PhoneMessageError as error:
            messages.error(request, str(error))
            return redirect(url("messages"))

    def ask(self, form: PlaceForm, aside: SetAsideForm, status: int = 200) -> HttpResponse:
        return self.show(status, message=self.message, form=form, aside=aside)


class PlaceMessageView(MessagePage):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.ask(PlaceForm(message=self.message), SetAsideForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = PlaceForm(request.POST, message=self.message)
        if not form.is_valid():
            return self.ask(form, SetAsideForm(), 422)
        self.message.edition = form.cleaned_data["edition"]
        said = {name: form.cleaned_data[name] for name in ("version", "stance", "words")}
        try:
            comment = place(message=self.message, user=self.user, **said)
        except PhoneMessageError as error:
            form.add_error(None, str(error))
            return self.ask(form, SetAsideForm(), 422)
        receipt = {"number": comment.ref, "receipt": comment.submission.printed_receipt}
        said_back = _("Taken in as %(number)s. Receipt: %(receipt)s") % receipt
        messages.success(request, said_back)
        return redirect(url("messages"))


class SetAsideView(MessagePage):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = SetAsideForm(request.POST)
        if not form.is_valid():
            return self.ask(PlaceForm(message=self.message), form, 422)
        set_aside(message=self.message, reason=form.cleaned_data["reason"], user=self.user)
        messages.success(request, _("The message is set aside."))
        return redirect(url("messages"))


class SendAnswerAgainView(StaffView):
    """A button at an answer that could not be sent."""

    def is_allowed(self) -> bool:
        return may_enter(self.user)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        answer = get_object_or_404(SmsAnswer.objects.failed().exclude(number=""), pk=pk)
        if is_on():
            try_again(answer)
            log(instance=answer, action="comments.answer_sent_again", user=self.user)
            messages.success(request, _("It will be sent."))
        else:
            messages.error(request, _("Sending SMS is not set up."))
        return redirect(url("messages"))


class TryOutView(PhonePage):
    """An SMS or a call against the doors' own code; nothing of it is kept."""

    template_name = "comments/admin/phone_try_out.html"
    page_title = gettext_lazy("Try it out")

    def trail(self) -> list[TrailStep]:
        return [TrailStep(url("messages"), _("Messages by phone"))]

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(form=TrySmsForm(), call_form=TryCallForm(), screens=try_call([])[-1:])

    def post(self, request: HttpRequest) -> HttpResponse:
        return self.call(request) if "call" in request.POST else self.sms(request)

    def sms(self, request: HttpRequest) -> HttpResponse:
        form = TrySmsForm(request.POST)
        tried = try_sms(form.cleaned_data["sms"]) if form.is_valid() else None
        status = 200 if tried else 422
        first = try_call([])[-1:]
        return self.show(status, form=form, tried=tried, call_form=TryCallForm(), screens=first)

    def call(self, request: HttpRequest) -> HttpResponse:
        form = TryCallForm(request.POST)
        if not form.is_valid():
            return self.show(422, form=TrySmsForm(), call_form=form, screens=try_call([])[-1:])
        keys = form.keys()
        screens = try_call(keys)
        following = TryCallForm(initial={"typed": "\n".join(keys)})
        return self.show(form=TrySmsForm(), call_form=following, screens=screens)
