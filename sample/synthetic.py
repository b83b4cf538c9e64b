"""Made-up comments for demonstrations, benchmarks and tests.

There is no open collection of Kenyan consultation comments, so this module composes them from
phrases written for the project (``synthetic_phrases.json``). It knows nothing of the database: it
takes plain values and yields rows with the columns that ``import_comments`` reads. The same
arguments always give the same rows, and memory stays flat however many are asked for.
"""

import json
import math
import random
import re
from bisect import bisect
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import accumulate, cycle
from pathlib import Path
from typing import Any

from comments.channels.columns import COLUMNS
from comments.choices import RespondentKind

MAX_TEXT = 5_000

CAMPAIGN_SHARE = 0.07
DUPLICATE_SHARE = 0.015
HOSTILE_SHARE = 0.01

STANCES = {"support": 38, "support_with_changes": 32, "oppose": 16, "question": 14}
CHANNELS = {
    "web": 34,
    "sms": 25,
    "meeting": 15,
    "paper": 11,
    "ussd": 8,
    "memorandum": 4,
    "email": 3,
}
VOICES = {"en": 50, "sw": 31, "mixed": 19}
NAMED_SHARE = {
    "web": 0.4,
    "sms": 0.15,
    "ussd": 0.05,
    "meeting": 0.6,
    "paper": 0.65,
    "email": 0.8,
    "memorandum": 0.7,
}
ORGANISATION_SHARE = {
    "web": 0.08,
    "meeting": 0.15,
    "paper": 0.1,
    "email": 0.35,
    "memorandum": 1.0,
}


@dataclass(frozen=True)
class SectionStub:
    """What the generator needs to know of a section; ``number`` may be empty, ``key`` not."""

    key: str
    number: str
    title: str
    text: str = ""


class _Pick:
    """A weighted choice whose weights are added up once."""

    def __init__(self, weights: Mapping[Any, float]):
        self.values = list(weights)
        self.cumulative = list(accumulate(weights.values()))

    def __call__(self, rng: random.Random) -> Any:
        at = bisect(self.cumulative, rng.random() * self.cumulative[-1])
        return self.values[min(at, len(self.values) - 1)]


class _Slots(dict):
    """Values for a phrase's slots: those given, else one drawn from the phrase book.

    ``{Group}`` is ``{group}`` with a capital, for the start of a sentence.
    """

    def __init__(self, rng: random.Random, given: dict[str, str]):
        super().__init__(given)
        self.rng = rng

    def __missing__(self, key: str) -> str:
        lower = key.lower()
        if key != lower:
            value = self[lower]
            return value[:1].upper() + value[1:]
        self[key] = self.rng.choice(phrases()["slots"][key])
        return self[key]


@dataclass(frozen=True)
class _Subject:
    """A section with what can be said about it."""

    label: str
    topics: _Pick
    tags: list[str]
    given: dict[str, str]


@dataclass(frozen=True)
class _Campaign:
    """One text that many people send on, each with small edits."""

    subject: _Subject
    stance: str
    voice: str
    text: str


@cache
def phrases() -> dict[str, Any]:
    """The phrase book, read once."""
    path = Path(__file__).with_name("synthetic_phrases.json")
    return json.loads(path.read_text(encoding="utf-8"))


def synthesise(
    *,
    sections: Sequence[SectionStub],
    wards: Sequence[str],
    organisations: Sequence[str],
    tags: Sequence[str],
    n: int,
    seed: int,
    start: datetime,
    end: datetime,
    hostile: bool = False,
) -> Iterator[dict[str, str]]:
    """Yield ``n`` comments on ``sections``, oldest first, with the keys of ``COLUMNS``.

    Some sections, wards and hours are busier than others; a share of the rows are campaigns
    (``CAMPAIGN_SHARE``) and exact repeats. With ``hostile``, ``HOSTILE_SHARE`` of the rows carry
    what attackers and broken keyboards send: formulas, markup, control and direction characters.
    Those rows are raw input, to be cleaned or refused by whoever takes them in; they can all be
    written as UTF-8. ``received_at`` is ISO 8601 with the offset of ``start``.

    Raises ValueError when there is no section or ``end`` is before ``start``.
    """
    if not sections:
        raise ValueError("At least one section is needed to comment on.")
    if end < start:
        raise ValueError("The end is before the start.")
    writer = _Writer(random.Random(seed), sections, organisations, tags, n)  # noqa: S311 (not a secret)
    places = _skewed(writer.rng, wards)
    attacks = cycle(phrases()["hostile"]["texts"])
    for position in range(n):
        row = writer.row()
        if hostile and writer.rng.random() < HOSTILE_SHARE:
            _make_hostile(writer.rng, row, next(attacks))
        row["ward"] = places(writer.rng) if wards and writer.rng.random() < 0.87 else ""
        row["received_at"] = _moment(writer.rng, position / n, 1 / n, start, end).isoformat()
        row["external_id"] = f"synthetic-{seed}-{position + 1:06d}"
        yield {column: row[column] for column in COLUMNS}


class _Writer:
    """Composes rows; holds the run's fixed choices and the last few rows, never all of them."""

    def __init__(
        self,
        rng: random.Random,
        sections: Sequence[SectionStub],
        organisations: Sequence[str],
        tags: Sequence[str],
        n: int,
    ):
        self.rng = rng
        self.organisations = list(organisations)
        self.tags = list(tags)
        self.recent: deque[dict[str, str]] = deque(maxlen=50)
        self.subjects = _skewed(
            rng,
            [_subject(section, self.tags) for section in sections],
            [0.25 + min(1, len(section.text) / 1_200) for section in sections],
        )
        self.stances, self.channels, self.voices = (
            _Pick(STANCES),
            _Pick(CHANNELS),
            _Pick(VOICES),
        )
        self.campaigns = _skewed(rng, [self._campaign() for _ in range(_campaign_count(n))])

    def row(self) -> dict[str, str]:
        dice = self.rng.random()
        if dice < CAMPAIGN_SHARE:
            return self._campaign_row()
        if dice < CAMPAIGN_SHARE + DUPLICATE_SHARE and self.recent:
            return dict(self.rng.choice(self.recent))
        row = self._own_row()
        self.recent.append(row)
        return dict(row)

    def _own_row(self) -> dict[str, str]:
        rng = self.rng
        subject, stance = self.subjects(rng), self.stances(rng)
        channel, voice = self.channels(rng), self.voices(rng)
        row = self._respondent(channel)
        if channel == "memorandum":
            voice = "sw" if rng.random() < 0.12 else "en"
            stance = "support_with_changes" if stance == "question" else stance
            text = self._memorandum(subject, stance, voice, row["organisation"])
        else:
            text = self._message(subject, stance, voice, channel)
        proposed, reason = self._wording(subject, stance, voice, channel)
        return row | {
            "section": subject.label,
            "stance": stance,
            "text": text,
            "proposed": proposed,
            "reason": reason,
            "tags": self._tags(subject),
            "language": "en" if voice == "en" else "sw",
        }

    def _respondent(self, channel: str) -> dict[str, str]:
        rng, names = self.rng, phrases()["names"]
        name = organisation = ""
        if rng.random() < NAMED_SHARE[channel]:
            name = f"{rng.choice(names['first'])} {rng.choice(names['initials'])}"
        if self.organisations and rng.random() < ORGANISATION_SHARE.get(channel, 0):
            organisation = rng.choice(self.organisations)
        kind = RespondentKind.ORGANISATION if organisation else RespondentKind.INDIVIDUAL
        speaks = {"kind": kind.value, "people": "", "role": ""}
        return {"name": name, "organisation": organisation, "channel": channel, **speaks}

    def _tags(self, subject: _Subject) -> str:
        rng = self.rng
        if not self.tags or rng.random() < 0.3:
            return ""
        chosen = {rng.choice(subject.tags)} if subject.tags else set()
        if not chosen or rng.random() < 0.3:
            chosen.add(rng.choice(self.tags))
        return ";".join(sorted(chosen))

    def _fill(self, phrase: str, subject: _Subject, **given: str) -> str:
        return phrase.format_map(_Slots(self.rng, subject.given | given))

    def _message(self, subject: _Subject, stance: str, voice: str, channel: str) -> str:
        """A view as an individual sends it, as long as its channel invites."""
        rng, book = self.rng, phrases()
        if channel in ("sms", "ussd") and rng.random() < 0.15:
            return self._typed(rng.choice(book["terse"][voice][stance]), channel)
        count = {"ussd": 0, "sms": 1}.get(channel, min(5, 1 + int(rng.expovariate(0.7))))
        parts = [rng.choice(book["openers"][voice][stance])]
        parts += self._sentences(subject, stance, voice, max(count, 0 if parts[0] else 1))
        if stance == "oppose" and rng.random() < 0.6:
            parts.append(rng.choice(book["oppose_because"][voice]))
        if rng.random() < 0.18:
            tongue = "luhya" if rng.random() < 0.35 else ("en" if voice == "en" else "sw")
            parts.insert(0, rng.choice(book["greetings"][tongue]))
        if rng.random() < 0.22:
            parts.append(rng.choice(book["closers"][voice]))
        joiner = "\n\n" if channel in ("web", "email") and rng.random() < 0.12 else " "
        text = joiner.join(self._fill(part, subject) for part in parts if part)
        return self._typed(text, channel)

    def _sentences(self, subject: _Subject, stance: str, voice: str, count: int) -> list[str]:
        rng = self.rng
        kinds: tuple[str, ...] = ("observations", "asks")
        if stance == "question":
            kinds = ("questions",)
        found: list[str] = []
        for _ in range(count):
            topic = subject.topics(rng)
            tongue = voice
            if voice == "mixed":
                if rng.random() < 0.6:
                    found.append(rng.choice(topic["mixed"]))
                    continue
                tongue = rng.choice(("en", "sw", "sw"))
            found.append(rng.choice(topic[tongue][rng.choice(kinds)]))
        return list(dict.fromkeys(found))

    def _wording(self, subject: _Subject, stance: str, voice: str, channel: str) -> tuple[str, str]:
        rng = self.rng
        likely = {"support_with_changes": 0.55, "oppose": 0.12}.get(stance, 0)
        if channel in ("sms", "ussd") or rng.random() >= likely:
            return "", ""
        tongue = "en" if voice == "en" else "sw"
        proposed, reason = rng.choice(subject.topics(rng)[tongue]["wordings"])
        slots = _Slots(rng, subject.given)
        if rng.random() < 0.2:
            reason = ""
        return proposed.format_map(slots), reason.format_map(slots)

    def _memorandum(self, subject: _Subject, stance: str, voice: str, organisation: str) -> str:
        """A long submission: opening, paragraphs under headings, closing."""
        rng, memo = self.rng, phrases()["memorandum"]
        who = organisation or "our group"
        length = min(MAX_TEXT - 900, int(rng.lognormvariate(7.3, 0.6)))
        parts = [self._fill(rng.choice(memo["opening"]), subject, organisation=who)]
        if voice == "sw":
            opener = rng.choice(phrases()["openers"]["sw"][stance]) or "Maoni ya shirika letu."
            parts = [self._fill(opener, subject)]
        headings = rng.sample(memo["headings"], len(memo["headings"]))
        said: set[str] = set()
        for _ in range(40):
            if sum(map(len, parts)) > length:
                break
            sentences = self._sentences(subject, "support_with_changes", voice, rng.randint(3, 7))
            sentences += [self._proposal(subject, voice)] if rng.random() < 0.5 else []
            sentences = [sentence for sentence in sentences if sentence not in said]
            said.update(sentences)
            paragraph = " ".join(self._fill(sentence, subject) for sentence in sentences)
            if paragraph and voice == "en" and headings:
                paragraph = f"{headings.pop()}\n{paragraph}"
            parts.append(paragraph)
        if voice == "en":
            parts.append(rng.choice(memo["closing"]))
        return "\n\n".join(filter(None, parts))[:MAX_TEXT]

    def _proposal(self, subject: _Subject, voice: str) -> str:
        proposed, reason = self.rng.choice(subject.topics(self.rng)[voice]["wordings"])
        lead = "We propose the words" if voice == "en" else "Tunapendekeza maneno haya"
        return f"{lead}: “{proposed}” {reason}"

    def _campaign(self) -> _Campaign:
        rng, subject = self.rng, self.subjects(self.rng)
        voice = "sw" if rng.random() < 0.3 else "en"
        topic = subject.topics(rng)[voice]
        slots = _Slots(rng, subject.given)
        slots["ask"] = rng.choice(topic["asks"]).format_map(slots)
        slots["observation"] = rng.choice(topic["observations"]).format_map(slots)
        text = rng.choice(phrases()["campaigns"][voice]).format_map(slots)
        stance = rng.choice(("support", "support_with_changes", "support_with_changes", "oppose"))
        return _Campaign(subject, stance, voice, text)

    def _campaign_row(self) -> dict[str, str]:
        rng, campaign = self.rng, self.campaigns(self.rng)
        row = self._respondent(rng.choice(("web", "web", "web", "sms", "sms", "paper")))
        return row | {
            "section": campaign.subject.label,
            "stance": campaign.stance,
            "text": self._edited(campaign),
            "proposed": "",
            "reason": "",
            "tags": self._tags(campaign.subject) if rng.random() < 0.5 else "",
            "language": campaign.voice,
        }

    def _edited(self, campaign: _Campaign) -> str:
        """The campaign's text as one of its senders sends it: greeting, ending, a slip or two."""
        rng, book, text = self.rng, phrases(), campaign.text
        if rng.random() < 0.25:
            greeting = self._fill(rng.choice(book["greetings"][campaign.voice]), campaign.subject)
            text = f"{greeting} {text}"
        if rng.random() < 0.35:
            text = f"{text} {rng.choice(book['closers'][campaign.voice])}"
        if rng.random() < 0.3:
            text = _with_slips(rng, text, 1)
        return text.upper() if rng.random() < 0.05 else text

    def _typed(self, text: str, channel: str) -> str:
        """The text as typed by hand on a phone or by a clerk: slips, short forms, capitals."""
        rng = self.rng
        if channel in ("sms", "ussd") and rng.random() < 0.3:
            text = _abbreviated(text)
        if rng.random() < 0.25:
            text = _with_slips(rng, text, 1 + len(text) // 200)
        if rng.random() < 0.05:
            text = text.upper()
        elif rng.random() < 0.1:
            text = text.lower().replace(".", "").replace(",", "")
        if channel in ("sms", "web") and rng.random() < 0.06:
            text = f"{text} {rng.choice(phrases()['typing']['emoji'])}"
        return text


def _skewed(
    rng: random.Random, values: Sequence[Any], weights: Sequence[float] | None = None
) -> _Pick:
    """A choice in which a few values are drawn often and most seldom, as places are in life."""
    pick = _Pick({})
    pick.values = list(values)
    pick.cumulative = list(
        accumulate(weight * rng.lognormvariate(0, 0.8) for weight in weights or [1] * len(values))
    )
    return pick


def _campaign_count(n: int) -> int:
    return max(2, min(60, n // 250))


def _subject(section: SectionStub, tags: Sequence[str]) -> _Subject:
    """Find what a section is about by its words; a title counts for more than the text."""
    title, text = section.title.lower(), section.text.lower()
    topics = phrases()["topics"]
    scores = {name: _score(topic["words"], title, text) for name, topic in topics.items()}
    best = sorted((name for name in scores if scores[name]), key=lambda name: -scores[name])[:3]
    weights = {name: scores[name] ** 2 for name in best}
    weights["general"] = 0.15 * sum(weights.values()) if weights else 1
    pick = _Pick(weights)
    pick.values = [topics[name] for name in weights]
    wanted = [word for name in best[:2] for word in topics[name]["tags"]]
    label = section.number or section.key
    named = f"section {section.number}" if section.number else "this section"
    sehemu = f"sehemu ya {section.number}" if section.number else "sehemu hii"
    return _Subject(
        label=label,
        topics=pick,
        tags=[tag for tag in tags if any(word in tag or tag in word for word in wanted)],
        given={
            "section": named,
            "sehemu": sehemu,
            "title": _in_sentence(section.title),
        },
    )


def _score(words: Sequence[str], title: str, text: str) -> float:
    in_title = sum(1 for word in words if re.search(rf"\b{re.escape(word)}\b", title))
    in_text = sum(min(3, text.count(word)) for word in words)
    return 8 * in_title + in_text / math.sqrt(len(words) or 1)


def _in_sentence(title: str) -> str:
    """A title as it stands inside a sentence: short, without braces."""
    title = title.replace("{", "(").replace("}", ")").strip() or "this subject"
    title = title if len(title) <= 80 else f"{title[:80].rsplit(' ', 1)[0]} …"
    return title[0].lower() + title[1:] if title[1:2].islower() else title


def _with_slips(rng: random.Random, text: str, count: int) -> str:
    """Swap, drop or double a letter inside words, as thumbs do."""
    for _ in range(count if len(text) > 3 else 0):
        at = rng.randrange(1, len(text) - 1)
        if not text[at - 1 : at + 2].isalpha():
            continue
        kind = rng.random()
        if kind < 0.4:
            middle = text[at + 1] + text[at]
        elif kind < 0.75:
            middle = text[at + 1]
        else:
            middle = text[at] * 2 + text[at + 1]
        text = text[:at] + middle + text[at + 2 :]
    return text


def _abbreviated(text: str) -> str:
    for word, short in phrases()["typing"]["abbreviations"]:
        text = re.sub(rf"\b{word}\b", short, text)
    return text


def _make_hostile(rng: random.Random, row: dict[str, str], piece: str) -> None:
    """Put what no form should trust into one field of the row, or more."""
    hostile = phrases()["hostile"]
    row["text"] = piece if rng.random() < 0.5 else f"{row['text'][: MAX_TEXT - 600]} {piece}"
    if rng.random() < 0.3:
        row[rng.choice(("name", "organisation"))] = rng.choice(hostile["names"])
    if rng.random() < 0.3:
        row["proposed"] = rng.choice(hostile["texts"])


def _moment(
    rng: random.Random, done: float, step: float, start: datetime, end: datetime
) -> datetime:
    """When a row came in: later rows later, more of them near the deadline, mostly by day."""
    day, evening = 86_400, 22 * 3600
    span = (end - start).total_seconds()
    seconds = span * (done + step * rng.random()) ** 0.55
    opening = start.hour * 3600 + start.minute * 60 + start.second
    days, rest = divmod(seconds, day)
    if opening < evening and days < span // day:
        morning = max(opening, 6.5 * 3600)
        seconds = days * day + morning - opening + rest / day * (evening - morning)
    return min(end, start + timedelta(seconds=round(seconds)))
