"""What the keys in a dataset are called, as a table's head says it."""

from collections.abc import Mapping

from django.db.models import TextChoices

from analysis.choices import DecisionKind
from comments.choices import LANGUAGES, STANCES, Channel, HiddenReason, RespondentKind, State
from reports.dataset_header import Labels


def labels() -> Labels:
    """What keys are called in the active language, in the order to show them."""
    return {
        "stance": _strings(STANCES),
        "state": _of_choices(State),
        "channel": _of_choices(Channel),
        "language": _strings(LANGUAGES),
        "kind": _of_choices(RespondentKind),
        "hidden_reason": _of_choices(HiddenReason),
        "decision": _of_choices(DecisionKind),
    }


def _of_choices(choices: type[TextChoices]) -> dict[str, str]:
    return _strings(dict(choices.choices))


def _strings(names: Mapping[str, object]) -> dict[str, str]:
    return {str(key): str(label) for key, label in names.items()}
