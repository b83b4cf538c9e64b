"""Renderers: pure functions from a frozen dataset to a file, one module a format."""

from reports.renderers.csv_report import CSV
from reports.renderers.docx_report import DOCX
from reports.renderers.json_report import JSON
from reports.renderers.pdf_report import PDF
from reports.renderers.renderer import Renderer
from reports.renderers.xlsx_report import XLSX

RENDERERS: dict[str, Renderer] = {
    renderer.format: renderer for renderer in (PDF, DOCX, XLSX, CSV, JSON)
}

__all__ = ["RENDERERS", "Renderer"]
