"""What is known of a text needs no database, no settings and no request."""

import ast
from pathlib import Path

import texts

ALLOWED = "django.utils."
"""Words in the reader's language, dates as it writes them, and strings marked as safe."""


def imported(path: Path) -> set[str]:
    """The modules that a module imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_texts__uses_of_django_its_words_alone():
    for path in Path(texts.__file__).parent.rglob("*.py"):
        for name in imported(path):
            assert name.split(".")[0] != "django" or name.startswith(ALLOWED), (path, name)
