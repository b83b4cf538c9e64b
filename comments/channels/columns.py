"""The columns in which comments come in bulk."""

COLUMNS = (
    "section",
    "stance",
    "text",
    "proposed",
    "reason",
    "tags",
    "name",
    "organisation",
    "ward",
    "channel",
    "language",
    "received_at",
    "external_id",
)
