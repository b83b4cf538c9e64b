"""The network's own site: places, themes, organisations and its pages."""

from home.models.former_addresses import FormerAddress
from home.models.network import Organisation, OrganisationKind, Theme
from home.models.places import SubCounty, Ward
from home.models.site_pages import HomePage, MeetingMode, MeetingPage, StandardPage, UpdatePage
from home.models.site_settings import ContactSettings

__all__ = [
    "ContactSettings",
    "FormerAddress",
    "HomePage",
    "MeetingMode",
    "MeetingPage",
    "Organisation",
    "OrganisationKind",
    "StandardPage",
    "SubCounty",
    "Theme",
    "UpdatePage",
    "Ward",
]
