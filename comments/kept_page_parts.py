"""Which parts of kept pages show comments, so that a change to these makes no other page anew.

See `consult.pages.dependencies`.
"""

from collections.abc import Iterable
from uuid import UUID

from consult.pages import dependencies

# How long a page may show the count of before: while a thousand comments a minute come in, the page
# that everybody reads is made twelve times. Whoever has just commented sees the exact count.
COUNT_LAG_S = 5
AGREED_LAG_S = 60  # how many agree is of no moment: a page may be a minute behind
TABLES = (
    *("comment", "submission", "contact", "taggedcomment", "attachment", "agreement"),
    *("earlierwords", "earlierwords_tags"),
    *("ledger", "ledgerentry", "checkpoint"),
    *("moderationaction", "moderatedcomment", "chosencomments", "redaction", "secondlook"),
    "commentreservation",
    *("listexport", "savedview"),
    *("phonemessage", "smsanswer"),
    *("campaign", "commentsketch", "campaignsearch"),
    *("commentimport", "entrycheck", "intakebatch"),
    *("memorandum", "memorandumdraft"),
    "respondenttally",
)
_MEMORANDA = "memoranda"


def name_tables() -> None:
    """Changes to the comments' tables are told of by `mark_taken_in` and `mark_moderated`."""
    dependencies.ignore_tables(*(f"comments_{name}" for name in TABLES))


def depends_on_counts(policy_id: int) -> None:
    """The page shows how many comments a policy's sections have."""
    dependencies.depends_on(f"taken-in:{policy_id}", may_lag_s=COUNT_LAG_S)


def depends_on_comments(section_key: UUID) -> None:
    """The page shows a section's comments, and how many it has."""
    dependencies.depends_on(f"taken-in:{section_key}", may_lag_s=COUNT_LAG_S)
    dependencies.depends_on(f"moderated:{section_key}")
    dependencies.depends_on(f"agreed:{section_key}", may_lag_s=AGREED_LAG_S)


def depends_on_ledger(ledger_id: int, policy_id: int) -> None:
    """The page shows a ledger's newest checkpoint, or one over all its entries."""
    dependencies.depends_on(f"checkpoint:{ledger_id}")
    depends_on_counts(policy_id)


def depends_on_memoranda() -> None:
    """The page shows the register of memoranda, or a part of it."""
    dependencies.depends_on(_MEMORANDA)


def mark_memoranda() -> None:
    """A memorandum was handed in, or what the register says of one has changed."""
    dependencies.mark_changed(_MEMORANDA)


def mark_checkpoint(ledger_id: int) -> None:
    """A checkpoint was kept, or got another signature."""
    dependencies.mark_changed(f"checkpoint:{ledger_id}")


def mark_taken_in(policy_id: int, section_keys: Iterable[UUID]) -> None:
    """Comments were taken in."""
    dependencies.mark_changed(f"taken-in:{policy_id}", *{f"taken-in:{key}" for key in section_keys})


def mark_moderated(section_keys: Iterable[UUID]) -> None:
    """Comments were published, hidden or withdrawn."""
    dependencies.mark_changed(*{f"moderated:{key}" for key in section_keys})


def depends_on_acts(policy_id: int) -> None:
    """The page tells what moderators did on a policy."""
    dependencies.depends_on(f"acts:{policy_id}")


def mark_acts(policy_ids: Iterable[int]) -> None:
    """Moderators did something on these policies."""
    dependencies.mark_changed(*{f"acts:{pk}" for pk in policy_ids})


def mark_redacted(section_key: UUID) -> None:
    """Words were taken from the public: no page from before is shown again, whatever is away."""
    dependencies.mark_changed(f"moderated:{section_key}", dependencies.WITHHELD)


def mark_agreed(section_key: UUID) -> None:
    """Somebody agreed with a comment, or no longer does."""
    dependencies.mark_changed(f"agreed:{section_key}")
