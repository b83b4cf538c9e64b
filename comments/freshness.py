"""Which pages a change to comments concerns, so that no other is made anew.

See `consult.pages.dependencies`.
"""

from collections.abc import Iterable
from uuid import UUID

from comments.register.visits import COOKIE
from consult.pages import dependencies, page_cache

# How long a page may show the count of before: while a thousand comments a minute come in, the page
# that everybody reads is made twelve times. Whoever has just commented sees the exact count.
COUNT_PATIENCE_S = 5
TABLES = ("comment", "submission", "contact", "ledger", "ledgerentry", "taggedcomment")


def connect() -> None:
    """`came_in` and `moderated` tell of the comments' tables: nobody else needs to watch them."""
    dependencies.never_shown(*(f"comments_{name}" for name in TABLES))
    page_cache.EXACT_COOKIES.add(COOKIE)


def counts_are_shown(policy_id: int) -> None:
    """The page shows how many comments a policy's sections have."""
    dependencies.made_of(f"received:{policy_id}", patience_s=COUNT_PATIENCE_S)


def comments_are_shown(section_key: UUID) -> None:
    """The page shows a section's comments, and how many it has."""
    dependencies.made_of(f"received:{section_key}", patience_s=COUNT_PATIENCE_S)
    dependencies.made_of(f"moderated:{section_key}")


def came_in(policy_id: int, section_keys: Iterable[UUID]) -> None:
    """Comments came in."""
    dependencies.changed(f"received:{policy_id}", *{f"received:{key}" for key in section_keys})


def moderated(section_keys: Iterable[UUID]) -> None:
    """Comments were published, hidden or withdrawn."""
    dependencies.changed(*{f"moderated:{key}" for key in section_keys})
