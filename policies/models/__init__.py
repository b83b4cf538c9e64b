"""Policies under consultation: their pages, the texts as they stood, and their editions."""

from policies.models.edition_plans import EditionPlan
from policies.models.editions import Edition, EditionSection, WindowChange
from policies.models.followers import (
    Delivery,
    Follower,
    FollowerContact,
    FollowRequest,
    Frequency,
    MailState,
    StandardUpdate,
    UpdateKind,
)
from policies.models.kept_plans import KeptPlan
from policies.models.policy_imports import ImportOutline, PolicyImport
from policies.models.policy_pages import PolicyIndexPage, PolicyPage, SectionPage
from policies.models.policy_tags import PolicyTag, TaggedPolicy
from policies.models.publications import Publication
from policies.models.text_approvals import TextApproval
from policies.models.versions import SectionVersion

__all__ = [
    "Delivery",
    "Edition",
    "EditionPlan",
    "EditionSection",
    "FollowRequest",
    "Follower",
    "FollowerContact",
    "Frequency",
    "ImportOutline",
    "KeptPlan",
    "MailState",
    "PolicyImport",
    "PolicyIndexPage",
    "PolicyPage",
    "PolicyTag",
    "Publication",
    "SectionPage",
    "SectionVersion",
    "StandardUpdate",
    "TaggedPolicy",
    "TextApproval",
    "UpdateKind",
    "WindowChange",
]
