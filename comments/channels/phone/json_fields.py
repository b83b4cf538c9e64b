"""What JSON from outside says of a view, whatever it is made of."""

from collections.abc import Mapping
from typing import Any

from comments.choices import Stance
from home.models import Ward
from texts.cleaning import legal, typed_line


class BrokenPostError(ValueError):
    """What was posted is not what this door takes; the message says what is."""


def text_of(fields: Mapping[str, Any], name: str) -> str:
    """A field as text; empty where it is none."""
    value = fields.get(name)
    return legal(str(value)).replace("\x00", "") if isinstance(value, str | int | float) else ""


def line_of(fields: Mapping[str, Any], name: str, most: int) -> str:
    return typed_line(text_of(fields, name)[: 4 * most])[:most]


def language_named(typed: str) -> str:
    """``en``, ``eng``, ``English`` and the like; empty for any other."""
    begin = typed.strip().casefold()[:2]
    return {"en": "en", "sw": "sw", "ki": "sw"}.get(begin, "")


def stance_named(typed: str) -> str:
    """One of ours by its value; empty for any other."""
    named = typed.strip().casefold().replace(" ", "_")
    return named if named in Stance.values else ""


def ward_named(typed: str) -> Ward | None:
    """By its code, or by a name that is one ward's alone."""
    typed = typed.strip()[:80]
    if not typed:
        return None
    found = Ward.objects.filter(pk=typed[:8]) or Ward.objects.filter(name__iexact=typed)[:2]
    return found[0] if len(found) == 1 else None
