"""DOCX: a Word document's body in order, read by python-docx.

python-docx knows the file and its styles. Its own walk leaves out what is inside content controls, text boxes and
tracked insertions, so the body is walked here, element by element.
"""

import re
import zipfile
import zlib
from dataclasses import replace
from io import BytesIO
from itertools import groupby
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.exceptions import PythonDocxError
from docx.opc.exceptions import OpcError
from docx.oxml.exceptions import XmlchemyError
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.styles.style import BaseStyle, CharacterStyle
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml.etree import LxmlError, _Element

from ingest.assemble import Parsed
from ingest.docx_elements import CONTAINERS, has_header, heading_level, runs_of, within
from ingest.errors import IngestError
from ingest.writer import BlockWriter

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # the container of old .doc files and of encrypted .docx files
_BROKEN = (
    PythonDocxError, OpcError, LxmlError, zipfile.BadZipFile, zlib.error,
    XmlchemyError, KeyError, ValueError, AttributeError, IndexError, TypeError, EOFError, RuntimeError, OSError,
)  # fmt: skip
"""What python-docx lets through when parts of the package are missing or damaged."""
_W = qn("w:t").removesuffix("t")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # a second copy, for old programs
_CHARACTERS = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-"}
_MAX_HEADING = 100  # characters: a longer line in bold is emphasis
_LANGUAGE = re.compile(r"[a-z]{2}(?![a-z])")
_CONTENTS = re.compile(r"toc \d|table of figures", re.IGNORECASE)


def parse_docx(path: Path) -> Parsed:
    """Reads a Word file.

    Tracked insertions are in the text and tracked deletions are not, as if all changes were accepted. Left out are
    hidden text, a table of contents, headers, footers, comments, and the texts of footnotes.

    Raises:
        IngestError: The file is not a .docx file, is protected by a password, or is damaged.
    """
    data = path.read_bytes()
    if data.startswith(_OLE):
        what = (
            "it is protected by a password. Open it in Word, remove the password"
            if "EncryptedPackage".encode("utf-16-le") in data
            else "it is an old Word file (.doc). Open it in Word"
        )
        raise IngestError(f"{path.name}: {what} and save it as .docx.")
    try:
        document = docx.Document(BytesIO(data))
        return _Reader(document).parsed()
    except _BROKEN as error:
        raise IngestError(
            f"{path.name}: this is not a Word file (.docx), or it is damaged. Open it in Word and save it as .docx."
        ) from error


class _Reader:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._writer = BlockWriter()
        self._notes = {"footnoteReference": 0, "endnoteReference": 0}
        self._titles: list[str] = []
        self._styles: dict[tuple[str | None, WD_STYLE_TYPE], BaseStyle | None] = {}
        self._bold: list[int] = []  # indices of the blocks that are short and all in bold

    def parsed(self) -> Parsed:
        self._read_body(self._document.element.body)
        self._writer.close()
        blocks = self._writer.blocks
        if not any(block.level for block in blocks):
            # Reports written without heading styles set their headings in bold.
            for i in self._bold:
                blocks[i] = replace(blocks[i], level=1)
        about = self._document.core_properties
        title = " ".join((about.title or "").split()) or next(iter(self._titles), None)
        if not title and blocks and blocks[0].level == 1:
            title = blocks[0].text
        return Parsed(blocks, title, self._language() or "en")

    def _language(self) -> str | None:
        default = self._document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
        named = self._document.core_properties.language or (default.get(qn("w:val"), "") if default is not None else "")
        match = _LANGUAGE.match(named.lower())
        return match[0] if match else None

    def _read_body(self, element: _Element) -> None:
        for child in element:
            if isinstance(child, CT_P):
                self._read_paragraph(child)
            elif child.tag == qn("w:tbl"):
                self._read_table(child)
            elif child.tag in CONTAINERS:
                self._read_body(child)

    def _read_paragraph(self, element: CT_P) -> None:
        style = self._style(element.style, WD_STYLE_TYPE.PARAGRAPH)
        if not (style and _CONTENTS.match(style.name or "")):
            bold = self._write_runs(element, self._writer)
            if element.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}") is not None:
                return  # the paragraph's end was deleted: the next one goes on in it
            level = heading_level(element, style)
            before = len(self._writer.blocks)
            self._writer.close(level)
            if len(self._writer.blocks) > before:
                text = self._writer.blocks[-1].text
                if style and style.name == "Title":
                    self._titles.append(text)
                if bold and len(text) <= _MAX_HEADING and text[-1].isalnum():
                    self._bold.append(before)
        for box in element.iter(qn("w:txbxContent")):
            nearest = next(box.iterancestors(qn("w:txbxContent"), qn("w:p"), _FALLBACK), None)
            if nearest is not None and nearest.tag == qn("w:p"):
                self._read_body(box)
                self._writer.close()

    def _style(self, name: str | None, kind: WD_STYLE_TYPE) -> BaseStyle | None:
        """A style by its id; python-docx takes a millisecond for each look at the default one."""
        if (name, kind) not in self._styles:
            self._styles[name, kind] = self._document.part.get_style(name, kind)
        return self._styles[name, kind]

    def _raised(self, run: Run) -> bool:
        """Whether a run is in superscript, by itself or by its character style."""
        direct = run.font.superscript
        style = self._style(run._r.style, WD_STYLE_TYPE.CHARACTER) if direct is None and run._r.style else None
        return bool(style.font.superscript) if isinstance(style, CharacterStyle) else bool(direct)

    def _write_runs(self, paragraph: CT_P, writer: BlockWriter) -> bool:
        """Writes a paragraph's words.

        Returns:
            Whether all of them are bold.
        """
        bold = True
        holder = Paragraph(paragraph, self._document)
        runs = [run for run in (Run(element, holder) for element in runs_of(paragraph)) if not run.font.hidden]
        for raised, group in groupby(runs, key=self._raised):
            digits = ""
            for run in group:
                bold = bold and (bool(run.font.bold) or not run.text.strip())
                for child in run._r:
                    name = child.tag.removeprefix(_W) if isinstance(child.tag, str) else ""
                    words = _CHARACTERS.get(name, (child.text or "") if name == "t" else "")
                    if raised:
                        digits += words
                    elif words:
                        writer.text(words)
                    if name in self._notes and child.get(qn("w:customMarkFollows")) is None:
                        self._notes[name] += 1
                        writer.note(self._notes[name])
            if digits:
                writer.raised(digits)
        return bold and bool(runs)

    def _read_table(self, table: _Element) -> None:
        rows = [row for row in within(table, qn("w:tr")) if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is None]
        cells = [list(within(row, qn("w:tc"))) for row in rows]
        if all(len(row) == 1 for row in cells) or table.find(f".//{qn('w:tc')}//{qn('w:tbl')}") is not None:
            for cell in (cell for row in cells for cell in row):  # a frame around text, or a page's layout
                self._read_body(cell)
            return
        written = [[self._cell(cell) for cell in row] for row in cells]
        header = [cell.flat() for cell in written[0]] if has_header(table, rows, written) else []
        for row in written[1:] if header else written:
            self._writer.row(row, header)
            self._writer.close()

    def _cell(self, cell: _Element) -> BlockWriter:
        writer = BlockWriter()
        for i, paragraph in enumerate(within(cell, qn("w:p"))):
            if isinstance(paragraph, CT_P):
                writer.text(" " if i else "")
                self._write_runs(paragraph, writer)
        return writer
