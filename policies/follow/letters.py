"""The mails, in the language that each follower chose."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from email.utils import formatdate
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.models import UpdatePage
from home.routing import reader_url
from home.visibility import open_to_all
from policies.follow.links import CONFIRM_WITHIN, absolute, confirm_url, stop_url
from policies.models import Follower, FollowRequest, PolicyPage
from texts.cleaning import typed_line

SUBJECT_MAX = 150


@dataclass(frozen=True, slots=True)
class MailedUpdate:
    """An update as a mail shows it; `language` is its own, which may not be the reader's."""

    title: str
    introduction: str
    date: date
    url: str
    language: str


def confirmation_mail(request: FollowRequest) -> EmailMultiAlternatives:
    """Asks whether it was really they who typed the address."""
    with translation.override(request.language):
        policy = request.policy.localized
        subject = _("Confirm that you want to follow: %(policy)s") % {"policy": policy.title}
        context = {
            "policy": policy,
            "confirm_url": confirm_url(request),
            "days": CONFIRM_WITHIN.days,
        }
        return _mail("confirm", subject, context, request.address, request.uid)


def updates_mail(
    follower: Follower, updates: Sequence[UpdatePage], uid: UUID
) -> EmailMultiAlternatives:
    """One update, or those of a day; `uid` names the mail."""
    with translation.override(follower.language):
        policy = follower.policy.localized
        news = [_news(update) for update in updates]
        stop = stop_url(follower)
        context = {
            "policy": policy,
            "policy_url": absolute(reader_url(policy)),
            "news": news,
            "stop_url": stop,
        }
        headers = {
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Precedence": "list",
        }
        subject = _subject(policy, news)
        return _mail("updates", subject, context, follower.contact.address, uid, headers)


def _subject(policy: PolicyPage, news: Sequence[MailedUpdate]) -> str:
    if len(news) > 1:
        return ngettext(
            "%(policy)s: %(count)d update", "%(policy)s: %(count)d updates", len(news)
        ) % {"policy": policy.title, "count": len(news)}
    title = news[0].title
    return title if policy.title in title else f"{policy.title}: {title}"


def _news(update: UpdatePage) -> MailedUpdate:
    return MailedUpdate(
        title=update.shown_title,
        introduction=update.shown_introduction,
        date=update.date,
        url=absolute(reader_url(update)),
        language=update.shown_language,
    )


def _mail(
    template: str,
    subject: str,
    context: dict,
    address: str,
    uid: UUID,
    headers: dict[str, str] | None = None,
) -> EmailMultiAlternatives:
    subject = typed_line(subject)
    if len(subject) > SUBJECT_MAX:
        subject = subject[: SUBJECT_MAX - 1] + "…"
    context = {**context, "subject": subject, "language": translation.get_language()}
    mail = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string(f"policies/mail/{template}.txt", context).strip() + "\n",
        to=[address],
        headers={
            "Message-ID": f"<{uid.hex}@{urlsplit(settings.PUBLIC_URL).hostname}>",
            "Date": formatdate(),
            "Auto-Submitted": "auto-generated",
            "Content-Language": str(context["language"]),
            **(headers or {}),
        },
    )
    mail.attach_alternative(
        render_to_string(f"policies/mail/{template}.html", context), "text/html"
    )
    return mail


def updates_to_mail(keys: Iterable[UUID], language: str) -> dict[UUID, UpdatePage]:
    """By key, each update that is public, in ``language`` where it exists in it."""
    pages = open_to_all(UpdatePage.objects.filter(translation_key__in=keys))
    found: dict[UUID, UpdatePage] = {}
    for page in pages.select_related("locale").order_by("pk"):
        if page.translation_key not in found or page.language == language:
            found[page.translation_key] = page
    return found
