"""Whether mails go anywhere."""

from django.conf import settings

_UNSENT = (
    "django.core.mail.backends.console.EmailBackend",
    "django.core.mail.backends.dummy.EmailBackend",
)


def mail_is_set_up() -> bool:
    """False where mails would only be printed: then no address is asked for."""
    return settings.DEBUG or settings.EMAIL_BACKEND not in _UNSENT
