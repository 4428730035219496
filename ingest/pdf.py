"""PDF: pages read by pdfium, lines put together to paragraphs and headings."""

import re
from pathlib import Path
from threading import Lock

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.assemble import Block, Parsed
from ingest.errors import IngestError
from ingest.pdf_layout import blocks_of
from ingest.pdf_lines import Line, page_lines
from ingest.pdf_running import without_running_lines
from ingest.writer import clean

_LOCK = Lock()  # pdfium must not be called from two threads at once, not even for two documents
_NO_TITLE = re.compile(
    r"|untitled.*|\(?anonymous\)?|microsoft word.*|.*\.(?:docx?|indd|tex|pdf|dvi|rtf)", re.IGNORECASE
)
_LANGUAGE = re.compile(r"[a-z]{2}(?![a-z])")


def parse_pdf(path: Path) -> Parsed:
    """Reads a PDF file.

    Running headers and footers, page numbers, and the texts of footnotes whose numbers stand on the same page are
    left out. Text comes in the order of the file, which for columns is nearly always the order of reading.

    Raises:
        IngestError: The file is protected, damaged or no PDF, or its pages are images without text.
    """
    data = path.read_bytes()
    with _LOCK:
        try:
            document = pdfium.PdfDocument(data)
            try:
                about = document.get_metadata_dict()
                pages = _pages(document)
            finally:
                document.close()
        except pdfium.PdfiumError as error:
            raise IngestError(f"{path.name}: {_reason(error)}") from error
    lines = [line for page in pages for line in page]
    if not lines:
        raise IngestError(
            f"{path.name}: its pages are images without text. Run text recognition (OCR) on it first, such as "
            "`ocrmypdf`, and read the result."
        )
    blocks = blocks_of(without_running_lines(lines))
    return Parsed(blocks, _title(about.get("Title", ""), blocks))


def _pages(document: pdfium.PdfDocument) -> list[list[Line]]:
    pages = []
    for index in range(len(document)):
        page = document[index]
        try:
            pages.append(page_lines(page, index + 1))
        finally:
            page.close()
    return pages


def _reason(error: pdfium.PdfiumError) -> str:
    if getattr(error, "err_code", None) == pdfium_c.FPDF_ERR_PASSWORD:
        return "it is protected by a password. Save a copy without the password and read that."
    return "this is not a PDF file, or it is damaged. Download or export it again."


def _title(named: str, blocks: list[Block]) -> str | None:
    """The title that the file names, unless a program put it there; or else the topmost heading of the first page."""
    named = " ".join(clean(named).split())
    if not _NO_TITLE.fullmatch(named):
        return named
    headings = [block for block in blocks if block.level and block.page == 1]
    return min(headings, key=lambda block: block.level).text if headings else None
