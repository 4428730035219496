"""A conversation as DOCX: a document that a person would file."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import docx as python_docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from chat.conversation import Conversation
from chat.export import Content, Part, content_of

FONT = "Georgia"
GREY = RGBColor(0x59, 0x55, 0x50)
BLUE = RGBColor(0x1F, 0x3A, 0x5F)
INDENT = Cm(0.9)


def docx(conversation: Conversation) -> bytes:
    """A conversation as DOCX."""
    content = content_of(conversation)
    document = python_docx.Document()
    _set_up(document, content, conversation.created)
    document.add_heading(content.title, level=0)
    _set(document.add_paragraph(content.about), after=18, size=10, colour=GREY)
    for part in content.parts:
        _WRITERS.get(part.kind, _text)(document, part)
    _documents(document, content)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _question(document: Document, part: Part) -> None:
    document.add_heading(part.text, level=1)


def _text(document: Document, part: Part) -> None:
    _set(_marked(document.add_paragraph(part.text), part), after=6)


def _quote(document: Document, part: Part) -> None:
    paragraph = document.add_paragraph(f"“{part.text}”")
    _set(_marked(paragraph, part), after=6, indent=INDENT)


def _refusal(document: Document, part: Part) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(part.text).bold = True
    _set(paragraph, after=6)


def _label(document: Document, part: Part) -> None:
    document.add_heading(part.text, level=2)


def _remark(document: Document, part: Part) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(part.text).italic = True
    _set(paragraph, after=6, size=9.5, colour=GREY)


def _source(document: Document, part: Part) -> None:
    mark = f"[{part.number}]" if part.number else "•"
    paragraph = document.add_paragraph(f"{mark}\t")
    if part.text:
        paragraph.add_run(f"“{part.text}”").add_break()
    place = paragraph.add_run(part.place)
    _set(paragraph, after=4, size=9.5, indent=INDENT, hanging=True)
    place.font.color.rgb = GREY
    paragraph.paragraph_format.keep_together = True


_WRITERS: dict[str, Callable[[Document, Part], None]] = {
    "question": _question,
    "quote": _quote,
    "refusal": _refusal,
    "label": _label,
    "remark": _remark,
    "source": _source,
    "closest": _source,
}


def _marked(paragraph: Paragraph, part: Part) -> Paragraph:
    if part.numbers:
        run = paragraph.add_run("\u00a0" + "".join(f"[{number}]" for number in part.numbers))
        run.font.color.rgb = BLUE
        run.font.size = Pt(9)
    return paragraph


def _set(
    paragraph: Paragraph,
    *,
    after: float,
    size: float | None = None,
    colour: RGBColor | None = None,
    indent: Any = None,
    hanging: bool = False,
) -> None:
    form = paragraph.paragraph_format
    form.space_after = Pt(after)
    form.left_indent = indent
    if hanging:
        form.first_line_indent = -indent
        form.tab_stops.add_tab_stop(indent)
    for run in paragraph.runs:
        if size:
            run.font.size = Pt(size)
        if colour:
            run.font.color.rgb = colour


def _documents(document: Document, content: Content) -> None:
    if content.documents:
        document.add_heading("Documents", level=2)
    for name, sha256 in content.documents:
        _set(document.add_paragraph(f"{name}, SHA-256 {sha256}"), after=3, size=8.5, colour=GREY)


def _set_up(document: Document, content: Content, created: datetime) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.8)
    section.top_margin = section.bottom_margin = Cm(2.4)
    for name, size, colour, before, after in (
        ("Normal", 11, None, 0, 0),
        ("Title", 20, BLUE, 0, 8),
        ("Heading 1", 14, BLUE, 22, 5),
        ("Heading 2", 10, GREY, 10, 3),
        ("Footer", 9, GREY, 0, 0),
    ):
        style: Any = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        # The template's headings name a theme font beside, which would win.
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{kind}"), None)
        fonts.set(qn("w:hAnsi"), FONT)
        if colour is not None:
            style.font.color.rgb = colour
    properties = document.core_properties
    properties.title, properties.author, properties.comments = content.title, "Briefing", ""
    properties.created = created.astimezone(UTC).replace(tzinfo=None)
    _page_number(section.footer.paragraphs[0])


def _page_number(paragraph: Paragraph) -> None:
    """A field that word processors fill with the number of each page."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field: Any = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
