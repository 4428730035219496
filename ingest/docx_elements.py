"""The elements of a Word document: where paragraphs, runs and cells are found, and what marks headings.

Names are those of WordprocessingML, ECMA-376 part 1.
"""

import re
from collections.abc import Iterator, Sequence

from docx.oxml.ns import qn
from docx.oxml.text.run import CT_R
from docx.styles.style import BaseStyle
from lxml.etree import _Element

from ingest.writer import BlockWriter

CONTAINERS = frozenset(qn(f"w:{name}") for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_LEFT_OUT = frozenset(qn(f"w:{name}") for name in ("del", "moveFrom", "pPr", "sdtPr", "txbxContent"))
_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
_MAX_HEADER = 60  # characters: what a column is called is short
_MAX_BASES = 20  # styles build on each other; damaged files do so in a circle
_LOOK_FIRST_ROW = 0x0020  # of w:tblLook, ECMA-376 part 1, 17.4.55


def within(element: _Element, tag: str) -> Iterator[_Element]:
    """The children of this kind, also those inside content controls and tracked insertions."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in CONTAINERS:
            yield from within(child, tag)


def runs_of(element: _Element) -> Iterator[CT_R]:
    """The runs of a paragraph, also those inside links, fields and tracked insertions, not tracked deletions."""
    for child in element:
        if isinstance(child, CT_R):
            yield child
        elif child.tag not in _LEFT_OUT:
            yield from runs_of(child)


def heading_level(paragraph: _Element, style: BaseStyle | None) -> int:
    """Heading level by style or outline level, whatever the style is called in the writer's language."""
    outline = paragraph.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
    for _ in range(_MAX_BASES):
        if outline is not None:
            level = int(outline.get(qn("w:val"), "9")) + 1
            return level if level <= 9 else 0  # 9 (and so level 10) stands for body text
        if style is None:
            break
        if match := _HEADING.fullmatch(style.name or ""):
            return int(match[1])
        if style.name == "Title":
            return 1
        outline = style.element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        if outline is None:
            style = getattr(style, "base_style", None)
    return 0


def has_header(table: _Element, rows: Sequence[_Element], written: Sequence[Sequence[BlockWriter]]) -> bool:
    """Whether the first row names the columns: marked so, or styled so and filled with different short words."""
    if len(rows) < 2 or len({len(row) for row in written}) > 1 or table.find(f".//{qn('w:gridSpan')}") is not None:
        return False
    if rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None:
        return True
    look = table.find(f"{qn('w:tblPr')}/{qn('w:tblLook')}")
    names = [cell.flat() for cell in written[0]]
    styled = look is not None and (
        look.get(qn("w:firstRow")) == "1" or int(look.get(qn("w:val"), "0"), 16) & _LOOK_FIRST_ROW > 0
    )
    return (
        styled
        and len(set(names)) == len(names)
        and all(0 < len(name) <= _MAX_HEADER for name in names[1:])
        and not any(name[-1:].isdigit() and not name.isdigit() for name in names)
    )
