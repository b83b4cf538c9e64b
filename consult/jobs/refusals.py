"""What a model refused while a job worked, kept for whoever reads it later."""

from collections.abc import Iterator
from itertools import chain

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, override

from texts.kept_words import kept_in_each


def kept_refusal(error: ValidationError) -> str:
    """All that the error says, in each language of the site, to be stored as one text."""
    said = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            said[language] = " ".join(_said(error))
    return kept_in_each(said)


def _said(error: ValidationError) -> Iterator[str]:
    """Each message in the language of now, also one that its code said in another before."""
    by_field = getattr(error, "error_dict", None)
    for one in chain(*by_field.values()) if by_field else error.error_list:
        message = gettext(one.message) if isinstance(one.message, str) else one.message
        yield str(message % one.params if one.params else message)
