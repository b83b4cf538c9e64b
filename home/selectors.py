"""What every app may ask about the network's own site."""

from django.conf import settings
from django.utils.translation import gettext as _

from consult.pages.kept_reads import KeptReads
from home.models import ContactSettings, Organisation, Ward
from texts.cleaning import section_line


def contact_settings() -> ContactSettings:
    """The contacts of the default site; empty ones where nobody has filled them in."""
    return ContactSettings.objects.filter(site__is_default_site=True).first() or ContactSettings()


def wards() -> list[Ward]:
    """All wards with their sub-counties, by the names of both."""
    return _wards("")


def _read_wards(_all: str) -> list[Ward]:
    return list(Ward.objects.select_related("sub_county").order_by("sub_county__name", "name"))


_wards = KeptReads(_read_wards)


def members() -> list[Organisation]:
    """The organisations of the network, by name."""
    return _members("")


def _read_members(_all: str) -> list[Organisation]:
    return list(Organisation.objects.filter(is_member=True).order_by("name"))


_members = KeptReads(_read_members)


def channels(contacts: ContactSettings, keyword: str) -> list[tuple[str, str]]:
    """``(by what, how)`` of every channel that is open, the site first.

    An SMS is about the policy whose ``keyword`` it begins with, after that of a shared number.
    """
    begins = " ".join(filter(None, [settings.SMS_PREFIX, keyword])).upper()
    every = [
        (_("On the site"), _("Open the draft, choose a section, press “Give your views”.")),
        (
            _("By SMS"),
            contacts.sms_number
            and _(
                "Write %(begins)s, the number of the section and your comment, as in “%(begins)s 3"
                " …”, and send it to %(number)s."
            )
            % {"begins": begins, "number": contacts.sms_number},
        ),
        (
            _("By USSD"),
            contacts.ussd_code and _("Dial %(code)s on any phone.") % {"code": contacts.ussd_code},
        ),
        (_("By e-mail"), contacts.email),
        (_("By post"), _address(contacts.postal_address)),
        (_("By hand"), _address(contacts.office_address)),
        (_("By telephone"), contacts.telephone),
    ]
    return [(label, text) for label, text in every if text]


def _address(lines: str) -> str:
    """The lines of an address as one, with commas between them."""
    return ", ".join(line.rstrip(",") for line in map(section_line, lines.splitlines()) if line)
