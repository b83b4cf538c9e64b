"""The columns in which comments come in bulk."""

from comments.models.comment import ADDED

COLUMNS = (
    "section",
    "stance",
    "text",
    *ADDED,
    "tags",
    "name",
    "organisation",
    "kind",
    "people",
    "role",
    "ward",
    "channel",
    "language",
    "received_at",
    "external_id",
)
