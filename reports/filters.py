"""Which of an edition's comments a report is about."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Self
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from comments.choices import STANCES, Channel, Stance, State
from comments.models import TaggedComment
from comments.querysets import CommentQuerySet
from home.models import SubCounty, Ward
from policies.models import Edition, PolicyTag
from reports.labels import LANGUAGES


class FilterError(ValueError):
    """A filter that means nothing; the message says which."""


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What is not empty narrows the report; values of one field widen each other.

    ``sections`` are section keys, ``tags`` slugs, ``wards`` and ``sub_counties`` codes (a comment
    from any of these places counts), the dates are days in the county's time zone, both included.
    """

    sections: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    stances: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    sub_counties: tuple[str, ...] = ()
    wards: tuple[str, ...] = ()
    received_from: str = ""
    received_to: str = ""

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Read what `to_data` wrote, or a form's choices. Raises `FilterError`."""
        unknown = set(data) - set(cls.__dataclass_fields__)
        if unknown:
            raise FilterError(f"There is no filter {', '.join(sorted(unknown))}.")
        values: dict[str, Any] = {}
        for name, value in data.items():
            if name in ("received_from", "received_to"):
                values[name] = _day(value)
            else:
                values[name] = tuple(str(each) for each in value)
        filters = cls(**values)
        filters._check()
        return filters

    def _check(self) -> None:
        for values, known in (
            (self.states, State.values),
            (self.stances, Stance.values),
            (self.channels, Channel.values),
        ):
            wrong = set(values) - set(known)
            if wrong:
                raise FilterError(f"“{min(wrong)}” is none of: {', '.join(known)}.")
        for key in self.sections:
            try:
                UUID(key)
            except ValueError:
                raise FilterError(f"“{key}” is not the key of a section.") from None
        if self.received_from and self.received_to and self.received_from > self.received_to:
            raise FilterError("The first day is after the last.")

    def to_data(self) -> dict[str, Any]:
        """As JSON, without what is empty."""
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(self).items()
            if value
        }

    def apply(self, comments: CommentQuerySet) -> CommentQuerySet:
        """The comments that pass, each once."""
        for lookup, values in (
            ("section_key__in", self.sections),
            ("state__in", self.states),
            ("stance__in", self.stances),
            ("submission__channel__in", self.channels),
            ("submission__language__in", self.languages),
        ):
            if values:
                comments = comments.filter(**{lookup: values})
        if self.tags:
            tagged = TaggedComment.objects.using(comments.db).filter(tag__slug__in=self.tags)
            comments = comments.filter(pk__in=tagged.values("content_object"))
        if self.wards or self.sub_counties:
            wards = Q(submission__ward__in=self.wards)
            comments = comments.filter(
                wards | Q(submission__ward__sub_county__in=self.sub_counties)
            )
        if self.received_from:
            comments = comments.filter(received_at__gte=_midnight(self.received_from))
        if self.received_to:
            after = _midnight(self.received_to) + timedelta(days=1)
            comments = comments.filter(received_at__lt=after)
        return comments

    def described(self, edition: Edition) -> list[tuple[str, str]]:
        """Label and value of each filter in the active language."""
        lines = [
            (_("Sections"), _sections(edition, self.sections)),
            (_("State"), _labels(State.choices, self.states)),
            (_("Stance"), _labels(STANCES.items(), self.stances)),
            (_("Tags"), _names(PolicyTag.objects.filter(slug__in=self.tags))),
            (_("Channel"), _labels(Channel.choices, self.channels)),
            (_("Language"), _labels(LANGUAGES.items(), self.languages)),
            (_("Sub-county"), _names(SubCounty.objects.filter(pk__in=self.sub_counties))),
            (_("Ward"), _names(Ward.objects.filter(pk__in=self.wards))),
            (pgettext("first day of a period", "From"), _printed(self.received_from)),
            (pgettext("last day of a period", "To"), _printed(self.received_to)),
        ]
        return [(label, value) for label, value in lines if value]


def _day(value: Any) -> str:
    try:
        return date.fromisoformat(str(value)).isoformat() if value else ""
    except ValueError:
        raise FilterError(f"“{value}” is not a day: write 2026-12-04.") from None


def _midnight(day: str) -> datetime:
    return timezone.make_aware(datetime.combine(date.fromisoformat(day), time()))


def _printed(day: str) -> str:
    return date_format(date.fromisoformat(day), "DATE_FORMAT") if day else ""


def _labels(choices: Iterable[tuple[str, Any]], values: Iterable[str]) -> str:
    chosen = set(values)
    return ", ".join(str(label) for value, label in choices if value in chosen)


def _names(rows: Iterable[Any]) -> str:
    return ", ".join(str(row) for row in rows)


def _sections(edition: Edition, keys: tuple[str, ...]) -> str:
    if not keys:
        return ""
    entries = edition.entries.filter(replaced_at=None, version__section_key__in=keys)
    versions = entries.order_by("position", "pk").values_list(
        "version__section_key", "version__number", "version__title"
    )
    names = {key: number or title for key, number, title in reversed(versions)}
    return ", ".join(reversed(names.values()))
