"""What every app may ask about the network's own site."""

from home.models import ContactSettings


def contact_settings() -> ContactSettings:
    """The contacts of the default site; empty ones where nobody has filled them in."""
    return ContactSettings.objects.filter(site__is_default_site=True).first() or ContactSettings()
