"""Words that Django and allauth show and have no Kiswahili for: they live in our catalogue.

Nothing imports this module. It names the messages, word for word as Django has them, so that
`make messages` keeps them; Django finds them in our catalogue before its own.
"""

from django.utils.translation import gettext_lazy, ngettext_lazy

TIMES = (
    ngettext_lazy("%(num)d year", "%(num)d years", "num"),
    ngettext_lazy("%(num)d month", "%(num)d months", "num"),
    ngettext_lazy("%(num)d week", "%(num)d weeks", "num"),
    ngettext_lazy("%(num)d day", "%(num)d days", "num"),
    ngettext_lazy("%(num)d hour", "%(num)d hours", "num"),
    ngettext_lazy("%(num)d minute", "%(num)d minutes", "num"),
)

FORM_ERRORS = (
    gettext_lazy("This field is required."),
    gettext_lazy("Select a valid choice. %(value)s is not one of the available choices."),
    gettext_lazy("Select a valid choice. That choice is not one of the available choices."),
    gettext_lazy("Enter a valid date/time."),
    gettext_lazy("Enter a valid email address."),
    gettext_lazy("Null characters are not allowed."),
    ngettext_lazy(
        "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at least %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
)

PASSWORD_ERRORS = (
    gettext_lazy("The password you have entered is not correct. Please try again."),
    gettext_lazy("You must type the same password each time."),
    gettext_lazy("This password is too common."),
    gettext_lazy("This password is entirely numeric."),
    gettext_lazy("The password is too similar to the %(verbose_name)s."),
    ngettext_lazy(
        "This password is too short. It must contain at least %(min_length)d character.",
        "This password is too short. It must contain at least %(min_length)d characters.",
        "min_length",
    ),
)
