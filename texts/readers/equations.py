"""Equations as one line of text that keeps their meaning: "(area × rate)/100", "1.05^3", "√(x)".

Word's OMML and the MathML of OpenDocument and of web pages have the same few structures under
other names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from lxml import etree

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ATOM = re.compile(r"[\w.,%∞°′]*|.|\([^()]*\)|\[[^\[\]]*\]")
_NO_SIGN = "\u2061\u2062\u2063\u2064"
"""Signs that MathML sets between factors and that nobody sees."""


def omml_text(element: etree._Element) -> str:
    """An equation of a Word file, `m:oMath` or `m:oMathPara`, as a line."""
    return " ".join(_omml(element).split())


def mathml_text(element: etree._Element) -> str:
    """A `math` element as a line."""
    return " ".join(_mathml(element).split())


def _group(text: str) -> str:
    """The text as one operand."""
    text = text.strip()
    return text if _ATOM.fullmatch(text) else f"({text})"


def _row(pieces: Sequence[str]) -> str:
    """What stands side by side; two operands never become one word."""
    joined = ""
    for piece in pieces:
        apart = joined[-1:].isalnum() and piece[:1].isalnum()
        joined += f" {piece}" if apart else piece
    return joined


def _fraction(above: str, below: str, has_bar: bool = True) -> str:
    return f"{_group(above)}/{_group(below)}" if has_bar else f"({above}¦{below})"


def _root(of: str, degree: str = "") -> str:
    return f"√[{degree}]({of})" if degree.strip() else f"√({of})"


def _scripts(base: str, low: str = "", high: str = "") -> str:
    low = f"_{_group(low)}" if low.strip() else ""
    high = f"^{_group(high)}" if high.strip() else ""
    return f"{_group(base)}{low}{high}"


def _matrix(rows: Sequence[Sequence[str]]) -> str:
    return "[" + "; ".join(", ".join(row) for row in rows) + "]"


def _omml(element: etree._Element) -> str:
    if not isinstance(element.tag, str):
        return ""
    tag = element.tag.removeprefix(_M)
    if tag in _OMML:
        return _OMML[tag](element)
    if tag == "r":
        return "".join(map(_run_text, element))
    if tag.endswith("Pr") or tag in (f"{_W}del", f"{_W}moveFrom"):
        return ""
    return _omml_row(element)


def _omml_row(element: etree._Element) -> str:
    """Runs beside each other may part a word; all else is an operand of its own."""
    pieces: list[str] = []
    was_run = False
    for child in element:
        piece, is_run = _omml(child), child.tag in (f"{_M}r", f"{_W}r")
        if piece and is_run and was_run:
            pieces[-1] += piece
        elif piece:
            pieces.append(piece)
        was_run = is_run if piece else was_run
    return _row(pieces)


def _run_text(element: etree._Element) -> str:
    if element.tag in (f"{_M}t", f"{_W}t"):
        return element.text or ""
    return " " if element.tag in (f"{_W}tab", f"{_W}br") else ""


def _part(element: etree._Element, name: str) -> str:
    found = element.find(f"{_M}{name}")
    return _omml_row(found) if found is not None else ""


def _sign(element: etree._Element, name: str, otherwise: str) -> str:
    """A sign that an equation sets; empty where it says that there is none."""
    found = element.find(f"{element.tag}Pr/{_M}{name}")
    return otherwise if found is None else found.get(f"{_M}val", "")


def _omml_fraction(element: etree._Element) -> str:
    has_bar = _sign(element, "type", "bar") != "noBar"
    return _fraction(_part(element, "num"), _part(element, "den"), has_bar)


def _nary(element: etree._Element) -> str:
    sign = _sign(element, "chr", "∫")
    return f"{_scripts(sign, _part(element, 'sub'), _part(element, 'sup'))} {_part(element, 'e')}"


def _delimited(element: etree._Element) -> str:
    parts = [_omml_row(part) for part in element.iterchildren(f"{_M}e")]
    inner = _sign(element, "sepChr", "|").join(parts)
    return f"{_sign(element, 'begChr', '(')}{inner}{_sign(element, 'endChr', ')')}"


def _function(element: etree._Element) -> str:
    return f"{_part(element, 'fName')} {_part(element, 'e')}"


def _script(element: etree._Element) -> str:
    return _scripts(_part(element, "e"), _part(element, "sub"), _part(element, "sup"))


def _limit(element: etree._Element) -> str:
    mark = "_" if element.tag == f"{_M}limLow" else "^"
    return f"{_part(element, 'e')}{mark}({_part(element, 'lim')})"


def _omml_matrix(element: etree._Element) -> str:
    rows = element.iterchildren(f"{_M}mr")
    return _matrix([[_omml_row(cell) for cell in row.iterchildren(f"{_M}e")] for row in rows])


_OMML: dict[str, Callable[[etree._Element], str]] = {
    "f": _omml_fraction,
    "rad": lambda element: _root(_part(element, "e"), _part(element, "deg")),
    "sSup": _script,
    "sSub": _script,
    "sSubSup": _script,
    "sPre": lambda element: (
        f"{_scripts('', _part(element, 'sub'), _part(element, 'sup'))} {_part(element, 'e')}"
    ),
    "nary": _nary,
    "d": _delimited,
    "func": _function,
    "limLow": _limit,
    "limUpp": _limit,
    "m": _omml_matrix,
    "eqArr": lambda element: "; ".join(map(_omml_row, element.iterchildren(f"{_M}e"))),
    "acc": lambda element: f"{_part(element, 'e')}{_sign(element, 'chr', chr(0x302))}",
}


def _mathml(element: etree._Element) -> str:
    if not isinstance(element.tag, str):
        return ""
    tag = etree.QName(element).localname
    if tag in {"annotation", "annotation-xml"}:
        return ""
    parts = [_mathml(child) for child in element if isinstance(child.tag, str)]
    if tag in _MATHML and len(parts) >= _MATHML[tag][0]:
        return _MATHML[tag][1](parts)
    if tag == "mfenced":
        return f"{element.get('open', '(')}{', '.join(parts)}{element.get('close', ')')}"
    if tag == "mtr":
        return ", ".join(parts)
    return _leaf(element) or _row(parts)


def _leaf(element: etree._Element) -> str:
    """The text of an element without others; a space on either side of what compares or adds."""
    text = "" if len(element) else (element.text or "").strip().strip(_NO_SIGN)
    is_operator = etree.QName(element).localname == "mo"
    return f" {text} " if is_operator and text in "=≠<>≤≥≈+−-±×÷·→∗*" and text else text


_MATHML: dict[str, tuple[int, Callable[[list[str]], str]]] = {
    "mfrac": (2, lambda parts: _fraction(parts[0], parts[1])),
    "msup": (2, lambda parts: _scripts(parts[0], high=parts[1])),
    "mover": (2, lambda parts: _scripts(parts[0], high=parts[1])),
    "msub": (2, lambda parts: _scripts(parts[0], low=parts[1])),
    "munder": (2, lambda parts: _scripts(parts[0], low=parts[1])),
    "msubsup": (3, lambda parts: _scripts(*parts[:3])),
    "munderover": (3, lambda parts: _scripts(*parts[:3])),
    "msqrt": (0, lambda parts: _root(_row(parts))),
    "mroot": (2, lambda parts: _root(parts[0], parts[1])),
    "mtable": (0, lambda parts: f"[{'; '.join(parts)}]"),
}
"""By name: how many parts it takes at the least, and the text of them."""
