"""Illustrative datasets for tests and measurements, reproducible from a seed."""

import random
from collections.abc import Iterator

from comments.merkle.checker import Signature, SignedNote, TreeHead
from reports.dataset_header import GivenHeader, Labels, ReportSection, TextPart
from reports.dataset_row import CommentRow

CHECKPOINT = str(
    SignedNote(
        TreeHead("maoni.example/ledger/0123456789ab", 300, b"\x9f" * 32).text,
        (Signature("maoni.example/ledger/0123456789ab", b"\1\2\3\4", b"\x5c" * 64),),
    )
)
HOSTILE = [
    '=HYPERLINK("http://example.org","click")',
    "+254 is my code",
    "-1+1",
    "@SUM(A1:A9)",
    "<script>alert(1)</script>",
    '#eval("1")',
    '#image("/etc/passwd")',
    "$x$ and *bold* and _low_ and `raw`",
    "@ref <label> [content] #let x = 1",
    "\u202egnp.exe\u202c ok",
    "emoji \U0001f600\U0001f44d\U0001f3fd end",
    "x" * 5000,
    "nul\x00 bell\x07 escape\x1b here",
    "lone \ud800 surrogate",
    "\u0627\u0644\u0639\u0631\u0628\u064a\u0629 arabic",
    "tab\there\rreturn\nfeed",
    "]]> &amp; _x0041_ \\",
]
WORDS = (
    "the",
    "county",
    "should",
    "publish",
    "notice",
    "of",
    "every",
    "meeting",
    "in",
    "each",
    "ward",
    "before",
    "the",
    "budget",
    "forum",
    "and",
    "record",
    "who",
    "spoke",
    "citizens",
    "need",
    "time",
    "to",
    "read",
    "women",
    "youth",
    "and",
    "persons",
    "with",
    "disabilities",
    "must",
    "be",
    "heard",
    "wananchi",
    "wapewa",
    "nafasi",
    "ya",
    "kutoa",
    "maoni",
    "kabla",
    "ya",
    "uamuzi",
    "kufanywa",
    "katika",
    "kila",
    "wadi",
    "serikali",
    "ya",
    "kaunti",
    "itoe",
    "ripoti",
    "kwa",
    "lugha",
    "rahisi",
    "health",
    "roads",
    "water",
    "education",
    "agriculture",
)
STANCES = {
    "support": "Support",
    "support_with_changes": "Support with changes",
    "oppose": "Oppose",
    "question": "Question or other",
}
LABELS: Labels = {
    "stance": STANCES,
    "state": {
        "received": "Waiting",
        "published": "Published",
        "hidden": "Hidden",
        "withdrawn": "Withdrawn",
    },
    "channel": {"web": "Website", "sms": "SMS", "paper": "Paper form", "meeting": "Meeting"},
    "language": {"en": "English", "sw": "Kiswahili"},
    "kind": {"individual": "For themselves", "organisation": "For an organisation"},
    "hidden_reason": {"hate": "Hate speech or incitement", "personal_data": "Names a person"},
    "decision": {"accepted": "Accepted", "not_accepted": "Not accepted", "noted": "Noted"},
}
TAGS = ("cost", "gender", "youth", "notice period", "health", "roads", "language", "disability")
PLACES = [
    ("Lugari", ("Mautuma", "Lugari", "Lumakanda", "Chekalini", "Chevaywa", "Lwandeti")),
    ("Lurambi", ("Butsotso East", "Butsotso South", "Sheywe", "Mahiakalo", "Shirere")),
    ("Butere", ("Marama West", "Marama Central", "Marenyo-Shianda", "Marama North")),
    ("Shinyalu", ("Isukha North", "Murhanda", "Isukha Central", "Isukha South")),
]
TITLES = ("Right to notice", "Access to information", "Public forums", "Budget of participation")


def header(*, sections: int = 4, language: str = "en") -> GivenHeader:
    """A header as `write_dataset` takes it."""
    return {
        "language": language,
        "generated_at": "2026-03-02T09:30:00+03:00",
        "publisher": "Illustrative Network",
        "site_name": "Maoni",
        "illustrative": True,
        "policy": {
            "title": "Public Participation Policy",
            "slug": "participation",
            "reference": "CGK/PPP/1",
            "url": "http://localhost:8000/participation/",
        },
        "edition": {
            "label": "First draft",
            "number": 1,
            "note": "",
            "published_at": "2026-01-15T08:00:00+03:00",
            "opens_at": "2026-01-20T08:00:00+03:00",
            "closes_at": "2026-02-27T17:00:00+03:00",
        },
        "represented": {"memoranda": 2, "people": 1230},
        "groups": {"groups": 3, "people": 57},
        "respondents": [
            {"question": "Age band", "answers": [("Under 18", None), ("18 to 34", 120)]},
            {"question": "Gender", "answers": [("Woman", 85), ("Man", 70)]},
        ],
        "announced": {
            "subject": "How people take part in what the county decides.",
            "responsible": "Clerk of the Assembly (illustrative)",
            "legal_basis": "Article 196 of the Constitution",
            "views": "in writing or by word of mouth",
            "channels": [("By SMS", "Send it to 22123."), ("By post", "P.O. Box 1 (illustrative)")],
            "meetings": [
                ("2 February 2026, 10:00 to 12:00", "Mfano Hall; in person; languages: Luhya")
            ],
            "moved": [("Deadline extended", "from 13 to 27 February 2026: more time to read")],
        },
        "filters": [],
        "ledger": {"size": 300, "checkpoint": CHECKPOINT},
        "labels": LABELS,
        "sections": [_section(i) for i in range(sections)],
    }


def _section(index: int) -> ReportSection:
    rng = random.Random(index)
    return {
        "key": f"s{index}",
        "number": f"{index // 4 + 1}.{index % 4}" if index % 4 else str(index // 4 + 1),
        "title": f"{TITLES[index % 4]} {index}",
        "level": 2 if index % 4 else 1,
        "version": f"{index:08x}",
        "text": [
            _part("paragraph", _sentence(rng, 60)),
            _part("item", "(a) " + _sentence(rng, 15)),
            _part("item", "(b) " + _sentence(rng, 15), level=1),
            _part("table", "Body\tTask\nCounty\tGives notice\nWard\tHolds forum"),
            _part("paragraph", _sentence(rng, 40)),
        ],
        "decisions": [
            {
                "kind": "accepted",
                "reason": "The notice period becomes 21 days.",
                "wording": "at least twenty-one days before the forum",
            }
        ]
        if index == 1
        else [],
    }


def _part(kind: str, text: str, *, level: int = 0) -> TextPart:
    return {"kind": kind, "text": text, "level": level}


def _sentence(rng: random.Random, words: int) -> str:
    return " ".join(rng.choices(WORDS, k=words)).capitalize() + "."


def rows(
    count: int, *, sections: int = 4, seed: int = 1, hostile: bool = True
) -> Iterator[CommentRow]:
    """`count` rows in order: about 4 % hidden, 2 % withdrawn, 4 % waiting."""
    rng = random.Random(seed)
    made = [_section(i) for i in range(sections)]
    for number in range(count):
        section = made[number * sections // count]
        state = rng.choices(("published", "hidden", "withdrawn", "received"), (90, 4, 2, 4))[0]
        sub_county, wards = rng.choice(PLACES)
        placed = rng.random() < 0.8
        answered = rng.random() < 0.5
        text = _sentence(rng, rng.choice((6, 15, 40, 40, 90)))
        if hostile and number % 13 == 5:
            text = HOSTILE[number // 13 % len(HOSTILE)]
        yield {
            "ref": f"PPP-{number + 1:06d}",
            "section_key": section["key"],
            "section_number": section["number"],
            "section_title": section["title"],
            "section_version": section["version"],
            "edition": "First draft",
            "stance": rng.choice(list(STANCES)),
            "quote": "" if number % 5 else text[:1000],
            "text": text,
            "proposed": _sentence(rng, 20) if rng.random() < 0.3 else "",
            "reason": _sentence(rng, 12) if rng.random() < 0.3 else "",
            "files": str(number % 3 or ""),
            "tags": sorted(rng.sample(TAGS, rng.randint(0, 3))),
            "name": f"Illustrative Person {number}" if rng.random() < 0.6 else "",
            "organisation": "Illustrative Group" if rng.random() < 0.2 else "",
            "kind": "organisation" if rng.random() < 0.2 else "individual",
            "people": "",
            "ward": rng.choice(wards) if placed else "",
            "sub_county": sub_county if placed else "",
            "channel": rng.choice(list(LABELS["channel"])),
            "language": rng.choice(("en", "sw")),
            "received_at": f"2026-02-{number % 27 + 1:02d}T10:00:00+03:00",
            "campaign": f"PPP-{number % 4 + 2:06d}" if number % 9 == 1 else "",
            "edited_on": "2026-02-28" if number % 11 == 0 else "",
            "erased": "",
            "state": state,
            "hidden_reason": "hate" if state == "hidden" else "",
            "decision": rng.choice(list(LABELS["decision"])) if answered else "",
            "decision_reason": _sentence(rng, 14) if answered else "",
        }
