"""Compile translation catalogues (.po → .mo) in Python, for machines without gettext."""

import re
from collections.abc import Iterable
from pathlib import Path

import polib

_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


class CatalogueError(Exception):
    """A catalogue that cannot be read, or whose words would break a page."""


def _read(path: Path) -> polib.POFile:
    try:
        catalogue = polib.pofile(str(path), check_for_duplicates=True)
    except (OSError, ValueError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path} is not a catalogue: {error}") from error
    for entry in catalogue.translated_entries():
        known = set(_PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
        for words in (entry.msgstr, *entry.msgstr_plural.values()):
            strange = set(_PLACEHOLDER.findall(words)) - known
            if strange:
                raise CatalogueError(
                    f"{path}:{entry.linenum}: the translation names {', '.join(sorted(strange))}, "
                    "which the original does not have"
                )
    return catalogue


def _is_current(source: Path, compiled: Path) -> bool:
    return compiled.exists() and compiled.stat().st_mtime_ns > source.stat().st_mtime_ns


def compile_catalogues(folders: Iterable[str | Path]) -> list[Path]:
    """Compile the catalogues that changed; return the files written.

    A file appears whole or not at all, as another process may be reading.
    """
    written = []
    for source in sorted(path for folder in folders for path in Path(folder).rglob("*.po")):
        compiled = source.with_suffix(".mo")
        if _is_current(source, compiled):
            continue
        part = compiled.with_suffix(".part")
        _read(source).save_as_mofile(str(part))
        part.replace(compiled)
        written.append(compiled)
    return written
