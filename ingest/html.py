"""HTML: the main content of a page, read by BeautifulSoup and lxml."""

import re
import warnings
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup, Tag, XMLParsedAsHTMLWarning
from bs4.dammit import EncodingDetector
from bs4.element import NavigableString, PageElement, PreformattedString
from bs4.exceptions import ParserRejectedMarkup

from ingest.assemble import Block, Parsed
from ingest.errors import IngestError
from ingest.writer import BlockWriter

warnings.filterwarnings("ignore", category=XMLParsedAsHTMLWarning)  # XHTML is read as HTML, on purpose

# fmt: off
_DROPPED = frozenset({
    "script", "style", "nav", "header", "footer", "aside", "form", "noscript", "template", "head", "iframe",
    "object", "svg", "math", "canvas", "audio", "video", "button", "select", "input", "textarea", "dialog",
    "datalist",
})
_BLOCKS = frozenset({
    "address", "article", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hgroup", "hr", "html", "legend",
    "li", "header", "form", "main", "menu", "ol", "p", "pre", "search", "section", "summary", "table", "tbody",
    "td", "tfoot", "th", "thead", "tr", "ul",
})
# fmt: on
_LAYOUT = ["h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "pre", "blockquote", "section", "article"]
_HEADING = re.compile(r"h[1-6]")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z]{2}(?![a-z])")
_REALLY_CP1252 = ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii")  # https://encoding.spec.whatwg.org
_MAIN_SHARE = 0.5  # an <article> is the page's content if it holds this share of its words; else it is a teaser


def parse_html(path: Path) -> Parsed:
    """Reads an HTML file: ``<main>`` or ``<article>`` where the page has one, else its body.

    Raises:
        IngestError: The file can't be read as HTML.
    """
    data = path.read_bytes()
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise IngestError(f"{path.name}: this is not an HTML file. Give it the ending of what it really is.")
    try:
        soup = BeautifulSoup(_decoded(data), "lxml")
    except ParserRejectedMarkup as error:
        raise IngestError(f"{path.name}: this can't be read as HTML. Save the page again from the browser.") from error
    title = soup.title.get_text(" ") if soup.title else ""
    root = soup.find("html")
    language = _LANGUAGE.match(str(root.get("lang") or root.get("xml:lang") or "").lower()) if root else None
    blocks = _blocks(_main(soup))
    heading = next((block.text for block in blocks if block.level == 1), None)
    return Parsed(blocks, " ".join(title.split()) or heading, language[0] if language else "en")


def html_blocks(markup: str) -> list[Block]:
    """The blocks of a fragment of HTML."""
    try:
        return _blocks(BeautifulSoup(markup, "lxml"))
    except ParserRejectedMarkup:
        return []


def _decoded(data: bytes) -> str:
    """The characters of a page: UTF-8 if it is that, else as its byte-order mark or its <meta> says.

    Browsers take a page that says nothing for Windows-1252; guessing from letter frequencies goes wrong on short
    pages.
    """
    data, encoding = EncodingDetector.strip_byte_order_mark(data)
    declared = EncodingDetector.find_declared_encoding(data, is_html=True, search_entire_document=False)
    if declared in _REALLY_CP1252:
        declared = "cp1252"
    for candidate in (encoding, "utf-8", declared):
        if candidate:
            try:
                return data.decode(candidate)
            except (LookupError, UnicodeDecodeError):
                continue
    return data.decode("cp1252", errors="replace")


def _main(soup: BeautifulSoup) -> Tag:
    """The element that holds the page's content."""
    body = soup.body or soup
    words = len(body.get_text())
    for main in soup.find_all(lambda tag: tag.name == "main" or tag.get("role") == "main"):
        if main.get_text(strip=True):
            return main
    articles = sorted(soup.find_all("article"), key=lambda tag: -len(tag.get_text()))
    if articles and len(articles[0].get_text()) >= _MAIN_SHARE * words:
        return articles[0]
    return body


def _dropped(tag: Tag) -> bool:
    """Whether a reader of the page's content would not read this element."""
    if tag.has_attr("hidden") or _HIDDEN.search(str(tag.get("style") or "")):
        return True
    if tag.name == "header":
        return tag.find_parent(["article", "main"]) is None  # an article's own header holds its title and date
    if tag.name == "form":
        return tag.find(["main", "article", "h1"]) is None  # some frameworks wrap the whole page in a form
    return tag.name in _DROPPED


def _blocks(root: Tag) -> list[Block]:
    writer = BlockWriter()
    writer.close(_write(writer, root))
    return writer.blocks


def _write(writer: BlockWriter, root: Tag, *, one_line: bool = False) -> int:
    """Writes an element's words; its blocks become Blocks, or are joined for the cell of a table.

    Returns:
        The heading level of what is not closed yet, 0 outside a heading.
    """
    level = 0
    raised: list[str] | None = None
    for node, closing in _walk(root):
        if isinstance(node, NavigableString):
            if raised is not None:
                raised.append(node)
            elif node.find_parent("pre") and not one_line:
                for i, part in enumerate(re.split(r"\n\s*\n", node)):
                    if i:
                        writer.close(level)
                    writer.text(part)
            else:
                writer.text(node)
        elif node.name == "sup":
            if closing and raised is not None:
                writer.raised("".join(raised))
            raised = None if closing else []
        elif node.name == "br" or (one_line and _is_block(node)):
            writer.text(" ")
        elif _is_block(node):
            writer.close(level)
            if node.name == "tr" and _is_row(node):
                _write_row(writer, node)
            if _HEADING.fullmatch(node.name):
                level = 0 if closing else int(node.name[1])
    return level


def _walk(root: Tag) -> Iterator[tuple[NavigableString | Tag, bool]]:
    """Strings and elements in order, elements once on opening and once on closing (True).

    What is dropped is not walked, nor are a table's data rows. A stack instead of recursion: pages nest deeper than
    Python's limit.
    """
    stack: list[tuple[PageElement, bool]] = [(child, False) for child in reversed(root.contents)]
    while stack:
        node, closing = stack.pop()
        if isinstance(node, Tag):
            if closing:
                yield node, True
            elif not _dropped(node):
                yield node, False
                if not (node.name == "tr" and _is_row(node)):
                    stack.append((node, True))
                    stack += [(child, False) for child in reversed(node.contents)]
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            yield node, False  # PreformattedString: comments, doctypes


def _is_block(tag: Tag) -> bool:
    return tag.name in _BLOCKS or "-" in tag.name  # a hyphen: a custom element, used as a container


def _cells(row: Tag) -> list[Tag]:
    return row.find_all(["td", "th"], recursive=False)


def _is_row(row: Tag) -> bool:
    """Whether a row holds data to be read across, and doesn't lay out the page."""
    cells = _cells(row)
    return len(cells) > 1 and not any(cell.find(_LAYOUT) or len(cell.find_all("p")) > 1 for cell in cells)


def _write_row(writer: BlockWriter, row: Tag) -> None:
    table = row.find_parent("table")
    rows = table.find_all("tr") if table else []
    header: list[str] = []
    # A cell that spans others moves those after it from under their heading.
    if (
        len(rows) > 1
        and table
        and not table.find(["td", "th"], attrs={"colspan": True})
        and not table.find(["td", "th"], attrs={"rowspan": True})
    ):
        first = _cells(rows[0])
        if all(cell.name == "th" for cell in first) or rows[0].find_parent("thead"):
            if rows[0] is row:
                return  # its words stand in every row below
            header = [cell.get_text(" ") for cell in first]
    cells = []
    for cell in _cells(row):
        cells.append(BlockWriter())
        _write(cells[-1], cell, one_line=True)
    writer.row(cells, [" ".join(name.split()) for name in header])
    writer.close()
