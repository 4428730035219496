import hashlib
import random
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import IngestError, UnsupportedFile
from ingest.load import PARSERS, find_documents, load, sha256_of
from tests.source_checks import assert_sound, assert_sound_or_refused

TEXT = "Ministers met in Geneva. They agreed on a plan for the café."


def as_docx() -> bytes:
    document = docx.Document()
    document.add_heading("Plan", 1)
    document.add_paragraph(TEXT)
    document.add_table(2, 2).cell(0, 0).text = "cell"
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def as_pdf() -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer)
    canvas.drawString(72, 700, TEXT)
    canvas.save()
    return buffer.getvalue()


SAMPLES: dict[str, Callable[[], bytes]] = {
    ".txt": lambda: TEXT.encode(),
    ".text": lambda: TEXT.encode(),
    ".md": lambda: f"# Plan\n\n{TEXT}".encode(),
    ".markdown": lambda: TEXT.encode(),
    ".html": lambda: f"<h1>Plan</h1><p>{TEXT}</p>".encode(),
    ".htm": lambda: TEXT.encode(),
    ".docx": as_docx,
    ".pdf": as_pdf,
}


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("suffix", PARSERS)
def test_every_kind_of_file_is_read(tmp_path: Path, suffix: str) -> None:
    data = SAMPLES[suffix]()
    path = write(tmp_path / f"plan{suffix}", data)
    source = load(path)
    assert_sound(source, TEXT)
    assert source.name == f"plan{suffix}"
    assert source.origin == str(path.resolve())
    assert source.sha256 == sha256_of(path) == hashlib.sha256(data).hexdigest()


def test_name_and_origin_can_be_given(tmp_path: Path) -> None:
    source = load(write(tmp_path / "tmp123.TXT", TEXT.encode()), name="plan.txt", origin="upload")
    assert (source.name, source.origin) == ("plan.txt", "upload")


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-be").join([b"\xfe\xff", b""]),
        TEXT.encode("cp1252"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16", "utf-16 big-endian", "windows-1252"],
)
@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
def test_encodings(tmp_path: Path, suffix: str, data: bytes) -> None:
    assert load(write(tmp_path / f"a{suffix}", data)).text == TEXT


def test_utf_16_cut_in_a_character_is_read(tmp_path: Path) -> None:
    assert load(write(tmp_path / "a.txt", TEXT.encode("utf-16")[:-1])).text.startswith(TEXT[:-1])


def test_an_unknown_kind_of_file_lists_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedFile, match=r"^a\.odt: \.odt can't be read\. Save it as one of \.docx, \.htm, "):
        load(write(tmp_path / "a.odt", b"x"))
    with pytest.raises(UnsupportedFile, match="a file without an ending"):
        load(write(tmp_path / "README", b"x"))


def test_a_missing_file_and_a_folder_are_errors(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    for name in ("missing.txt", "folder.txt"):
        with pytest.raises(IngestError, match=f"{name}: "):
            load(tmp_path / name)


@pytest.mark.parametrize("suffix", PARSERS)
@pytest.mark.parametrize("data", [b"", b" \n\t ", b"\0" * 100, b"\xef\xbb\xbf"], ids=["empty", "blank", "nul", "mark"])
def test_nothing_to_read_is_an_error_of_one_line(tmp_path: Path, suffix: str, data: bytes) -> None:
    with pytest.raises(IngestError, match=rf"^a\{suffix}: .+\. \w.+\.$") as error:
        load(write(tmp_path / f"a{suffix}", data))
    assert "\n" not in str(error.value)


def damaged(data: bytes, dice: random.Random) -> bytes:
    """The data with some bytes changed, left out or cut off."""
    changed = bytearray(data)
    for _ in range(dice.randint(1, 20)):
        at = dice.randrange(len(changed))
        changed[at : at + dice.randint(0, 8)] = dice.randbytes(dice.randint(0, 8))
    return bytes(changed[: dice.randint(len(changed) // 2, len(changed))] or b"x")


@pytest.mark.parametrize("suffix", PARSERS)
def test_random_and_damaged_bytes_give_a_sound_source_or_an_error_of_one_line(tmp_path: Path, suffix: str) -> None:
    dice = random.Random(suffix)
    heads = [b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<html><body>", b"\xff\xfe", b"---\ntitle: x\n---\n| a |\n|---|\n"]
    samples = [head + dice.randbytes(dice.randint(1, 3000)) for head in heads for _ in range(8)]
    samples += [bytes(byte for byte in sample if byte) for sample in samples]
    samples += [damaged(SAMPLES[suffix](), dice) for _ in range(60)]
    samples += [make() for make in SAMPLES.values()]  # under a wrong ending
    for sample in samples:
        assert_sound_or_refused(write(tmp_path / f"a{suffix}", sample))


def test_find_documents_looks_into_folders(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "sub/c.PDF", "sub/d.png", ".hidden/e.txt", ".f.txt", "~$g.docx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        write(tmp_path / name, b"x")
    (tmp_path / "folder.txt").mkdir()
    found = find_documents([tmp_path])
    assert [path.relative_to(tmp_path).as_posix() for path in found] == ["a.md", "b.txt", "sub/c.PDF"]


def test_find_documents_takes_files_as_named_and_once(tmp_path: Path) -> None:
    one, other = write(tmp_path / "a.txt", b"x"), write(tmp_path / "b.png", b"x")
    assert find_documents([other, one, tmp_path]) == [other, one]


def test_find_documents_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match=r"nowhere: there is no such file or folder\."):
        find_documents([tmp_path / "nowhere"])
    with pytest.raises(IngestError, match=r"no \.docx, \.htm.* file in this folder"):
        find_documents([tmp_path])
