"""Text in the cells of spreadsheets: what comes from outside is never calculated, nor a link."""

from texts.cleaning import inert, legal

CELL_LIMIT = 32_767  # characters, set by the format XLSX
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""Options of an XlsxWriter workbook: what is written as text stays text."""


def xlsx_cell(text: str) -> str:
    """`text` as a cell of XLSX, cut with a mark where it exceeds the format's limit."""
    text = legal(text).replace("\r\n", "\n").replace("\r", "\n")
    return text if len(text) <= CELL_LIMIT else text[: CELL_LIMIT - 4] + " […"


def csv_cell(text: str) -> str:
    """`text` as a cell of CSV that no spreadsheet calculates."""
    return inert(legal(text))
