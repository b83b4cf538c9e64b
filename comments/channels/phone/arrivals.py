"""What a door hands on: a message as it came, and what it means."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from comments.choices import MessageProblem
from home.models import Ward
from policies.models import Edition, SectionVersion


@dataclass(frozen=True)
class Arrived:
    """One message as its gateway handed it over. The same ``external_id`` is the same message.

    ``number`` is empty where the gateway gives none.
    """

    channel: str
    external_id: str
    text: str
    number: str = ""
    received_at: datetime = field(default_factory=timezone.now)
    name: str = ""
    organisation_name: str = ""
    ward: Ward | None = None
    wants_answer: bool = False


@dataclass(frozen=True)
class Meant:
    """What was read in it: a comment, unless there is a ``problem``.

    ``language`` is empty where it cannot be told.
    """

    edition: Edition | None = None
    version: SectionVersion | None = None
    stance: str = ""
    words: str = ""
    language: str = ""
    problem: MessageProblem | str = ""
