"""Every small change to the thresholds, patterns and lists of words of a module's source.

A change replaces one stretch of the source by another. Numbers go a step up and a step down; a
regular expression loses an alternative, a sign of a class, an option, the option's absence, a
bound, a condition or a flag; a list of words loses a word.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_NEVER = "(?!)"
"""What no text matches: put before an alternative, it takes that away and keeps its groups."""
_NO_WORD = "\x00"
_HOLE = 0xE000
"""The first of the private characters that stand for what an f-string fills in."""
_FUNCTIONS = {"compile", "match", "search", "fullmatch", "sub", "findall", "finditer", "split"}
_CONDITIONS = ("(?=", "(?!", "(?<=", "(?<!")


@dataclass(frozen=True)
class Change:
    """One change: of which line, how it reads to people, and the whole source that has it."""

    line: int
    text: str
    source: str


@dataclass(frozen=True)
class _Edit:
    """A stretch of a pattern and what takes its place."""

    begin: int
    end: int
    new: str
    text: str


def changes(source: str) -> list[Change]:
    """All changes to a module's source, in the order of its lines."""
    tree = ast.parse(source)
    offsets = [0]
    for line in source.encode().splitlines(keepends=True):
        offsets.append(offsets[-1] + len(line))
    found = []
    for node, new, text in _replacements(tree):
        begin = offsets[node.lineno - 1] + node.col_offset
        end = offsets[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
        raw = source.encode()
        changed = (raw[:begin] + new.encode() + raw[end:]).decode()
        found.append(Change(node.lineno, text, changed))
    return sorted(found, key=lambda change: change.line)


def _replacements(tree: ast.Module) -> Iterator[tuple[ast.expr, str, str]]:
    """Expressions, each with the source that replaces it and what that changes."""
    pieces = _names_within_patterns(tree)
    above = _Above(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and type(node.value) in (int, float):
            yield from _numbers(node, above)
        elif isinstance(node, ast.List | ast.Tuple | ast.Set):
            yield from _words(node, above)
        elif isinstance(node, ast.Dict) and above.is_at_top(node):
            yield from _entries(node)
        elif isinstance(node, ast.Call):
            yield from _calls(node)
        elif isinstance(node, ast.Assign) and above.is_at_top(node.value):
            name = node.targets[0]
            if isinstance(name, ast.Name) and name.id in pieces:
                yield from _pattern(node.value)


def _names_within_patterns(tree: ast.Module) -> set[str]:
    """Names of strings that f-strings of the module put into patterns, and the shared `DASH`."""
    return {"DASH"} | {
        inner.id
        for node in ast.walk(tree)
        if isinstance(node, ast.FormattedValue)
        for inner in ast.walk(node.value)
        if isinstance(inner, ast.Name) and inner.id.lstrip("_").isupper()
    }


class _Above:
    """What a node of a tree stands in."""

    def __init__(self, tree: ast.Module) -> None:
        self._parents = {
            child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)
        }

    def of(self, node: ast.AST) -> list[ast.AST]:
        """From the nearest up to the module."""
        found = []
        while node in self._parents:
            node = self._parents[node]
            found.append(node)
        return found

    def is_at_top(self, node: ast.AST) -> bool:
        """Whether a node belongs to an assignment of the module itself."""
        statement, above = [node, *self.of(node)][-2:]
        return isinstance(statement, ast.Assign) and isinstance(above, ast.Module)


def _numbers(node: ast.Constant, above: _Above) -> Iterator[tuple[ast.expr, str, str]]:
    parents = above.of(node)
    if isinstance(parents[0], ast.Subscript | ast.Slice | ast.Dict | ast.AnnAssign):
        return
    if any(isinstance(parent, ast.Call) and _name(parent) == "lru_cache" for parent in parents):
        return
    limits = isinstance(parents[0], ast.Call) and _name(parents[0]) in ("max", "min")
    decides = limits or isinstance(parents[0], ast.Compare) or above.is_at_top(node)
    for new in _steps(node.value, decides):
        yield node, repr(new), f"{node.value!r} -> {new}"


def _steps(value: object, decides: bool) -> list[float]:
    """Shares go by a tenth, counts by one or a tenth; 0 and 1 only where they decide."""
    if isinstance(value, float):
        return [round(value * 0.9, 4), round(value * 1.1, 4)] if value else []
    if not isinstance(value, int) or (value in (0, 1) and not decides):
        return []
    by = max(1, value // 10)
    return [value - by, value + by]


def _name(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def _words(
    node: ast.List | ast.Tuple | ast.Set, above: _Above
) -> Iterator[tuple[ast.expr, str, str]]:
    parent = above.of(node)[0]
    if isinstance(parent, ast.Subscript):
        return
    used = above.is_at_top(node) or isinstance(parent, ast.Compare)
    used = used or (isinstance(parent, ast.Call) and _name(parent) in ("endswith", "startswith"))
    if not used:
        return
    for item in node.elts:
        if isinstance(item, ast.Constant) and isinstance(item.value, str):
            yield item, repr(_NO_WORD), f"without {item.value!r}"


def _entries(node: ast.Dict) -> Iterator[tuple[ast.expr, str, str]]:
    for key in node.keys:
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            yield key, repr("\x01"), f"without {key.value!r}"


def _calls(node: ast.Call) -> Iterator[tuple[ast.expr, str, str]]:
    texts = [
        arg.value
        for arg in node.args
        if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
    ]
    if isinstance(node.func, ast.Attribute) and node.func.attr in _FUNCTIONS:
        if getattr(node.func.value, "id", "") == "re":
            yield from _pattern(node.args[0])
            yield from _flags(node)
    elif _name(node) in ("set", "maketrans") and texts:
        for at, sign in enumerate(texts[0]):
            left = ", ".join(repr(text[:at] + text[at + 1 :]) for text in texts)
            yield node, f"{ast.unparse(node.func)}({left})", f"without {sign!r}"


def _flags(node: ast.Call) -> Iterator[tuple[ast.expr, str, str]]:
    for arg in node.args[1:]:
        flags = [item for item in ast.walk(arg) if isinstance(item, ast.Attribute)]
        if flags and all(getattr(flag.value, "id", "") == "re" for flag in flags):
            for flag in flags:
                left = " | ".join(f"re.{other.attr}" for other in flags if other is not flag)
                yield arg, left or "0", f"without {flag.attr}"


def _pattern(node: ast.expr) -> Iterator[tuple[ast.expr, str, str]]:
    """Changes of a pattern; what an f-string fills in stays as it is."""
    holes: list[str] = []
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    pattern = ""
    for part in parts:
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            pattern += part.value
        elif isinstance(part, ast.FormattedValue):
            pattern += chr(_HOLE + len(holes))
            holes.append(ast.unparse(part.value))
        else:
            return
    for edit in pattern_edits(pattern):
        new = pattern[: edit.begin] + edit.new + pattern[edit.end :]
        yield node, f"({_filled(new, holes)})", f"{edit.text} in {_readable(pattern, holes)}"


def _filled(pattern: str, holes: Sequence[str]) -> str:
    pieces, literal = [], ""
    for sign in pattern:
        if 0 <= ord(sign) - _HOLE < len(holes):
            pieces += [repr(literal), f"({holes[ord(sign) - _HOLE]})"]
            literal = ""
        else:
            literal += sign
    return " + ".join([*pieces, repr(literal)])


def _readable(pattern: str, holes: Sequence[str]) -> str:
    for at, hole in enumerate(holes):
        pattern = pattern.replace(chr(_HOLE + at), f"{{{hole}}}")
    return pattern if len(pattern) <= 50 else f"{pattern[:50]}…"


def pattern_edits(pattern: str) -> list[_Edit]:
    """The edits of a pattern; one without brackets that holds ranges is the inside of a class."""
    if not set("([|") & set(pattern) and "-" in pattern:
        inside = _Pattern(f"[{pattern}]").edits()
        return [_Edit(edit.begin - 1, edit.end - 1, edit.new, edit.text) for edit in inside]
    return _Pattern(pattern).edits()


class _Pattern:
    """Reads a pattern once, from left to right, and notes what could be taken from it."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._found: list[_Edit] = []

    def edits(self) -> list[_Edit]:
        self._alternatives(0)
        return self._found

    def _alternatives(self, at: int) -> int:
        """Read alternatives up to the bracket that closes them, or the end."""
        begins = [at]
        while at < len(self._pattern) and self._pattern[at] != ")":
            if self._pattern[at] == "|":
                begins.append(at + 1)
                at += 1
            else:
                at = self._item(at)
        if len(begins) > 1:
            for begin, after in pairwise([*begins, at + 1]):
                shown = self._pattern[begin : after - 1]
                self._note(begin, begin, _NEVER, f"without {shown!r}")
        return at

    def _item(self, at: int) -> int:
        """Read an atom and its quantifier; returns where the next one begins."""
        end = self._atom(at)
        after = self._quantifier(end)
        shown = self._pattern[at:end]
        if self._pattern[end : end + 1] == "?":
            self._note(end, after, "", f"{shown!r} required")
            self._note(at, after, "", f"without {shown!r}", keep=shown)
        elif self._pattern[end : end + 1] == "{":
            for edit in _bounds(self._pattern[end + 1 : self._pattern.index("}", end)]):
                self._note(end, after, f"{{{edit}}}", f"{{{edit}}} for {self._pattern[end:after]}")
        return after

    def _note(self, begin: int, end: int, new: str, text: str, keep: str = "") -> None:
        """`keep`: an atom taken away that may hold groups, which stay where nothing matches."""
        if keep:
            new = f"(?:{_NEVER}{keep})?"
        self._found.append(_Edit(begin, end, new, text))

    def _atom(self, at: int) -> int:
        sign = self._pattern[at]
        if sign == "\\":
            return at + {"u": 6, "x": 4}.get(self._pattern[at + 1], 2)
        if sign == "[":
            return self._class(at)
        if sign != "(":
            return at + 1
        end = self._alternatives(at + len(_opening(self._pattern[at:]))) + 1
        if self._pattern.startswith(_CONDITIONS, at):
            self._note(at, end, "", f"without {self._pattern[at:end]!r}")
        return end

    def _class(self, at: int) -> int:
        begin = at + 2 if self._pattern[at + 1] == "^" else at + 1
        members = []
        at = begin
        while self._pattern[at] != "]" or at == begin:
            end = self._sign(at)
            if self._pattern[end] == "-" and self._pattern[end + 1] != "]":
                end = self._sign(end + 1)
            members.append((at, end))
            at = end
        if len(members) > 1:
            for member, end in members:
                self._note(member, end, "", f"class without {self._pattern[member:end]!r}")
        return at + 1

    def _sign(self, at: int) -> int:
        if self._pattern[at] != "\\":
            return at + 1
        return at + {"u": 6, "x": 4}.get(self._pattern[at + 1], 2)

    def _quantifier(self, at: int) -> int:
        sign = self._pattern[at : at + 1]
        if sign == "{":
            at = self._pattern.index("}", at) + 1
        elif sign and sign in "*+?":
            at += 1
        else:
            return at
        return at + 1 if self._pattern[at : at + 1] == "?" else at


def _opening(rest: str) -> str:
    """What opens a group: "(", "(?:", "(?P<name>", "(?i:", "(?<=" …"""
    if not rest.startswith("(?"):
        return "("
    if rest.startswith("(?P<"):
        return rest[: rest.index(">") + 1]
    return next((item for item in _CONDITIONS if rest.startswith(item)), rest[: rest.find(":") + 1])


def _bounds(shown: str) -> Iterable[str]:
    low, comma, high = shown.partition(",")
    if not comma:
        return [str(int(low) + by) for by in (-1, 1)]
    lows = [int(low or 0) + by for by in (-1, 1) if int(low or 0) + by >= 0]
    found = [f"{value},{high}" for value in lows if not high or value <= int(high)]
    if high:
        by = max(1, int(high) // 10)
        found += [f"{low},{int(high) - by}", f"{low},{int(high) + by}"]
    return found
