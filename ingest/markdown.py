"""Markdown: CommonMark with tables, footnotes and front matter, read by markdown-it-py."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from ingest.assemble import Parsed
from ingest.html import html_blocks
from ingest.text import read_text
from ingest.writer import BlockWriter, clean

_FRONT_MATTER_LINE = re.compile(r"^(title|lang(?:uage)?):[ \t]*(.+?)[ \t]*$", re.MULTILINE | re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z]{2}(?![a-z])")


def parse_markdown(path: Path) -> Parsed:
    """Reads a Markdown file.

    The texts of footnotes are left out, as in every format; their numbers become notes. Raw HTML is reduced to its
    words. The title is the front matter's, or else the first level-1 heading.

    Raises:
        IngestError: The file is not text.
    """
    markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    markdown.use(footnote_plugin).use(front_matter_plugin)
    tokens = markdown.parse(clean(read_text(path)))
    about = _front_matter(tokens)
    writer = _write(tokens)
    first_heading = next((block.text for block in writer.blocks if block.level == 1), None)
    language = _LANGUAGE.match(about.get("lang", about.get("language", "")).lower())
    return Parsed(writer.blocks, about.get("title", first_heading), language[0] if language else "en")


def _front_matter(tokens: Sequence[Token]) -> dict[str, str]:
    """Title and language of the front matter: two plain lines of YAML, for which no YAML reader is needed."""
    content = next((token.content for token in tokens if token.type == "front_matter"), "")
    return {key.lower(): value.strip("\"'") for key, value in _FRONT_MATTER_LINE.findall(content)}


def _write(tokens: Sequence[Token]) -> BlockWriter:
    writer = BlockWriter()
    level = 0
    for token in _without_footnote_texts(tokens):
        if token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "inline":
            _write_inline(writer, token.children or [])
        elif token.type in ("fence", "code_block"):
            for part in re.split(r"\n\s*\n", token.content):
                writer.text(part)
                writer.close()
        elif token.type == "html_block":
            writer.blocks += html_blocks(token.content)
        elif token.type == "table":
            _write_table(writer, token.children or [])
        if token.type.endswith("_close"):
            writer.close(level)
            level = 0
    return writer


def _without_footnote_texts(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens without footnotes' texts, and each table as one token that holds its cells' tokens."""
    table: Token | None = None
    in_notes = False
    for token in tokens:
        if token.type in ("footnote_block_open", "footnote_block_close"):
            in_notes = token.type.endswith("open")
        elif in_notes:
            continue
        elif token.type == "table_open":
            table = Token("table", "", 0, children=[])
        elif token.type == "table_close" and table:
            yield table
            table = None
        elif table and table.children is not None:
            table.children.append(token)
        else:
            yield token


def _write_table(writer: BlockWriter, tokens: Sequence[Token]) -> None:
    rows: list[list[BlockWriter]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            cell = BlockWriter()
            _write_inline(cell, token.children or [])
            rows[-1].append(cell)
    header = [cell.flat() for cell in rows[0]]
    for row in rows[1:] or rows:
        writer.row(row, header if rows[1:] else ())
        writer.close()


def _write_inline(writer: BlockWriter, tokens: Sequence[Token]) -> None:
    raised = False
    for token in tokens:
        if token.type in ("text", "code_inline", "text_special"):
            (writer.raised if raised else writer.text)(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            writer.text(" ")
        elif token.type == "image":
            _write_inline(writer, token.children or [])  # its alternative text
        elif token.type == "footnote_ref":
            label = str(token.meta.get("label", ""))
            writer.note(int(label) if re.fullmatch(r"\d{1,3}", label) else token.meta["id"] + 1)
        elif token.type == "html_inline":
            tag = re.match(r"<(/?)(sup|br)\b", token.content.lower())
            if tag and tag[2] == "sup":
                raised = not tag[1]
            elif tag:
                writer.text(" ")
