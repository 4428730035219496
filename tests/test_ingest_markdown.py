from pathlib import Path

import pytest

from ingest.load import load
from ingest.markdown import parse_markdown
from tests.source_checks import assert_sound

REPORT = """\
---
title: "Energy report"
lang: de-AT
---

# Energy in the *North*

Opening paragraph with **bold**, `code`, a [link](https://example.org/path) and ![a dam](dam.png).[^1]
It goes on here.[^long]

## Findings

- item one
- item two
  goes on

> Quoted text
> over two lines.

```python
def total(x):
    return x
```

Setext heading
--------------

The end.

[^1]: Ministry of Energy.
[^long]: Another source.
"""


def blocks(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    path = tmp_path / "a.md"
    path.write_text(text, encoding="utf-8")
    return [(block.level, block.text) for block in parse_markdown(path).blocks]


def test_report_reads_as_headings_and_paragraphs(tmp_path: Path) -> None:
    assert blocks(tmp_path, REPORT) == [
        (1, "Energy in the North"),
        (0, "Opening paragraph with bold, code, a link and a dam. It goes on here."),
        (2, "Findings"),
        (0, "item one"),
        (0, "item two goes on"),
        (0, "Quoted text over two lines."),
        (0, "def total(x): return x"),
        (2, "Setext heading"),
        (0, "The end."),
    ]


def test_report_is_sound(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(REPORT, encoding="utf-8")
    assert_sound(load(path), "Energy in the North Opening paragraph with bold code link item one two goes on The end")


def test_footnote_references_become_notes_and_their_texts_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(REPORT, encoding="utf-8")
    source = load(path)
    assert [(note.number, source.text[: note.position].split()[-1]) for note in source.notes] == [
        (1, "dam."),
        (2, "here."),
    ]
    assert "Ministry" not in source.text


def test_front_matter_gives_title_and_language(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(REPORT, encoding="utf-8")
    parsed = parse_markdown(path)
    assert (parsed.title, parsed.language) == ("Energy report", "de")
    path.write_text("\ufeff# First\n\n# Second\n\nText.", encoding="utf-8")
    assert parse_markdown(path).title == "First"
    path.write_text("## Only a second level\n\nText.", encoding="utf-8")
    assert parse_markdown(path).title is None


def test_table_rows_name_their_columns(tmp_path: Path) -> None:
    table = "| Country | Output | |\n|---|--:|---|\n| France | 61 GW[^1] | x |\n| Spain | 7 GW | |\n\n[^1]: Note.\n"
    assert blocks(tmp_path, table) == [(0, "Country: France; Output: 61 GW; x"), (0, "Country: Spain; Output: 7 GW")]


def test_table_with_only_a_header_keeps_its_words(tmp_path: Path) -> None:
    assert blocks(tmp_path, "| a | b |\n|---|---|\n") == [(0, "a; b")]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("<div><p>Raw <b>html</b> words</p><script>alert(1)</script></div>", "Raw html words"),
        ("a <span onclick='x()'>b</span> c<br>d", "a b c d"),
        ("<!-- hidden -->\n\nseen", "seen"),
        ("12 km<sup>2</sup> of H<sub>2</sub>O", "12 km² of H2O"),
        ("&lt;b&gt; and \\*stars\\* &amp; more", "<b> and *stars* & more"),
        ("~~old~~ new", "old new"),
        ("of\ufb01ce and inter\u00adnational 5\u00a0km", "office and international 5 km"),
    ],
)
def test_raw_html_and_escapes_become_words(tmp_path: Path, raw: str, text: str) -> None:
    assert blocks(tmp_path, raw) == [(0, text)]


def test_superscript_number_is_a_note(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("The law passed<sup>3</sup> in May.", encoding="utf-8")
    block = parse_markdown(path).blocks[0]
    assert (block.text, list(block.notes)) == ("The law passed in May.", [(14, 3)])


def test_loose_list_items_and_nested_lists_are_paragraphs_of_their_own(tmp_path: Path) -> None:
    text = "- one\n\n  more\n- two\n  - nested\n"
    assert [words for _, words in blocks(tmp_path, text)] == ["one", "more", "two", "nested"]
