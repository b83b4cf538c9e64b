"""What a file of the moderators' list says of each comment: its columns, listed once.

A receipt opens what its respondent sent, so none is here; nor is a telephone number or an address.
Words are what the public would see of them: what was redacted stays sealed.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comments.choices import LANGUAGES
from comments.models import Comment


@dataclass(frozen=True)
class ExportColumn:
    """``width`` is in characters."""

    label: str | Promise
    text: Callable[[Comment], object]
    width: int = 16
    wrapped: bool = False


def _received(comment: Comment) -> str:
    """In a form that sorts as text."""
    return timezone.localtime(comment.received_at).strftime("%Y-%m-%d %H:%M")


def _state(comment: Comment) -> str:
    state = str(comment.get_state_display())
    return f"{state} ({comment.erased})" if comment.is_erased else state


def _added(name: str) -> Callable[[Comment], str]:
    return lambda comment: next((e.text for e in comment.public.added if e.name == name), "")


def _topics(comment: Comment) -> str:
    return "; ".join(str(item.tag) for item in comment.topics)  # type: ignore[attr-defined]


def _ward(comment: Comment) -> str:
    return str(comment.submission.ward or "")


def _sub_county(comment: Comment) -> str:
    ward = comment.submission.ward
    return str(ward.sub_county) if ward else ""


def _campaign(comment: Comment) -> str:
    """The number of the comment that it is named by."""
    if comment.campaign is None:
        return ""
    return f"{comment.policy.reference}-{comment.campaign.first.number:04d}"


def _language(comment: Comment) -> str:
    language = comment.submission.language
    return str(LANGUAGES.get(language, language))


COLUMNS = (
    ExportColumn(_("Number"), lambda c: c.ref, 14),
    ExportColumn(_("Received"), _received),
    ExportColumn(_("Channel"), lambda c: c.submission.get_channel_display()),
    ExportColumn(_("State"), _state),
    ExportColumn(_("Policy"), lambda c: c.policy.title, 32, wrapped=True),
    ExportColumn(_("Section"), lambda c: c.version.number),
    ExportColumn(_("Section's title"), lambda c: c.version.title, 32, wrapped=True),
    ExportColumn(_("Quoted words"), lambda c: c.quote, 40, wrapped=True),
    ExportColumn(_("Comment"), lambda c: c.public.text, 70, wrapped=True),
    ExportColumn(_("Proposed wording"), _added("proposed"), 50, wrapped=True),
    ExportColumn(_("Reason"), _added("reason"), 50, wrapped=True),
    ExportColumn(_("Stance"), lambda c: c.stance_name),
    ExportColumn(_("Topics"), _topics, wrapped=True),
    ExportColumn(_("Ward"), _ward),
    ExportColumn(_("Sub-county"), _sub_county),
    ExportColumn(pgettext_lazy("of a respondent", "Name"), lambda c: c.submission.name, 24),
    ExportColumn(_("Speaks"), lambda c: c.submission.get_kind_display(), 20),
    ExportColumn(_("Organisation"), lambda c: c.submission.organisation_name, 24),
    ExportColumn(_("Reason for hiding"), lambda c: c.get_hidden_reason_display(), 28),
    ExportColumn(_("Campaign"), _campaign, 14),
    ExportColumn(_("Language"), _language),
)
