from pathlib import Path

import pytest

from ingest.assemble import Parsed
from ingest.errors import IngestError
from ingest.html import parse_html
from ingest.load import load
from tests.source_checks import assert_sound

PAGE = """<!DOCTYPE html><html lang="en-GB"><head><title>Water deal | Example</title><style>p{}</style></head>
<body><header>Site name<nav><ul><li>Home</ul></nav></header><div style="display: none">Cookies</div>
<main><article><header><h1>Ministers agree water&nbsp;deal</h1><p>By <a href="/a">Ann Smith</a></p></header>
<p>Five states <b>agreed</b> to share the river.<sup><a href="#f1">[1]</a></sup> It is 12&nbsp;km<sup>2</sup>.</p>
<h2>Terms</h2>Loose text<br>after a break.
<ul><li>First, a <i>joint</i> body.</li><li><p>Second, a fund.</p></li></ul>
<blockquote>“We had no choice,” he said.<sup>2</sup></blockquote>
<table><thead><tr><th>State</th><th>Share</th></tr></thead><tr><td>A</td><td>40</td></tr></table>
<pre>one
two</pre><aside>Related</aside><form>Sign up</form><noscript>Enable</noscript><template>T</template>
<script>document.write("<p>no</p>")</script><div>Outer <div>inner</div> tail</div></article></main>
<footer>Copyright</footer></body></html>"""


def parsed(tmp_path: Path, page: str | bytes) -> Parsed:
    path = tmp_path / "a.html"
    path.write_bytes(page if isinstance(page, bytes) else page.encode())
    return parse_html(path)


def texts(tmp_path: Path, page: str | bytes) -> list[str]:
    return [block.text for block in parsed(tmp_path, page).blocks]


def test_page_reads_as_its_main_content(tmp_path: Path) -> None:
    page = parsed(tmp_path, PAGE)
    assert (page.title, page.language) == ("Water deal | Example", "en")
    assert [(block.level, block.text) for block in page.blocks] == [
        (1, "Ministers agree water deal"),
        (0, "By Ann Smith"),
        (0, "Five states agreed to share the river. It is 12 km²."),
        (2, "Terms"),
        (0, "Loose text after a break."),
        (0, "First, a joint body."),
        (0, "Second, a fund."),
        (0, "“We had no choice,” he said."),
        (0, "State: A; Share: 40"),
        (0, "one two"),
        (0, "Outer"),
        (0, "inner"),
        (0, "tail"),
    ]


def test_page_is_sound(tmp_path: Path) -> None:
    path = tmp_path / "a.htm"
    path.write_text(PAGE, encoding="utf-8")
    source = load(path)
    assert_sound(source, "Five states agreed to share the river Loose text after a break State Share Outer inner tail")
    assert [note.number for note in source.notes] == [1, 2]
    assert source.sentences[1].notes == (1,)


@pytest.mark.parametrize(
    ("markup", "text", "notes"),
    [
        ("The law<sup>3</sup> passed", "The law passed", [(7, 3)]),
        ("in 1987<sup>2</sup>.", "in 1987.", [(7, 2)]),
        ("said.<sup>[4]</sup><sup>[5]</sup> Next", "said. Next", [(5, 4), (5, 5)]),
        ("said <sup>1,2</sup>.", "said.", [(4, 1), (4, 2)]),
        ("said¹² so", "said so", [(4, 12)]),
        ("90 m<sup>2</sup>", "90 m²", []),
        ("10<sup>6</sup> people", "10⁶ people", []),
        ("R<sup>2</sup> was 0.4", "R² was 0.4", []),
        ("the <sup>14</sup>C date", "the ¹⁴C date", []),
        ("the 19<sup>th</sup> century", "the 19th century", []),
        ("2<sup>1</sup>/2 years", "2¹/2 years", []),
        ("<sup>1</sup> See the report", "1 See the report", []),
        ("a word[a]<sup>n</sup>", "a word[a]n", []),
    ],
)
def test_superscript_numbers_are_notes_unless_they_are_exponents(
    tmp_path: Path, markup: str, text: str, notes: list[tuple[int, int]]
) -> None:
    block = parsed(tmp_path, f"<p>{markup}</p>").blocks[0]
    assert (block.text, list(block.notes)) == (text, notes)


@pytest.mark.parametrize(
    "page",
    [
        "<meta charset='iso-8859-1'><p>Café – “x”</p>".encode("cp1252"),
        "<p>Café – “x”</p>".encode("cp1252"),
        "<p>Café – “x”</p>".encode(),
        b"\xef\xbb\xbf" + "<p>Café – “x”</p>".encode(),
        "<p>Café – “x”</p>".encode("utf-16"),
        "<meta charset='utf-8'><p>Café – “x”</p>".encode("cp1252"),
        "<?xml version='1.0' encoding='utf-8'?><html><body><p>Café – “x”</p></body></html>".encode(),
    ],
)
def test_encodings(tmp_path: Path, page: bytes) -> None:
    assert texts(tmp_path, page) == ["Café – “x”"]


def test_declared_encoding_is_used(tmp_path: Path) -> None:
    page = "<html><head><meta charset='windows-1251'></head><body><p>Привет, мир</p></body></html>"
    assert texts(tmp_path, page.encode("cp1251")) == ["Привет, мир"]


def test_article_is_preferred_unless_it_is_a_teaser(tmp_path: Path) -> None:
    story = "A long story about the river and its water. " * 5
    assert texts(tmp_path, f"<div>Menu</div><article><p>{story}</p></article>") == [story.strip()]
    assert texts(tmp_path, f"<p>{story}</p><article><p>Teaser</p></article>") == [story.strip(), "Teaser"]


def test_an_empty_main_is_not_the_content(tmp_path: Path) -> None:
    assert texts(tmp_path, "<main></main><p>Words.</p>") == ["Words."]


def test_a_form_around_the_page_is_kept(tmp_path: Path) -> None:
    assert texts(tmp_path, "<form><h1>Title</h1><p>Words.</p></form>") == ["Title", "Words."]


def test_layout_tables_are_read_cell_by_cell(tmp_path: Path) -> None:
    page = "<table><tr><td><h2>Left</h2><p>One.</p></td><td><p>Two.</p><p>Three.</p></td></tr></table>"
    assert texts(tmp_path, page) == ["Left", "One.", "Two.", "Three."]


def test_spanning_cells_are_not_given_a_header(tmp_path: Path) -> None:
    page = "<table><tr><th colspan=2>Both</th></tr><tr><td>a</td><td>b</td></tr></table>"
    assert texts(tmp_path, page) == ["Both", "a; b"]


def test_without_a_title_the_first_heading_is_it(tmp_path: Path) -> None:
    assert parsed(tmp_path, "<h1>Head</h1><p>Words.</p>").title == "Head"


def test_deeply_nested_page(tmp_path: Path) -> None:
    assert texts(tmp_path, "<div>" * 3000 + "deep" + "</div>" * 3000 + "<p>after</p>")[-1] == "after"


def test_nul_bytes_are_no_page(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="not an HTML file"):
        parsed(tmp_path, b"<p>a\0b</p>")
