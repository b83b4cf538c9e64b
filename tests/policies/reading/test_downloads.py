"""Editions as files: made once, kept by their content, sent with the right headers."""

import json
import threading
import zipfile
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from lxml import etree
from PIL import Image
from wagtail.images import get_image_model

from policies.models import Edition, PolicyPage
from policies.publishing.services import record_version
from policies.reading import downloads, views
from policies.reading.downloads import edition_path, made_once
from tests.factories import make_policy
from tests.policies.readers_sample import change_text, get, section, translated
from texts.printing.typst import TypstError
from texts.writers import FORMATS

DOWNLOAD = "/en/policy/water/editions/1/download/"
STARTS = {"pdf": b"%PDF", "docx": b"PK", "txt": b"Water", "akn": b"<?xml"}


@pytest.fixture
def policy(db) -> PolicyPage:
    return make_policy(sections=2, slug="water", title="Water Policy")


@pytest.mark.parametrize("name", list(FORMATS))
def test_download__gives_every_format_with_its_headers(policy, name):
    response = get(f"{DOWNLOAD}{name}/")
    assert response["Content-Type"] == FORMATS[name].media_type
    file_name = f"water-edition-1-en.{FORMATS[name].extension}"
    assert response["Content-Disposition"] == f'attachment; filename="{file_name}"'
    assert int(response["Content-Length"]) == len(response.body)
    assert response.body.startswith(STARTS[name])


def test_download__has_the_words_of_its_edition(policy):
    assert "The county shall do Section 2." in get(f"{DOWNLOAD}txt/").body.decode()
    root = etree.fromstring(get(f"{DOWNLOAD}akn/").body)
    assert "The county shall do Section 2." in " ".join(root.itertext())


def test_download__unknown_format_is_not_found(policy):
    assert get(f"{DOWNLOAD}exe/").status_code == 404


def test_download__browser_that_has_it_is_told_so(policy):
    tag = get(f"{DOWNLOAD}txt/")["ETag"]
    assert get(f"{DOWNLOAD}txt/", headers={"If-None-Match": tag}).status_code == 304
    change_text(section(policy, 1), "Corrected.")
    assert get(f"{DOWNLOAD}txt/", headers={"If-None-Match": tag}).status_code == 200


def picture(colour: str) -> ContentFile:
    out = BytesIO()
    Image.new("RGB", (40, 40), colour).save(out, "PNG")
    return ContentFile(out.getvalue(), name=f"{colour}.png")


@pytest.fixture
def image(policy):
    """One that stands in the first section and before it."""
    image = get_image_model().objects.create(title="Springs", file=picture("red"))
    block = {"type": "image", "value": {"image": image.pk, "alt": "Springs", "caption": ""}}
    page = section(policy, 1)
    page.body = json.dumps([{**block, "id": str(uuid4())}])
    page.save()
    record_version(page)
    Edition.objects.update(front_matter={"en": [{**block, "id": str(uuid4())}]})
    return image


@pytest.mark.parametrize("where", ["section", "front"])
def test_edition_path__is_made_again_where_a_picture_was_replaced(policy, image, where):
    if where == "front":
        change_text(section(policy, 1), "Words alone.")
    else:
        Edition.objects.update(front_matter={})
    edition = PolicyPage.objects.get(pk=policy.pk).current_edition
    first = edition_path(edition, "en", "docx")
    assert edition_path(edition, "en", "docx") == first
    image.file = picture("blue")
    image.save()
    second = edition_path(edition, "en", "docx")
    assert second != first
    media = [name for name in zipfile.ZipFile(second).namelist() if "media/" in name]
    shown = Image.open(BytesIO(zipfile.ZipFile(second).read(media[0]))).convert("RGB")
    assert shown.getpixel((5, 5)) == (0, 0, 255)


def test_whole_text__is_made_again_where_a_picture_was_replaced(policy, image, monkeypatch):
    made = []
    monkeypatch.setattr(views, "_made", lambda entries: made.append(1) or [""] * len(entries))
    Edition.objects.update(front_matter={})
    for _time in range(2):
        get("/en/policy/water/editions/1/text/")
    assert len(made) == 1
    image.file = picture("blue")
    image.save()
    get("/en/policy/water/editions/1/text/")
    assert len(made) == 2


def test_edition_path__is_made_once_and_again_only_for_another_text(policy, monkeypatch):
    made = []
    write = downloads.export
    monkeypatch.setattr(downloads, "export", lambda *args: (made.append(1), write(*args)))
    edition = policy.current_edition
    first = edition_path(edition, "en", "txt")
    assert edition_path(edition, "en", "txt") == first
    assert len(made) == 1
    change_text(section(policy, 1), "Corrected.")
    second = edition_path(edition, "en", "txt")
    assert len(made) == 2
    assert "Corrected." in second.read_text()
    assert not first.exists()


def test_edition_path__language_without_any_section_is_the_policys_own(policy):
    edition = policy.current_edition
    assert edition_path(edition, "sw", "txt") == edition_path(edition, "en", "txt")
    translated(section(policy, 1), title="Sehemu ya kwanza")
    assert "Sehemu ya kwanza" in edition_path(edition, "sw", "txt").read_text()


def test_made_once__those_who_come_meanwhile_wait_and_make_nothing(tmp_path):
    made, began, go = [], threading.Event(), threading.Event()

    def make(out):
        made.append(out)
        began.set()
        assert go.wait(10)
        out.write_text("done")

    def ask():
        paths.append(made_once(folder=tmp_path, stem="en-1", extension="txt", make=make))

    paths: list = []
    threads = [threading.Thread(target=ask) for _ in range(3)]
    threads[0].start()
    assert began.wait(10)
    for thread in threads[1:]:
        thread.start()
    go.set()
    for thread in threads:
        thread.join(10)
    assert len(made) == 1
    assert [path.read_text() for path in paths] == ["done"] * 3


def test_made_once__failure_leaves_nothing_and_is_tried_again(tmp_path):
    def fail(out):
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        made_once(folder=tmp_path, stem="en-1", extension="txt", make=fail)
    path = made_once(
        folder=tmp_path, stem="en-1", extension="txt", make=lambda out: out.write_text("x")
    )
    assert path.read_text() == "x"


def test_download__that_cannot_be_made_says_so_without_a_trace(policy, monkeypatch):
    def fail(*args):
        raise TypstError("a secret of the machine")

    monkeypatch.setattr(downloads, "export", fail)
    response = get(f"{DOWNLOAD}pdf/")
    assert response.status_code == 503
    assert "a secret" not in response.content.decode()
    assert "could not be made" in response.content.decode()
