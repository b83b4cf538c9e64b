"""The form to follow a policy by e-mail."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from consult.typed_fields import PlainLineField
from policies.models import Frequency


class FollowForm(forms.Form):
    address = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("Used for these mails alone, and erased when you stop."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Type your e-mail address."),
            "invalid": _("Type the whole address, as in wanjiku@example.org."),
        },
    )
    language = forms.ChoiceField(
        label=_("Language of the mails"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a language.")},
    )
    frequency = forms.ChoiceField(
        label=_("How often"),
        choices=Frequency.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how often.")},
    )
    # Hidden from people by CSS and labelled for those who meet it: only a script fills it in.
    website = PlainLineField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
