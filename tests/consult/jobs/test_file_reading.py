"""A file is read in a process of its own, which may take so much and no more."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from docx import Document as WordDocument
from PIL import Image

from consult.jobs import file_reading
from consult.jobs.file_reading import read_document_apart
from consult.jobs.lease import LostLease
from policies.imports.import_job import work_on_import
from policies.imports.review import cancel, start_import
from policies.models import PolicyImport, PolicyPage
from texts.apart import Ceiling
from texts.read import read_document
from texts.source import UnreadableDocument

CEILINGS = {"time": Ceiling(seconds=0.01, megabytes=2048), "memory": Ceiling(120, megabytes=36)}
STOPPED = "more time or memory than a policy needs"
TEXT = "# Illustrative Water Policy\n\n## 1. Wells\n\nThe county shall dig.\n"


@pytest.fixture(params=CEILINGS)
def low_ceiling(request, monkeypatch) -> None:
    monkeypatch.setattr(file_reading, "CEILING", CEILINGS[request.param])


@pytest.fixture
def upload(db) -> PolicyImport:
    content = TEXT.encode()
    return start_import(file=io.BytesIO(content), file_name="w.md", size=len(content), user=None)


def test_read_document_apart__gives_the_outline_with_its_images(tmp_path):
    picture = io.BytesIO()
    Image.new("RGB", (40, 40), "green").save(picture, "PNG")
    document = WordDocument()
    document.add_heading("Wells", 1)
    document.add_paragraph("The county shall dig “wells”.")
    document.add_picture(picture)
    document.save(tmp_path / "a.docx")
    outline = read_document_apart(tmp_path / "a.docx", "wells.docx")
    assert outline.to_dict() == read_document(tmp_path / "a.docx", "wells.docx").to_dict()
    assert [image.content for image in outline.images().values()] == [picture.getvalue()]


def test_read_document_apart__says_in_the_reader_s_language_why_not(tmp_path):
    (tmp_path / "a.txt").write_text(" ")
    said = {}
    for language in ("en", "sw"):
        with pytest.raises(UnreadableDocument) as refused:
            read_document_apart(tmp_path / "a.txt")
        with translation.override(language):
            said[language] = str(refused.value)
    assert "holds no text" in said["en"]
    assert "holds no text" not in said["sw"]


def test_read_document_apart__that_takes_too_much_says_what_to_do(low_ceiling, tmp_path):
    (tmp_path / "a.md").write_text(TEXT)
    with pytest.raises(UnreadableDocument, match=f"{STOPPED}.* upload that"):
        read_document_apart(tmp_path / "a.md")


def test_work_on_import__of_a_file_that_takes_too_much_fails_and_keeps_nothing(low_ceiling, upload):
    assert work_on_import(upload.pk)
    upload.refresh_from_db()
    assert (upload.state, upload.stage) == ("failed", PolicyImport.Stage.READING)
    assert STOPPED in upload.error
    assert not upload.outlines.exists()
    assert [each.name for each in upload.folder.iterdir()] == ["source"]


def test_work_on_import__cancelled_while_it_reads_stops_reading(upload, monkeypatch):
    """The first look after the lease finds it gone."""

    def read_until_cancelled(*args, on_wait, **kwargs):
        on_wait()
        cancel(row=PolicyImport.objects.get(pk=upload.pk), user=None)
        monkeypatch.setattr("consult.jobs.progress.BEAT_S", 0)
        with pytest.raises(LostLease):
            on_wait()
        raise LostLease

    monkeypatch.setattr("policies.imports.import_job.read_document_apart", read_until_cancelled)
    assert work_on_import(upload.pk)
    upload.refresh_from_db()
    assert upload.stage == PolicyImport.Stage.CANCELLED


def test_import_policy_command__of_a_file_that_takes_too_much_makes_nothing(
    low_ceiling, db, tmp_path
):
    (tmp_path / "a.md").write_text(TEXT)
    with pytest.raises(CommandError, match=STOPPED):
        call_command("import_policy", str(tmp_path / "a.md"), publish=True)
    assert not PolicyPage.objects.exists()
