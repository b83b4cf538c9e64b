"""Many files to write, one to fetch: as browsers import them, and as they are collected."""

import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage

from consult.pages.stylesheets import SITE, Found, JoinedStylesheetStorage, joined_stylesheet

STATIC = settings.BASE_DIR / "static"
CSS = STATIC / "css"
# What belongs to paper and to the admin is linked by itself.
LINKED_ALONE = {
    "site.css",
    "print.css",
    "editors.css",
    "editors-without-script.css",
    "outline-editor.css",
}


def imported() -> list[str]:
    return re.findall(r'@import "(.+)";', (CSS / "site.css").read_text())


def found_in(folder: Path) -> Found:
    storage = FileSystemStorage(folder)
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return {name: (storage, name) for name in names}


@pytest.fixture
def collected(tmp_path) -> JoinedStylesheetStorage:
    """The project's own static files, as `collectstatic` leaves them."""
    shutil.copytree(STATIC, tmp_path / "static")
    storage = JoinedStylesheetStorage(location=tmp_path / "static", base_url="/static/")
    for _name, _hashed, done in storage.post_process(found_in(STATIC)):
        assert not isinstance(done, Exception)
    return storage


def hashed_text(storage: JoinedStylesheetStorage) -> str:
    return Path(storage.path(storage.stored_name(SITE))).read_text()


def test_site__imports_every_stylesheet_of_the_screen_once():
    files = {path.relative_to(CSS).as_posix() for path in CSS.rglob("*.css")}
    assert sorted(imported()) == sorted(files - LINKED_ALONE)


@pytest.mark.parametrize("name", imported())
def test_site__is_served_with_what_it_imports_where_nothing_is_collected(name):
    assert finders.find(f"css/{name}")


def test_collected_site__holds_every_file_in_order_and_imports_none(collected):
    joined = hashed_text(collected)
    texts = "\n".join((CSS / name).read_text().rstrip() for name in imported())
    assert "@import" not in joined
    assert re.sub(r"(weave)\.\w{12}", r"\1", joined).rstrip().endswith(texts)


def test_collected_site__is_joined_under_its_own_name_too_for_pages_without_templates(collected):
    assert "@import" not in Path(collected.path(SITE)).read_text()


def test_collected_site__finds_pictures_by_their_hashed_names(collected):
    joined = hashed_text(collected)
    assert re.search(r'url\("\.\./img/weave\.\w{12}\.svg"\)', joined)


def test_collected_site__is_made_anew_from_its_sources_each_time(collected, tmp_path):
    shutil.copytree(STATIC, tmp_path / "source")
    (tmp_path / "source" / "css" / "tokens.css").write_text(":root { --new: 1 }")
    list(collected.post_process(found_in(tmp_path / "source")))
    assert ":root { --new: 1 }" in Path(collected.path(SITE)).read_text()


def test_joined_stylesheet__a_missing_file__is_said(tmp_path):
    (tmp_path / "a.css").write_text('@import "b.css";\n')
    with pytest.raises(KeyError, match=r"b\.css"):
        joined_stylesheet("a.css", found_in(tmp_path))


@pytest.mark.parametrize("path", [*(CSS / "components").glob("*.css")], ids=lambda path: path.stem)
def test_components__name_no_address__which_would_be_another_once_joined(path):
    assert "url(" not in path.read_text()
