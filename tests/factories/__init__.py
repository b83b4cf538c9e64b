"""Rows for tests, made as the product makes them: editions are published, comments submitted."""

from tests.factories.analysis import make_decision
from tests.factories.comments import (
    SubmissionFactory,
    make_comment,
    make_commented_policy,
    make_many_comments,
    rewrite_ledger,
)
from tests.factories.policies import (
    PolicyPageFactory,
    SectionPageFactory,
    make_policy,
    make_published_policy,
)
from tests.factories.users import UserFactory, make_user, sign_in

__all__ = [
    "PolicyPageFactory",
    "SectionPageFactory",
    "SubmissionFactory",
    "UserFactory",
    "make_comment",
    "make_commented_policy",
    "make_decision",
    "make_many_comments",
    "make_policy",
    "make_published_policy",
    "make_user",
    "rewrite_ledger",
    "sign_in",
]
