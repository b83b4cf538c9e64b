"""Submissions of survey forms that KoboToolbox posts: one respondent, one view or several."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from comments.channels.came_in_time import NotInTimeError, check_came_in_time
from comments.channels.phone import survey_fields
from comments.channels.phone.arrivals import Arrived, Meant
from comments.channels.phone.json_fields import (
    BrokenPostError,
    language_named,
    line_of,
    stance_named,
    text_of,
    ward_named,
)
from comments.channels.phone.services import receive
from comments.channels.phone.survey_fields import version_chosen
from comments.choices import Channel, MessageProblem, Stance
from comments.models import PhoneMessage
from comments.models.comment import TEXT_MAX, TEXT_MIN
from policies.models import Edition, EditionSection, SectionVersion
from texts.cleaning import typed_text

MOST_VIEWS = 200
LONGEST_UUID = 80


@transaction.atomic
def take_survey(posted: Mapping[str, Any]) -> list[PhoneMessage]:
    """Take in one submission. Raises `BrokenPostError` where it has no ``_uuid`` or no view.

    The views of one respondent share a receipt.
    """
    uuid = text_of(posted, "_uuid").strip()
    if not uuid or len(uuid) > LONGEST_UUID:
        raise BrokenPostError('Post JSON with the "_uuid" of the submission.')
    answers = dict(_answers(posted))
    views = _views(posted, answers)
    if not views:
        raise BrokenPostError("The submission has no view: use the form of this site.")
    moment, edition = _moment(posted), _edition(answers)
    messages: list[PhoneMessage] = []
    for number, view in enumerate(views):
        earlier = next((each.comment for each in messages if each.comment), None)
        message, _is_new = receive(
            arrived=_arrived(f"{uuid}:{number}", answers, view, moment),
            meant=_meant(answers, view, edition, moment),
            joins=earlier.submission if earlier else None,
        )
        messages.append(message)
    return messages


def _answers(posted: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """By their own names, whatever group they stand in: ``who/name``."""
    for name, value in posted.items():
        yield str(name).rpartition("/")[2], value


def _views(posted: Mapping[str, Any], answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    repeated = answers.get(survey_fields.VIEWS)
    if isinstance(repeated, list):
        found = [dict(_answers(each)) for each in repeated if isinstance(each, Mapping)]
        return found[:MOST_VIEWS]
    return [dict(answers)] if survey_fields.WORDS in answers else []


def _moment(posted: Mapping[str, Any]) -> datetime:
    """When the survey's server was given it, in UTC; now, where it does not say."""
    try:
        moment = datetime.fromisoformat(text_of(posted, "_submission_time"))
    except ValueError:
        return timezone.now()
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(moment, timezone.now())


def _edition(answers: Mapping[str, Any]) -> Edition | None:
    number = text_of(answers, survey_fields.EDITION)
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        return None
    editions = Edition.objects.published().select_related("policy__locale")
    return editions.filter(pk=int(number)).defer("front_matter").first()


def _arrived(
    external_id: str, answers: Mapping[str, Any], view: Mapping[str, Any], moment: datetime
) -> Arrived:
    wants_answer = text_of(answers, survey_fields.WANTS_ANSWER) == "yes"
    return Arrived(
        channel=Channel.KOBO,
        external_id=external_id,
        text=text_of(view, survey_fields.WORDS),
        number=line_of(answers, survey_fields.PHONE, 20) if wants_answer else "",
        received_at=moment,
        name=line_of(answers, survey_fields.NAME, 120),
        organisation_name=line_of(answers, survey_fields.ORGANISATION, 160),
        ward=ward_named(text_of(answers, survey_fields.WARD)),
        wants_answer=wants_answer,
    )


def _meant(
    answers: Mapping[str, Any],
    view: Mapping[str, Any],
    edition: Edition | None,
    moment: datetime,
) -> Meant:
    words = typed_text(text_of(view, survey_fields.WORDS))
    version = _version(edition, text_of(view, survey_fields.SECTION))
    return Meant(
        edition=edition,
        version=version,
        stance=stance_named(text_of(view, survey_fields.STANCE)) or Stance.QUESTION,
        words=words,
        language=language_named(text_of(answers, survey_fields.LANGUAGE)),
        problem=_problem(edition, version, words, moment),
    )


def _version(edition: Edition | None, choice: str) -> SectionVersion | None:
    """The text that was read: it may have been corrected since the form was downloaded."""
    pk = version_chosen(choice)
    if edition is None or pk is None:
        return None
    entries = EditionSection.objects.filter(edition=edition, version=pk)
    entry = entries.select_related("version").first()
    return entry.version if entry else None


def _problem(
    edition: Edition | None, version: SectionVersion | None, words: str, moment: datetime
) -> str:
    if edition is None:
        return MessageProblem.NO_POLICY
    try:
        check_came_in_time(moment, edition)
    except NotInTimeError:
        return MessageProblem.CLOSED
    if version is None:
        return MessageProblem.NO_SECTION
    if len(words) < TEXT_MIN:
        return MessageProblem.NO_WORDS
    return MessageProblem.TOO_LONG if len(words) > TEXT_MAX else ""
