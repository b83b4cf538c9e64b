"""Policies under consultation: their pages, the texts as they stood, and their editions."""

from policies.models.editions import Edition, EditionSection, WindowChange
from policies.models.pages import PolicyIndexPage, PolicyPage, SectionPage
from policies.models.tags import PolicyTag, TaggedPolicy
from policies.models.versions import SectionVersion

__all__ = [
    "Edition",
    "EditionSection",
    "PolicyIndexPage",
    "PolicyPage",
    "PolicyTag",
    "SectionPage",
    "SectionVersion",
    "TaggedPolicy",
    "WindowChange",
]
