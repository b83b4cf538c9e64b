import gettext
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from consult.language.catalogues import CatalogueError, compile_catalogues

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.fixture
def source(tmp_path) -> Path:
    folder = tmp_path / "sw" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    return folder / "django.po"


def write(source: Path, original: str, translation: str) -> None:
    source.write_text(f'{HEADER}msgid "{original}"\nmsgstr "{translation}"\n')


def test_compile_catalogues__makes_a_file_that_gettext_reads(source, tmp_path):
    write(source, "Comment", "Maoni")
    (compiled,) = compile_catalogues([tmp_path])
    with compiled.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Comment") == "Maoni"
    assert [path.name for path in sorted(source.parent.iterdir())] == ["django.mo", "django.po"]


def test_compile_catalogues__leaves_current_ones_alone(source, tmp_path):
    write(source, "Comment", "Maoni")
    assert len(compile_catalogues([tmp_path])) == 1
    assert compile_catalogues([tmp_path]) == []


def test_compile_catalogues__says_which_line_cannot_be_read(source, tmp_path):
    source.write_text(f'{HEADER}msgid "Comment"\nnonsense\n')
    with pytest.raises(CatalogueError, match=r"django\.po is not a catalogue"):
        compile_catalogues([tmp_path])
    assert not source.with_suffix(".mo").exists()


def test_compile_catalogues__refuses_a_placeholder_the_original_lacks(source, tmp_path):
    write(source, "%(count)s comments", "maoni %(idadi)s")
    with pytest.raises(CatalogueError, match="names idadi, which the original does not have"):
        compile_catalogues([tmp_path])


def test_compilemessages__tells_a_fault_without_a_trace(source, tmp_path, settings):
    settings.LOCALE_PATHS = [tmp_path]
    source.write_text("nonsense")
    with pytest.raises(CommandError, match="is not a catalogue"):
        call_command("compilemessages")


def test_compilemessages__names_what_it_wrote(source, tmp_path, settings, capsys):
    settings.LOCALE_PATHS = [tmp_path]
    write(source, "Comment", "Maoni")
    call_command("compilemessages")
    assert capsys.readouterr().out == f"Compiled {source.with_suffix('.mo')}\n"
