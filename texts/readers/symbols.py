"""What the signs of symbol fonts mean: such a font draws a sign where its code says another.

Symbol is as in "Adobe Symbol Encoding to Unicode", with plain signs for those it keeps private;
Wingdings as published lists give it. Boxes to tick and arrows stand for the plain sign of their
meaning, which every font has.
"""

from __future__ import annotations

from collections.abc import Mapping

from texts.kept_words import KeptWords
from texts.kept_words import remark as _

UNKNOWN = "\ufffd"
"""Stands where a sign is not known, so that nobody takes the text for whole."""
_PRIVATE = range(0xF000, 0xF100)
"""Where Word keeps the signs of symbol fonts."""
# fmt: off
_SYMBOL = {
    0x20: " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾"
          "αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
    0xA0: "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊⟨®©™∑",
    0xE6: "⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪",
    0xF1: "⟩∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭",
}
_WINGDINGS = {
    0x20: " ✏✂✁", 0x28: "☎✆✉", 0x36: "⌛⌨", 0x3E: "✇✍✍✌", 0x45: "☜☞☝☟✋☺", 0x4C: "☹",
    0x4E: "☠⚐", 0x51: "✈☼", 0x54: "❄", 0x56: "✞",
    0x58: "✠✡☪☯ॐ☸♈♉♊♋♌♍♎♏♐♑♒♓&&●❍■☐☐❑❒⬧⧫◆❖⬥⌧⮹⌘❀✿❝❞",
    0x80: "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿", 0x9E: "·•▪○○○", 0xA4: "◉◎", 0xA7: "▪☐", 0xAA: "✦★✶✴✹✵",
    0xB1: "⌖", 0xB5: "✪✰", 0xD5: "⌫⌦", 0xD8: "➢", 0xDC: "➲", 0xDF: "←→↑↓↖↗↙↘←➔↑↓↖↗↙↘⇦⇨⇧⇩⬄⇳",
    0xFB: "✗✓☒☑",
}
_WINGDINGS_2 = {
    0x4F: "✗✓☒☑☒☒", 0x69: "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿", 0x96: "●●•", 0xA1: "■", 0xA3: "☐☐",
}
_WINGDINGS_3 = {0x21: "←→↑↓↖↗↙↘", 0x70: "▲▼△▽◀▶◁▷", 0x7D: "▶"}
_WEBDINGS = {0x33: "◀▶▲▼", 0x61: "✓", 0x63: "☐", 0x67: "■", 0x6E: "●", 0x72: "✗"}
# fmt: on


def _by_code(rows: Mapping[int, str]) -> dict[int, str]:
    return {first + at: sign for first, signs in rows.items() for at, sign in enumerate(signs)}


_FONTS = {
    "symbol": _by_code(_SYMBOL),
    "wingdings": _by_code(_WINGDINGS),
    "wingdings 2": _by_code(_WINGDINGS_2),
    "wingdings 3": _by_code(_WINGDINGS_3),
    "webdings": _by_code(_WEBDINGS),
}


def symbol(font: str, code: int) -> str:
    """The sign that a font shows for a code; `UNKNOWN` where the font or the code is not known."""
    signs = _FONTS.get(font.lower())
    if signs is None:
        return UNKNOWN if code in _PRIVATE else chr(code)
    return signs.get(code & 0xFF if code in _PRIVATE else code, UNKNOWN)


def is_symbol_font(font: str) -> bool:
    """Whether letters in this font are signs."""
    return font.lower() in _FONTS


def shown(text: str, font: str) -> str:
    """A text as its font shows it: letters in a symbol font are signs."""
    if not is_symbol_font(font) and not any(ord(sign) in _PRIVATE for sign in text):
        return text
    return "".join(symbol(font, ord(sign)) for sign in text)


def unknown_signs_warning(count: int) -> KeptWords:
    """What the editor is told of signs that are not known."""
    if count == 1:
        return _(
            "%(n)d sign of a symbol font is not known. Where it stood is “%(sign)s”: type what it"
            " shows.",
            n=count,
            sign=UNKNOWN,
        )
    return _(
        "%(n)d signs of symbol fonts are not known. Where they stood is “%(sign)s”: type what they"
        " show.",
        n=count,
        sign=UNKNOWN,
    )
