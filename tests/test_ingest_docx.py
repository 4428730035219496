import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.assemble import Block, Parsed
from ingest.docx import parse_docx
from ingest.errors import IngestError
from ingest.load import load
from tests.source_checks import assert_sound, assert_sound_or_refused

W = nsdecls("w")


def parsed(tmp_path: Path, document: Document) -> Parsed:
    path = tmp_path / "a.docx"
    document.save(str(path))
    return parse_docx(path)


def blocks(tmp_path: Path, document: Document) -> list[tuple[int, str]]:
    return [(block.level, block.text) for block in parsed(tmp_path, document).blocks]


def paragraph(tmp_path: Path, *runs: str) -> Block:
    """The block of one paragraph, made of runs in XML."""
    document = docx.Document()
    element = document.add_paragraph()._p
    for run in runs:
        element.extend(parse_xml(f"<w:p {W}>{run}</w:p>"))
    return parsed(tmp_path, document).blocks[0]


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


RAISED = '<w:vertAlign w:val="superscript"/>'


def report() -> Document:
    document = docx.Document()
    document.add_paragraph("Water Policy Review", style="Title")
    document.add_heading("Summary", 1)
    words = document.add_paragraph("The board approved the plan")
    words.add_run("1").font.superscript = True
    words.add_run(" in 2023.")
    words.add_run("12").font.superscript = True
    words.add_run(" It covers 40 km")
    words.add_run("2").font.superscript = True
    words.add_run(" of land.")
    document.add_paragraph("First item", style="List Bullet")
    table = document.add_table(3, 2)
    for row, values in zip(table.rows, [("Region", "Volume"), ("North", "1,200"), ("South", "980")], strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    document.add_heading("Outlook", 2)
    document.add_paragraph("After the table.")
    return document


def test_report_reads_in_order(tmp_path: Path) -> None:
    assert blocks(tmp_path, report()) == [
        (1, "Water Policy Review"),
        (1, "Summary"),
        (0, "The board approved the plan in 2023. It covers 40 km² of land."),
        (0, "First item"),
        (0, "Region: North; Volume: 1,200"),
        (0, "Region: South; Volume: 980"),
        (2, "Outlook"),
        (0, "After the table."),
    ]


def test_report_is_sound(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    report().save(str(path))
    source = load(path)
    assert_sound(source, "The board approved the plan in 2023 First item Region North Volume 980 After the table")
    assert [(note.number, source.text[: note.position][-4:]) for note in source.notes] == [(1, "plan"), (12, "023.")]
    assert source.title == "Water Policy Review"


def test_title_of_the_properties_comes_first(tmp_path: Path) -> None:
    document = report()
    document.core_properties.title = "  Set  title "
    document.core_properties.language = "fr-FR"
    page = parsed(tmp_path, document)
    assert (page.title, page.language) == ("Set title", "fr")


def test_tracked_changes_are_read_as_accepted(tmp_path: Path) -> None:
    block = paragraph(
        tmp_path,
        run("It is "),
        f'<w:ins w:id="1" w:author="a">{run("new")}</w:ins>',
        '<w:del w:id="2" w:author="a"><w:r><w:delText>old</w:delText></w:r></w:del>',
        run("."),
    )
    assert block.text == "It is new."


def test_a_deleted_paragraph_end_joins_the_paragraphs(tmp_path: Path) -> None:
    document = docx.Document()
    first = document.add_paragraph("One ")
    mark = f'<w:pPr {W}><w:rPr><w:del w:id="1" w:author="a"/></w:rPr></w:pPr>'
    first._p.insert(0, parse_xml(mark))
    document.add_paragraph("sentence.")
    assert blocks(tmp_path, document) == [(0, "One sentence.")]


def test_footnote_references_are_counted(tmp_path: Path) -> None:
    block = paragraph(
        tmp_path,
        run("One"),
        '<w:r><w:footnoteReference w:id="7"/></w:r>',
        run(" two"),
        '<w:r><w:footnoteReference w:id="9"/></w:r>',
        run("."),
    )
    assert (block.text, list(block.notes)) == ("One two.", [(3, 1), (7, 2)])


def test_a_number_raised_in_two_runs_is_one_number(tmp_path: Path) -> None:
    block = paragraph(tmp_path, run("Law"), run("1", RAISED), run("2", RAISED), run(" holds"))
    assert (block.text, list(block.notes)) == ("Law holds", [(3, 12)])


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        (f'<w:hyperlink w:anchor="x">{run("linked")}</w:hyperlink>', "linked"),
        (run("hidden", "<w:vanish/>") + run("seen"), "seen"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t></w:r>", "a b c-d"),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r>" + run("words"), "words"),
        (f"<w:sdt><w:sdtContent>{run('control')}</w:sdtContent></w:sdt>", "control"),
        (run("of\ufb01ce"), "office"),
    ],
)
def test_what_runs_hold(tmp_path: Path, xml: str, text: str) -> None:
    document = docx.Document()
    element = document.add_paragraph()._p
    for child in parse_xml(f"<w:p {W}>{xml}</w:p>"):
        element.append(child)
    assert blocks(tmp_path, document) == [(0, text)]


def test_content_controls_and_text_boxes_are_read(tmp_path: Path) -> None:
    document = docx.Document()
    body = document.element.body
    body.insert(0, parse_xml(f"<w:sdt {W}><w:sdtContent><w:p>{run('Inside a control.')}</w:p></w:sdtContent></w:sdt>"))
    box = f"<w:txbxContent><w:p>{run('In a box.')}</w:p></w:txbxContent>"
    compatibility = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    body.insert(
        1,
        parse_xml(
            f"<w:p {W} {compatibility}><w:r><w:t>Words.</w:t><mc:AlternateContent>"
            f'<mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
            f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        ),
    )
    assert blocks(tmp_path, document) == [(0, "Inside a control."), (0, "Words."), (0, "In a box.")]


def test_headings_by_outline_level_in_any_language(tmp_path: Path) -> None:
    document = docx.Document()
    style = document.styles.add_style("Kapitel", 1)
    style.element.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {W} w:val="1"/>'))
    document.add_paragraph("Lage", style="Kapitel")
    document.add_paragraph("Text.")
    assert blocks(tmp_path, document) == [(2, "Lage"), (0, "Text.")]


def test_bold_lines_are_headings_where_no_style_is_used(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph().add_run("Background").bold = True
    document.add_paragraph("Text.")
    document.add_paragraph().add_run("This matters.").bold = True
    assert blocks(tmp_path, document) == [(1, "Background"), (0, "Text."), (0, "This matters.")]


def test_a_table_of_contents_is_left_out(tmp_path: Path) -> None:
    document = docx.Document()
    document.styles.add_style("toc 1", 1)
    document.add_paragraph("Summary 1", style="toc 1")
    document.add_paragraph("Text.")
    assert blocks(tmp_path, document) == [(0, "Text.")]


def test_merged_cells_and_frames(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Across"
    table.cell(1, 0).text, table.cell(1, 1).text = "a", "b"
    frame = document.add_table(1, 1).cell(0, 0)
    frame.text = "Boxed."
    frame.add_paragraph("Twice.")
    assert blocks(tmp_path, document) == [(0, "Across"), (0, "a; b"), (0, "Boxed."), (0, "Twice.")]


def test_old_and_protected_files_say_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    ole = bytes.fromhex("d0cf11e0a1b11ae1")
    path.write_bytes(ole + b"WordDocument")
    with pytest.raises(IngestError, match=r"^a\.docx: it is an old Word file \(\.doc\)\. .*save it as \.docx\.$"):
        parse_docx(path)
    path.write_bytes(ole + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(IngestError, match=r"^a\.docx: it is protected by a password\. .*remove the password"):
        parse_docx(path)


def test_a_damaged_file_says_so(tmp_path: Path) -> None:
    buffer = BytesIO()
    report().save(buffer)
    data = buffer.getvalue()
    path = tmp_path / "a.docx"
    for broken in (b"", b"just text", data[: len(data) // 2], data[:200] + data[400:]):
        path.write_bytes(broken)
        with pytest.raises(IngestError, match=r"^a\.docx: this is not a Word file .*damaged\. Open it in Word"):
            parse_docx(path)


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("word/document.xml", b"<w:body>", b"<w:bo"),
        ("word/document.xml", b"w:body", b"w:other"),
        ("word/document.xml", b'w:pStyle w:val="Title"', b"w:pStyle"),
        ("word/_rels/document.xml.rels", b"styles.xml", b"missing.xml"),
        ("[Content_Types].xml", b"document.main", b"document.other"),
        ("_rels/.rels", b"officeDocument", b"otherDocument"),
    ],
)
def test_damaged_parts_give_text_or_say_so(tmp_path: Path, part: str, old: bytes, new: bytes) -> None:
    whole, path = tmp_path / "whole.docx", tmp_path / "a.docx"
    report().save(str(whole))
    with zipfile.ZipFile(whole) as parts, zipfile.ZipFile(path, "w") as changed:
        assert old in parts.read(part)
        for name in parts.namelist():
            changed.writestr(name, parts.read(name).replace(old, new) if name == part else parts.read(name))
    assert_sound_or_refused(path)
