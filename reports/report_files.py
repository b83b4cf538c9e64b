"""Handing out a report's files."""

from typing import BinaryIO

from django.http import FileResponse

from reports.models import ReportFile
from reports.renderers import RENDERERS


def attachment(file: ReportFile, content: BinaryIO) -> FileResponse:
    """The file as a download, under its own name and of its own type."""
    response = FileResponse(
        content,
        as_attachment=True,
        filename=file.name,
        content_type=RENDERERS[file.format].content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
