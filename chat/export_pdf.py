"""A conversation as PDF, in a font that comes with Briefing.

DejaVu Serif has Latin with all its accents, Greek, Cyrillic, Armenian, Georgian and typographic signs. What it lacks
(Chinese, Japanese, Korean, Arabic, Hebrew, emoji) is set as □, and the file says that the other formats have it.
"""

import io
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import HRFlowable, KeepTogether, Paragraph, SimpleDocTemplate

from chat.conversation import Conversation
from chat.export import Content, Part, content_of

FONTS = Path(__file__).parent / "fonts"
FAMILY = "BriefingSerif"
INK, GREY, BLUE = HexColor("#23211e"), HexColor("#595550"), HexColor("#1f3a5f")
MISSING = "□"
LACKING = "□ stands for a character that this file’s font lacks; the DOCX, Markdown and JSON exports have it."


def pdf(conversation: Conversation) -> bytes:
    """A conversation as PDF."""
    content = content_of(conversation)
    styles, setter = _styles(), _Setter()
    flow: list[Any] = [
        setter.paragraph(content.title, styles["title"]),
        setter.paragraph(content.about, styles["about"]),
    ]
    for part in content.parts:
        paragraph = setter.part(part, styles)
        flow.append(KeepTogether([paragraph]) if part.kind in ("source", "closest") else paragraph)
    flow += _documents(content, styles, setter)
    if setter.lacking:
        flow.append(setter.paragraph(LACKING, styles["remark"], lacking=False))
    file = io.BytesIO()
    SimpleDocTemplate(
        file,
        pagesize=A4,
        leftMargin=2.6 * cm,
        rightMargin=2.6 * cm,
        topMargin=2.2 * cm,
        bottomMargin=2.2 * cm,
        title=content.title,
        author="Briefing",
        lang="",
    ).build(flow, onFirstPage=_page_number, onLaterPages=_page_number)
    return file.getvalue()


class _Setter:
    """Sets text, and remembers whether the font lacked something."""

    def __init__(self) -> None:
        self.lacking = False
        self._glyphs = _font_glyphs()

    def part(self, part: Part, styles: dict[str, ParagraphStyle]) -> Paragraph:
        marks = "".join(f"[{number}]" for number in part.numbers)
        behind = f'\u00a0<font color="#1f3a5f" size="8">{marks}</font>' if marks else ""
        text = self.text(part.text)
        if part.kind in ("source", "closest"):
            quote = f"“{text}”<br/>" if text else ""
            mark = f"<bullet>[{part.number}]</bullet>" if part.number else "<bullet>•</bullet>"
            return Paragraph(f'{mark}{quote}<font color="#595550">{self.text(part.place)}</font>', styles["source"])
        if part.kind == "quote":
            text = f"“{text}”"
        return Paragraph(text + behind, styles[part.kind])

    def paragraph(self, text: str, style: ParagraphStyle, *, lacking: bool = True) -> Paragraph:
        return Paragraph(self.text(text) if lacking else escape(text), style)

    def text(self, text: str) -> str:
        """Plain text in reportlab's markup, where it says just that."""
        shown = "".join(c if ord(c) in self._glyphs or c.isspace() else MISSING for c in text)
        self.lacking = self.lacking or shown != text
        return escape(shown)


@cache
def _font_glyphs() -> frozenset[int]:
    """Registers the fonts, once in a process; gives the characters that they have."""
    regular = TTFont(FAMILY, FONTS / "DejaVuSerifCondensed.ttf")
    pdfmetrics.registerFont(regular)
    pdfmetrics.registerFont(TTFont(f"{FAMILY}-Bold", FONTS / "DejaVuSerifCondensed-Bold.ttf"))
    pdfmetrics.registerFont(TTFont(f"{FAMILY}-Italic", FONTS / "DejaVuSerifCondensed-Italic.ttf"))
    return frozenset(regular.face.charToGlyph)


def _styles() -> dict[str, ParagraphStyle]:
    def style(name: str, size: float, *, bold: bool = False, italic: bool = False, **fields: Any) -> ParagraphStyle:
        font = f"{FAMILY}-Bold" if bold else f"{FAMILY}-Italic" if italic else FAMILY
        defaults = {"leading": size * 1.45, "textColor": INK, "splitLongWords": True}
        return ParagraphStyle(name, fontName=font, bulletFontName=FAMILY, fontSize=size, **(defaults | fields))

    return {
        "title": style("title", 18, bold=True, textColor=BLUE, leading=23, spaceAfter=6),
        "about": style("about", 9, textColor=GREY, spaceAfter=14),
        "question": style("question", 13, bold=True, textColor=BLUE, spaceBefore=16, spaceAfter=6, keepWithNext=True),
        "claim": style("claim", 10.5, spaceAfter=5),
        "quote": style("quote", 10.5, spaceAfter=5, leftIndent=14),
        "refusal": style("refusal", 10.5, bold=True, spaceAfter=5),
        "remark": style("remark", 8.5, italic=True, textColor=GREY, spaceAfter=5),
        "label": style("label", 9, bold=True, textColor=GREY, spaceBefore=6, spaceAfter=3, keepWithNext=True),
        "source": style("source", 8.8, leftIndent=22, bulletIndent=0, bulletFontSize=8.8, spaceAfter=4),
        "document": style("document", 7.5, textColor=GREY, spaceAfter=2),
    }


def _documents(content: Content, styles: dict[str, ParagraphStyle], setter: _Setter) -> list[Any]:
    lines = [setter.paragraph(f"{name}, SHA-256 {sha256}", styles["document"]) for name, sha256 in content.documents]
    return [HRFlowable(width="100%", thickness=0.5, color=GREY, spaceBefore=10, spaceAfter=6), *lines] if lines else []


def _page_number(canvas: Any, _: Any) -> None:
    canvas.saveState()
    canvas.setFont(FAMILY, 8)
    canvas.setFillColor(GREY)
    canvas.drawCentredString(A4[0] / 2, 1.3 * cm, str(canvas.getPageNumber()))
    canvas.restoreState()
