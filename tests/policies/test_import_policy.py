"""The command that makes a policy of a file, or shows what it would make."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from docx import Document as WordDocument
from PIL import Image

from consult.moments import parse_moment
from policies.models import PolicyPage

ROOT = Path(__file__).resolve().parents[2]
WATER = """# Illustrative water policy

Before the first section.

## 1. Scope

Every ward of the county.

### 1.1 Aim

Clean water.

## 1. Springs

| Ward | Springs |
| --- | --- |
| Mji | 7 |
"""


def test_import_policy_command__publishes_a_file(db, tmp_path, capsys):
    file = tmp_path / "policy.md"
    file.write_text("# Illustrative policy\n\n## 1. Scope\n\nAll of it.\n\n## 2. Aim\n\nWater.\n")
    call_command("import_policy", str(file), publish=True)
    policy = PolicyPage.objects.get()
    assert policy.current_edition.entries.count() == 2
    assert "2 sections" in capsys.readouterr().out


def test_import_policy_command__says_what_was_left_out(db, tmp_path, capsys):
    file = tmp_path / "water.txt"
    file.write_text("TABLE OF CONTENTS\nSprings ..... 1\n\n1. Springs\n\nA spring feeds a river.\n")
    call_command("import_policy", str(file))
    assert "left out (contents): Springs ..... 1" in capsys.readouterr().out


def test_import_policy_command__says_how_many_pictures_lack_words(db, tmp_path, capsys):
    file = tmp_path / "policy.docx"
    picture = io.BytesIO()
    Image.new("RGB", (300, 200), "teal").save(picture, "PNG")
    document = WordDocument()
    document.add_heading("1. Springs", 1)
    document.add_paragraph("A spring feeds a river.")
    document.add_picture(picture)
    document.save(file)
    call_command("import_policy", str(file), publish=True)
    assert "pictures without a description: 1" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["gone.docx", "."])
def test_import_policy_command__asks_for_a_file_where_there_is_none(db, tmp_path, name):
    with pytest.raises(CommandError, match=r"There is no file at .*: give the path"):
        call_command("import_policy", str(tmp_path / name))


def test_import_policy_command__stopped_half_way_leaves_nothing(db, tmp_path, monkeypatch):
    def stop(pages, user):
        raise KeyboardInterrupt

    monkeypatch.setattr("policies.imports.making.save_first_revisions", stop)
    file = tmp_path / "policy.md"
    file.write_text("# Illustrative policy\n\n## 1. Scope\n\nAll of it.\n")
    with pytest.raises(CommandError, match="nothing was imported") as stopped:
        call_command("import_policy", str(file))
    assert stopped.value.returncode == 130
    assert not PolicyPage.objects.exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"closes": parse_moment("2001-04-01", end_of_day=True)}, "opens"),
        ({"edition": "x" * 99}, "80"),
    ],
)
def test_import_policy_command__leaves_nothing_where_publishing_fails(
    db, tmp_path, options, message
):
    file = tmp_path / "policy.md"
    file.write_text("# Illustrative policy\n\n## 1. Scope\n\nAll of it.\n")
    with pytest.raises(CommandError, match=message):
        call_command("import_policy", str(file), publish=True, **options)
    assert not PolicyPage.objects.exists()


@pytest.fixture
def water(tmp_path):
    file = tmp_path / "water.md"
    file.write_text(WATER)
    return file


def shown(capsys, *arguments):
    call_command("import_policy", *map(str, arguments), "--dry-run", "--format", "json")
    printed = capsys.readouterr()
    assert printed.err == ""
    return json.loads(printed.out)


def test_dry_run__as_json_holds_the_outline(water, capsys):
    data = shown(capsys, water)
    assert data["title"] == "Illustrative water policy"
    assert data["front_matter"] == "Before the first section."
    assert [list(section.values())[:5] for section in data["sections"]] == [
        ["1", "Scope", 1, 5, []],
        ["1.1", "Aim", 2, 2, []],
        ["1", "Springs", 1, 4, ["Another section has the same number."]],
    ]
    assert data["sections"][0]["text"] == "Every ward of the county."


def test_dry_run__as_json_holds_what_was_left_out_and_the_measure(tmp_path, capsys):
    file = tmp_path / "water.txt"
    file.write_text("TABLE OF CONTENTS\nSprings ..... 1\n\n1. Springs\n\nA spring feeds a river.\n")
    data = shown(capsys, file)
    assert data["left_out"] == [
        {"text": "TABLE OF CONTENTS", "reason": "contents", "place": ""},
        {"text": "Springs ..... 1", "reason": "contents", "place": ""},
    ]
    assert data["words"] == {
        "source": 7, "arrived": 7, "left_out": 5, "missing": [], "added": [],
    }  # fmt: skip
    assert data["warnings"] == []


def test_dry_run__as_json_holds_the_warnings(water, capsys):
    misnamed = water.rename(water.with_suffix(".docx"))
    assert ["is called .docx" in text for text in shown(capsys, misnamed)["warnings"]] == [True]


def test_dry_run__as_text_says_the_same(water, capsys):
    call_command("import_policy", str(water), "--dry-run")
    assert capsys.readouterr().out.splitlines() == [
        "Illustrative water policy",
        "  1 Scope  [5 words]",
        "    1.1 Aim  [2 words]",
        "  1 Springs  [4 words]",
        "    remark: Another section has the same number.",
        "3 sections, 25 of 25 words, 0 left out",
    ]


def test_dry_run__makes_no_page(db, water, capsys):
    call_command("import_policy", str(water), "--dry-run", "--publish")
    assert not PolicyPage.objects.exists()


def test_format__without_a_dry_run_is_refused(water):
    with pytest.raises(CommandError, match="--format needs --dry-run"):
        call_command("import_policy", str(water), "--format", "json")


def run(folder, *arguments):
    """The command in a process of its own, with an empty folder for data."""
    own = {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "consult.settings"}
    own["DATABASE_URL"] = f"sqlite:///{folder}/database.sqlite3"
    return subprocess.run(
        [sys.executable, "manage.py", "import_policy", *arguments],
        cwd=ROOT,
        env=os.environ | own,
        capture_output=True,
        text=True,
        check=False,
    )


def test_dry_run__in_a_process_needs_no_database_and_leaves_no_file(water, tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    done = run(folder, str(water), "--dry-run", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    assert len(json.loads(done.stdout)["sections"]) == 3
    # Settings make a key, and an empty file that nobody else can read, wherever they are loaded.
    written = {path.name for path in folder.rglob("*") if path.is_file() and path.stat().st_size}
    assert written <= {"secret_key"}


def test_dry_run__of_a_file_that_cannot_be_read_says_so_on_stderr(tmp_path):
    damaged = tmp_path / "damaged.docx"
    damaged.write_bytes(b"PK\x03\x04 and no more")
    done = run(tmp_path, str(damaged), "--dry-run", "--format", "json")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("CommandError: The file is damaged")
    assert len(done.stderr.strip().splitlines()) == 1
