"""Every setting, command and role is documented, and no setting that is not there."""

import re
from pathlib import Path

import pytest

from consult.roles import ROLES

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])


def table_rows(name: str) -> set[str]:
    """The first word in backticks of each row of the file's tables."""
    text = (DOCS / "reference" / name).read_text()
    return set(re.findall(r"^\| `(\w+)", text, flags=re.MULTILINE))


def test_settings__each_variable_read_is_documented_and_no_other():
    source = (ROOT / "consult" / "settings.py").read_text()
    read = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', source))
    of_the_runner = {"HOST", "PORT"}
    assert table_rows("settings.md") == read | of_the_runner


def test_commands__each_is_documented():
    files = ROOT.glob("*/management/commands/*.py")
    commands = {file.stem for file in files if not file.stem.startswith("_")}
    assert commands <= table_rows("commands.md")


def test_roles__each_is_documented():
    text = (DOCS / "reference" / "roles.md").read_text()
    assert all(f"| {role} |" in text for role in ROLES)


@pytest.mark.parametrize("file", sorted((DOCS / "adr").glob("0*.md")), ids=lambda path: path.stem)
def test_decisions__have_a_status_with_its_date_and_are_listed(file):
    title, _blank, status = file.read_text().splitlines()[:3]
    number = int(file.stem[:4])
    assert title.startswith(f"# {number}. ")
    assert re.fullmatch(
        r"Status: (proposed|accepted|superseded by \[\d+\]\(.+\)) · 20\d\d-\d\d-\d\d", status
    )
    assert f"| [{number}]({file.name}) |" in (DOCS / "adr" / "README.md").read_text()


@pytest.mark.parametrize("file", DOCUMENTS, ids=str)
def test_links__lead_somewhere(file):
    for target in re.findall(r"\]\(([^)#]+)", file.read_text()):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (file.parent / target).exists(), target


@pytest.mark.parametrize("file", DOCUMENTS, ids=str)
def test_paths__that_are_named_exist(file):
    """Folders, files and modules in backticks: ``texts/read.py``, ``templates/home/``."""
    named = re.findall(r"`((?:[a-z_]+/)+(?:[\w-]+\.\w+)?|[a-z_]+(?:\.[a-z_]+)+)`", file.read_text())
    made = (ROOT / ".gitignore").read_text().splitlines()
    paths = {name for name in named if "/" in name} - {path.removeprefix("/") for path in made}
    modules = {name for name in named if "/" not in name and (ROOT / name.split(".")[0]).is_dir()}
    assert {path for path in paths if not (ROOT / path).exists()} == set()
    assert {module for module in modules if not _is_there(module)} == set()


def test_security__each_test_that_a_claim_names_is_there():
    """Files with or without their folder, folders, and tests by a part of their name."""
    paths = list((ROOT / "tests").rglob("test_*.py"))
    files, text = {path.name for path in paths}, "".join(path.read_text() for path in paths)
    tests = re.findall(r"^ *def (test_\w+)", text, flags=re.MULTILINE)
    text = (DOCS / "explanation" / "security.md").read_text()
    claims = re.findall(r"^\|(?!---)[^|]+\|[^|]+\|([^|]+)\|$", text, flags=re.MULTILINE)
    named = {name for claim in claims if claim != " test " for name in re.findall("`(.+?)`", claim)}
    assert len(named) > 60
    assert [
        name
        for name in sorted(named)
        if name not in files
        and not ("/" in name and (ROOT / name).exists())
        and not any(name in test for test in tests)
    ] == []


def test_security__each_claim_names_a_test():
    text = (DOCS / "explanation" / "security.md").read_text()
    tables = re.findall(r"^\| threat .+\n\|[-|]+\|\n((?:\|.+\n)+)", text, flags=re.MULTILINE)
    rows = [row for table in tables for row in table.splitlines()]
    assert len(rows) > 60
    assert [row for row in rows if "`" not in row.strip("|").rpartition("|")[2]] == []


def _is_there(module: str) -> bool:
    """Whether a dotted name is a module, or something defined in one."""
    path = ROOT.joinpath(*module.split("."))
    above = path.parent.with_suffix(".py")
    inside = above if above.exists() else path.parent / "__init__.py"
    defined = inside.exists() and re.search(rf"\b{path.name}\b", inside.read_text())
    return path.is_dir() or path.with_suffix(".py").exists() or bool(defined)
