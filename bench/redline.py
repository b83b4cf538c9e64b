"""Time of a redline of 30,000 words, and of 300 sections compared, matched and redlined.

Run from the project's root: ``python -m bench.redline``. Printed as a table; nothing is asserted.
"""

import random
import time
from collections.abc import Callable
from functools import partial
from uuid import UUID

import django
from django.conf import settings

from texts.body import rich_lines
from texts.edition_text import SectionText
from texts.redline import compare_editions, match_sections, redline_html

COMMON = """
the county shall hold public meetings in each ward and sub-county every year a person may submit
views to the clerk who keeps a register of all comments budget health education climate water
"""
WORDS = [*COMMON.split(), *(f"word{number}" for number in range(1_500))]
EDITED = 0.08


def sentence(chance: random.Random) -> str:
    words = chance.choices(WORDS, k=chance.randint(8, 24))
    return " ".join(words).capitalize() + "."


def paragraph(chance: random.Random) -> str:
    return "<p>" + " ".join(sentence(chance) for _ in range(6)) + "</p>"


def edited(html: str, chance: random.Random) -> str:
    """The paragraph with some of its words exchanged, taken out or followed by a new one."""
    words = []
    for word in html.split(" "):
        if "<" in word or chance.random() > EDITED:
            words.append(word)
        else:
            words.extend(chance.choice([[], [chance.choice(WORDS)], [word, "newly"]]))
    return " ".join(words)


def body(paragraphs: list[str]) -> list[dict]:
    return [{"type": "paragraph", "value": value} for value in paragraphs]


def redline(before: list[str], after: list[str]) -> str:
    return redline_html(body(before), body(after))


def joined(paragraphs: list[str]) -> list[str]:
    return ["<p>" + " ".join(text[3:-4] for text in paragraphs) + "</p>"]


def best_of(count: int, work: Callable[[], object]) -> float:
    """The shortest of some runs, in milliseconds: the machine is shared."""
    times = []
    for _ in range(count):
        rich_lines.cache_clear()
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times) * 1000


def editions(count: int, chance: random.Random) -> tuple[list[SectionText], list[SectionText]]:
    old, new = [], []
    for number in range(1, count + 1):
        text = paragraph(chance)
        title = sentence(chance)[:40]
        key = UUID(int=number)
        old.append(SectionText(key, f"{number}.", title, 1, body([text])))
        later = edited(text, chance) if number % 3 == 0 else text
        new.append(SectionText(key, f"{number + 1}.", title, 1, body([later])))
    return old, new


def main() -> None:
    settings.configure(USE_I18N=True, LANGUAGE_CODE="en", LOCALE_PATHS=[])
    django.setup()
    chance = random.Random(7)
    texts = [paragraph(chance) for _ in range(315)]
    few = [edited(text, chance) if number % 5 == 0 else text for number, text in enumerate(texts)]
    every = [edited(text, chance) for text in texts]
    other = [paragraph(chance) for _ in range(315)]
    words = sum(len(text.split()) for text in texts)
    old, new = editions(300, chance)
    rows = [
        (f"redline, {words:,} words, one paragraph in five edited", texts, few),
        (f"redline, {words:,} words, every paragraph edited", texts, every),
        (f"redline, {words:,} words, rewritten from scratch", texts, other),
        (f"redline, {words:,} words in one paragraph", joined(texts), joined(few)),
    ]
    for name, before, after in rows:
        took = best_of(3, partial(redline, before, after))
        print(f"{name:<58}{took:>8.0f} ms")
    took = best_of(3, lambda: compare_editions(old, new))
    print(f"{'300 sections compared (a third changed, all renumbered)':<58}{took:>8.0f} ms")
    took = best_of(1, lambda: match_sections(old, new))
    print(f"{'300 sections matched':<58}{took:>8.0f} ms")
    unnamed = [SectionText(None, "", "", 1, section.blocks) for section in new]
    took = best_of(1, lambda: match_sections(old, unnamed))
    print(f"{'300 sections matched by text alone':<58}{took:>8.0f} ms")
    took = best_of(
        1, lambda: [redline_html(a.blocks, b.blocks) for a, b in zip(old, new, strict=True)]
    )
    print(f"{'300 sections redlined':<58}{took:>8.0f} ms")


if __name__ == "__main__":
    main()
