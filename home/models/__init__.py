"""The network's own site: places, themes, organisations and its pages."""

from home.models.pages import HomePage, MeetingPage, StandardPage, UpdatePage
from home.models.places import SubCounty, Ward
from home.models.register import Organisation, Theme

__all__ = [
    "HomePage",
    "MeetingPage",
    "Organisation",
    "StandardPage",
    "SubCounty",
    "Theme",
    "UpdatePage",
    "Ward",
]
