import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Table

from ingest.errors import IngestError
from ingest.load import load
from ingest.pdf import parse_pdf
from tests.source_checks import assert_sound, assert_sound_or_refused

STYLES = getSampleStyleSheet()
BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=10.5, leading=13, alignment=4, spaceAfter=6)
FINDINGS = (
    "The committee reviewed the agreements signed in Geneva<super size=7>1</super> and found that most of them had "
    "been carried over into national law by 1987.<super size=7>2</super> Officials said that the rest would follow, "
    "although observers doubted it. The area covers 12 km<super size=7>2</super> of land. "
)


def running(canvas: Canvas, document: SimpleDocTemplate) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawString(60, 810, "Institute for Examples")
    canvas.drawCentredString(300, 30, f"Page {document.page}")
    canvas.setFont("Times-Roman", 8)
    canvas.drawString(60, 60, "1 See the Geneva commentary.")
    canvas.drawString(60, 50, "2 National Gazette.")


def write_report(path: Path, parts: int = 4) -> None:
    story: list[Flowable] = [Paragraph("Report on Agreements", STYLES["Title"])]
    for part in range(1, parts + 1):
        story += [
            Paragraph(f"{part}. Findings", STYLES["Heading2"]),
            Paragraph(FINDINGS * 3, BODY),
            Paragraph(FINDINGS * 5, BODY),
            Paragraph("<b>What comes next</b>", BODY),
            Paragraph(FINDINGS, BODY),
            Paragraph("• A measure of the board", BODY),
            Paragraph("• Another measure", BODY),
            Table([["Year", "Cost"], ["2019", "900"]]),
        ]
    document = SimpleDocTemplate(str(path), pagesize=A4, bottomMargin=90, title="Annual report")
    document.build(story, onFirstPage=running, onLaterPages=running)


def write_pages(path: Path, pages: Sequence[Sequence[tuple[float, float, str]]], size: float = 11) -> None:
    """A PDF with each (x, y, words) drawn as a line."""
    canvas = Canvas(str(path), pagesize=A4)
    for lines in pages:
        canvas.setFont("Times-Roman", size)
        for x, y, words in lines:
            canvas.drawString(x, y, words)
        canvas.showPage()
    canvas.save()


def texts(path: Path) -> list[str]:
    return [block.text for block in parse_pdf(path).blocks]


def column(*lines: str, top: float = 700) -> list[tuple[float, float, str]]:
    return [(72, top - 13 * i, line) for i, line in enumerate(lines)]


def test_report_reads_as_headings_and_paragraphs(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    write_report(path)
    page = parse_pdf(path)
    plain = (
        "The committee reviewed the agreements signed in Geneva and found that most of them had been carried over "
        "into national law by 1987. Officials said that the rest would follow, although observers doubted it. "
        "The area covers 12 km² of land. "
    )
    assert page.title == "Annual report"
    assert [(block.level, block.text) for block in page.blocks[:11]] == [
        (1, "Report on Agreements"),
        (2, "1. Findings"),
        (0, (plain * 3).strip()),
        (0, (plain * 5).strip()),
        (3, "What comes next"),
        (0, plain.strip()),
        (0, "• A measure of the board"),
        (0, "• Another measure"),
        (0, "Year Cost"),
        (0, "2019 900"),
        (2, "2. Findings"),
    ]
    assert len(page.blocks) == 1 + 4 * 9


def test_report_is_sound(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    write_report(path)
    source = load(path)
    assert_sound(source, "Report on Agreements 4 Findings The committee reviewed What comes next measure Year 2019 900")
    assert {note.number for note in source.notes} == {1, 2}
    assert source.sentences[0].notes == (1, 2)
    assert (source.sentences[0].page, source.sentences[-1].page) == (1, 3)
    for gone in ("Institute", "Page", "commentary", "Gazette"):
        assert gone not in source.text


def test_a_paragraph_goes_over_the_page_break(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    write_pages(path, [column("The first page ends before the", top=90), column("sentence does. Another begins.")])
    block = parse_pdf(path).blocks[0]
    assert block.text == "The first page ends before the sentence does. Another begins."
    assert (block.page, list(block.pages)) == (1, [(31, 2)])
    assert [sentence.page for sentence in load(path).sentences] == [1, 2]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["The inter-", "national order"], "The international order"),
        (["The post-", "1945 order"], "The post-1945 order"),
        (["The Anglo-", "American order"], "The Anglo-American order"),
        (["A cooperation; the co-", "operation of pre-", "and post-war states"],
         "A cooperation; the cooperation of pre- and post-war states"),
        (["A far-reaching plan, a far-", "reaching one"], "A far-reaching plan, a far-reaching one"),
        (["A plan for the term is long; the long-", "term plan"], "A plan for the term is long; the long-term plan"),
    ],
)  # fmt: skip
def test_hyphens_at_line_ends(tmp_path: Path, lines: list[str], text: str) -> None:
    path = tmp_path / "a.pdf"
    write_pages(path, [column(*lines)])
    assert texts(path) == [text]


def test_gaps_indents_and_short_lines_start_paragraphs(tmp_path: Path) -> None:
    full = "This line of words goes as far to the right as lines do here and then goes"
    path = tmp_path / "a.pdf"
    lines = [*column(full, "on to its end.", full, "on."), (90, 640, "Indented one " + full[:50]), (72, 627, "ends.")]
    lines += [(72, 600, "After a gap.")]
    write_pages(path, [lines])
    assert texts(path) == [
        f"{full} on to its end.",
        f"{full} on.",
        f"Indented one {full[:50].rstrip()} ends.",
        "After a gap.",
    ]


def test_running_lines_count_with_the_pages(tmp_path: Path) -> None:
    pages = []
    for number in range(1, 6):
        words = f"The text of leaf {'abcde'[number - 1]} stands here."
        side = "Left title" if number % 2 else "Right title"
        pages.append([(72, 810.0, f"{side} {number + 6}"), (72, 700.0, words), (72, 30.0, f"– {number + 6} –")])
    path = tmp_path / "a.pdf"
    write_pages(path, pages)
    assert texts(path) == [f"The text of leaf {letter} stands here." for letter in "abcde"]


def test_numbers_that_do_not_count_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    write_pages(path, [[(72, 400, "Text one."), (72, 50, "2019 900")], [(72, 400, "Text two."), (72, 50, "2024 950")]])
    assert texts(path) == ["Text one.", "2019 900", "Text two.", "2024 950"]


def test_contents_with_dot_leaders_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    write_pages(path, [column("1 Scope . . . . . . . . . . 3", "2 Aims.............iv"), column("The text.")])
    assert texts(path) == ["The text."]


def test_title_is_the_first_large_heading_where_none_is_set(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    story = [Paragraph("A Plan for Rivers", STYLES["Title"]), Paragraph(FINDINGS, BODY), PageBreak()]
    SimpleDocTemplate(str(path), title="Microsoft Word - plan.docx").build(story)
    assert parse_pdf(path).title == "A Plan for Rivers"


def test_protected_file_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), encrypt=StandardEncryption("secret", canPrint=0))
    canvas.drawString(72, 700, "Words.")
    canvas.save()
    with pytest.raises(IngestError, match=r"^a\.pdf: it is protected by a password\. Save a copy without"):
        parse_pdf(path)


def test_scan_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path))
    canvas.rect(10, 10, 100, 100)
    canvas.save()
    with pytest.raises(IngestError, match=r"^a\.pdf: its pages are images without text\. Run text recognition"):
        parse_pdf(path)


def test_damaged_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    for data in (b"", b"no PDF at all", b"%PDF-1.7\n1 0 obj <<"):
        path.write_bytes(data)
        with pytest.raises(IngestError, match=r"^a\.pdf: this is not a PDF file, or it is damaged\. Download"):
            parse_pdf(path)


def test_file_cut_in_the_middle_gives_text_or_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    write_report(path)
    data = path.read_bytes()
    for share in (0.2, 0.5, 0.8, 0.99):
        path.write_bytes(data[: int(share * len(data))])
        assert_sound_or_refused(path)


def test_two_threads_read_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    write_report(path, parts=12)
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: texts(path), range(8)))
    assert all(result == results[0] for result in results)


def test_a_long_report_is_read_in_seconds(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    write_report(path, parts=200)
    start = time.perf_counter()
    last = parse_pdf(path).blocks[-1]
    assert (last.page or 0) > 80
    assert time.perf_counter() - start < 10
