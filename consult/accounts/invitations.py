"""People are invited to the staff by mail: they choose their password, and nobody else knows it.

An invitation is an account that was made by inviting, has no password, and in which nobody has
been. The link in its mail is the one that sets a new password: it works once, for as long as
`PASSWORD_RESET_TIMEOUT`, and no longer when a later one was sent.
"""

import logging
from collections.abc import Iterable
from smtplib import SMTPException

from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import Group, User
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from consult.accounts.adapters import password_link
from consult.outgoing_mail import mail_is_set_up
from consult.rate_limits import Event, Limit
from texts.cleaning import typed_line

logger = logging.getLogger(__name__)
LINK_DAYS = settings.PASSWORD_RESET_TIMEOUT // 86_400
TO_ADDRESS = Limit("invitation-address", most=5, seconds=86_400)
INVITE, INVITE_AGAIN = "consult.invite", "consult.invite_again"
WITHDRAW = "consult.withdraw_invitation"


NOT_INVITED = gettext_lazy("This person has come meanwhile, or the invitation was withdrawn.")


class InvitationError(Exception):
    """Says what to do; no mail went."""


def may_invite(user: User) -> bool:
    return user.is_active and user.has_perm("auth.add_user")


def invited() -> QuerySet[User]:
    """Whoever was invited and has not come yet."""
    return User.objects.filter(
        _was_invited(),
        is_active=True,
        last_login=None,
        password__startswith=UNUSABLE_PASSWORD_PREFIX,
    )


def with_invitations(users: QuerySet[User]) -> QuerySet[User]:
    """Each with whether its account was made by inviting."""
    return users.annotate(was_invited=_was_invited())


def _was_invited() -> Exists:
    """Of a row of users: the log knows."""
    return Exists(
        ModelLogEntry.objects.filter(action=INVITE, object_id=Cast(OuterRef("pk"), CharField()))
    )


def is_invited(user: User) -> bool:
    """Whether one account is among the `invited`; asks nothing if it is of `with_invitations`."""
    if not user.is_active or user.last_login or user.has_usable_password():
        return False
    known: bool | None = getattr(user, "was_invited", None)
    return invited().filter(pk=user.pk).exists() if known is None else known


def check_mail_is_set_up() -> None:
    """Raises `InvitationError`."""
    if not mail_is_set_up():
        raise InvitationError(
            _("No mail server is set, so nobody can be invited. Set EMAIL_URL, or add a user.")
        )


def invite(
    *,
    first_name: str,
    last_name: str,
    email: str,
    language: str,
    roles: Iterable[Group],
    is_superuser: bool,
    user: User,
) -> User:
    """Make the account and send its mail. Raises `InvitationError`.

    Where the mail server does not take the mail the account stays, to be sent it again.
    """
    check_mail_is_set_up()
    with transaction.atomic():
        account = User(
            username=_free_username(first_name, last_name),
            first_name=first_name,
            last_name=last_name,
            email=email,
            is_superuser=is_superuser,
        )
        account.set_unusable_password()
        account.save()
        account.groups.set(roles)
        UserProfile.objects.create(user=account, preferred_language=language)
        log(instance=account, action=INVITE, user=user)
    _send(account, user)
    return account


def send_again(*, account: User, user: User) -> None:
    """Send another link, and end those before it; they go on where the mail does not go.

    Of two who send at once one is told so: a link that is mailed works. Raises `InvitationError`.
    """
    check_mail_is_set_up()
    account = _still_invited(account)
    if not account.email:
        raise InvitationError(_("This account has no e-mail address. Give it one first."))
    earlier = account.password
    account.set_unusable_password()  # the link is made from it; saved, it ends the earlier ones
    if not _replace_password(account, earlier, account.password):
        raise InvitationError(_("Somebody else has just sent this invitation again."))
    try:
        _send(account, user)
    except BaseException:
        _replace_password(account, account.password, earlier)
        raise
    log(instance=account, action=INVITE_AGAIN, user=user)


def _replace_password(account: User, old: str, new: str) -> bool:
    """Whether it was still the old one, and the account still invited."""
    return bool(invited().filter(pk=account.pk, password=old).update(password=new))


@transaction.atomic
def withdraw_invitation(*, account: User, user: User) -> None:
    """Erase the account, and with it what its link opens. Raises `InvitationError`."""
    account = _still_invited(account)
    log(instance=account, action=WITHDRAW, user=user)
    account.delete()


@transaction.atomic
def _still_invited(account: User) -> User:
    found = invited().select_for_update().filter(pk=account.pk).first()
    if found is None:
        raise InvitationError(NOT_INVITED)
    return found


def _free_username(first_name: str, last_name: str) -> str:
    name = slugify(f"{first_name} {last_name}").replace("-", ".")[:140] or "user"
    number = 1
    while User.objects.filter(username__iexact=_numbered(name, number)).exists():
        number += 1
    return _numbered(name, number)


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name}.{number}"


def _send(account: User, inviter: User) -> None:
    event = Event((TO_ADDRESS, account.email.lower()))
    if event.reached:
        raise InvitationError(
            _("Several mails have gone to this address today. Send the invitation again tomorrow.")
        )
    try:
        _mail(account, inviter).send()
    except (SMTPException, OSError) as error:
        event.give_back()
        logger.error("An invitation could not be mailed: %s", type(error).__name__)
        raise InvitationError(
            _("The mail server did not take the mail. The account stays: send it again later.")
        ) from error


def _mail(account: User, inviter: User) -> EmailMessage:
    """In the language that was chosen for the account."""
    language = UserProfile.get_for_user(account).get_preferred_language()
    token = PASSWORD_RESET_TOKEN_GENERATOR().make_token(account)
    with translation.override(language):
        context = {
            "account": account,
            "inviter": typed_line(inviter.get_full_name()) or inviter.get_username(),
            "site": settings.WAGTAIL_SITE_NAME,
            "days": LINK_DAYS,
            "link": password_link(user_pk_to_url_str(account), token),
        }
        return EmailMessage(
            render_to_string("account/email/invitation_subject.txt", context).strip(),
            render_to_string("account/email/invitation_message.txt", context).strip() + "\n",
            to=[account.email],
            headers={"Auto-Submitted": "auto-generated", "Content-Language": language},
        )
