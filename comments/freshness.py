"""Which pages a change to comments concerns, so that no other is made anew.

See `consult.pages.dependencies`.
"""

from collections.abc import Iterable
from uuid import UUID

from comments.register.visits import COOKIE
from consult.pages import dependencies, page_cache

# How long a page may show the count of before: while a thousand comments a minute come in, the page
# that everybody reads is made twelve times. Whoever has just commented sees the exact count.
COUNT_LAG_S = 5
TABLES = ("comment", "submission", "contact", "ledger", "ledgerentry", "taggedcomment")


def connect() -> None:
    """`came_in` and `moderated` tell of the comments' tables: nobody else needs to watch them."""
    dependencies.ignore_tables(*(f"comments_{name}" for name in TABLES))
    page_cache.NO_LAG_COOKIES.add(COOKIE)


def counts_are_shown(policy_id: int) -> None:
    """The page shows how many comments a policy's sections have."""
    dependencies.depends_on(f"received:{policy_id}", may_lag_s=COUNT_LAG_S)


def comments_are_shown(section_key: UUID) -> None:
    """The page shows a section's comments, and how many it has."""
    dependencies.depends_on(f"received:{section_key}", may_lag_s=COUNT_LAG_S)
    dependencies.depends_on(f"moderated:{section_key}")


def came_in(policy_id: int, section_keys: Iterable[UUID]) -> None:
    """Comments came in."""
    dependencies.mark_changed(f"received:{policy_id}", *{f"received:{key}" for key in section_keys})


def moderated(section_keys: Iterable[UUID]) -> None:
    """Comments were published, hidden or withdrawn."""
    dependencies.mark_changed(*{f"moderated:{key}" for key in section_keys})
