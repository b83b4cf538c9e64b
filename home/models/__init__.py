"""The network's own site: places, themes, organisations and its pages."""

from home.models.pages import HomePage, MeetingPage, StandardPage, UpdatePage
from home.models.places import SubCounty, Ward
from home.models.register import Organisation, Theme
from home.models.settings import ContactSettings

__all__ = [
    "ContactSettings",
    "HomePage",
    "MeetingPage",
    "Organisation",
    "StandardPage",
    "SubCounty",
    "Theme",
    "UpdatePage",
    "Ward",
]
