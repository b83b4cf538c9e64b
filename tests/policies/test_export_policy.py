"""The command that writes an edition as a file."""

import pytest
from django.core.management import CommandError, call_command

from tests.policies.readers_sample import make_two_editions

pytestmark = pytest.mark.django_db


@pytest.fixture
def policy():
    return make_two_editions()


def export(*arguments, **options) -> None:
    call_command("export_policy", *arguments, **options)


def test_export_policy__writes_the_newest_edition(policy, tmp_path, capsys):
    out = tmp_path / "water.txt"
    export("water", format="txt", out=out)
    assert "within a year" in out.read_text()
    assert "Final, en" in capsys.readouterr().out


@pytest.mark.parametrize(("name", "start"), [("docx", b"PK"), ("akn", b"<?xml"), ("pdf", b"%PDF")])
def test_export_policy__writes_every_format(policy, tmp_path, name, start):
    out = tmp_path / "water"
    export("water", format=name, out=out)
    assert out.read_bytes().startswith(start)


def test_export_policy__writes_an_earlier_edition(policy, tmp_path):
    out = tmp_path / "water.txt"
    export("water", format="txt", out=out, edition=1)
    assert "within a year" not in out.read_text()
    assert "The county shall do Section 3." in out.read_text()


@pytest.mark.parametrize(
    ("slug", "edition", "message"),
    [("land", None, "Known policies: water"), ("water", 7, "Published editions: 2, 1")],
)
def test_export_policy__wrong_name_tells_the_right_ones(policy, tmp_path, slug, edition, message):
    with pytest.raises(CommandError, match=message):
        export(slug, format="txt", out=tmp_path / "x", edition=edition)
    assert not list(tmp_path.iterdir())


def test_export_policy__missing_folder_is_told(policy, tmp_path):
    with pytest.raises(CommandError, match="make it first"):
        export("water", format="txt", out=tmp_path / "none" / "x")


def test_export_policy__language_it_is_not_in_is_warned_of(policy, tmp_path, capsys):
    export("water", format="txt", out=tmp_path / "x", language="sw")
    assert "no section is in sw" in capsys.readouterr().err
