"""Renderers: pure functions from a frozen dataset to a file, one module a format."""

from reports.renderers.base import Renderer
from reports.renderers.csv import CSV
from reports.renderers.docx import DOCX
from reports.renderers.json import JSON
from reports.renderers.pdf import PDF
from reports.renderers.xlsx import XLSX

RENDERERS: dict[str, Renderer] = {
    renderer.format: renderer for renderer in (PDF, DOCX, XLSX, CSV, JSON)
}

__all__ = ["RENDERERS", "Renderer"]
