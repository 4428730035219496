"""Files are taken in one after the other, on a thread of their own; a bad one doesn't keep the others out."""

import threading
import time

from chat.intake import Intake, Progress
from ingest.errors import IngestError


def wait_for(intake: Intake) -> None:
    deadline = time.monotonic() + 10
    while intake.busy:
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_files_are_put_in_one_after_the_other() -> None:
    go, put = threading.Event(), []

    def slow(name: str, data: bytes, progress: Progress) -> str:
        progress(1, 4)
        assert go.wait(10)
        put.append((name, data))
        return f"{name}: added"

    intake = Intake(slow)
    intake.add("1", "a.md", lambda: b"A")
    intake.add("2", "b.md", lambda: b"B")
    intake.add("1", "a.md", lambda: b"again")
    while intake.uploads["1"].share != 0.25:
        time.sleep(0.005)
    assert [(upload.state, upload.over) for upload in intake.uploads.values()] == [
        ("reading", False),
        ("waiting", False),
    ]
    go.set()
    wait_for(intake)
    assert put == [("a.md", b"A"), ("b.md", b"B")]
    assert [upload.said for upload in intake.uploads.values()] == ["a.md: added", "b.md: added"]
    intake.add("3", "c.md", lambda: b"C")
    wait_for(intake)
    assert put[-1] == ("c.md", b"C")


def test_a_bad_file_says_why_and_the_others_go_in() -> None:
    def put(name: str, data: bytes, progress: Progress) -> str:
        if name == "bad.pdf":
            raise IngestError("bad.pdf: no text.")
        return "added"

    intake = Intake(put)
    intake.add("1", "bad.pdf", lambda: b"")
    intake.add("2", "good.md", lambda: b"")
    wait_for(intake)
    assert [(upload.state, upload.said) for upload in intake.uploads.values()] == [
        ("failed", "bad.pdf: no text."),
        ("done", "added"),
    ]


def test_a_bug_leaves_nobody_waiting() -> None:
    def put(name: str, data: bytes, progress: Progress) -> str:
        raise KeyError(name)

    intake = Intake(put)
    intake.add("1", "a.md", lambda: b"")
    wait_for(intake)
    assert "could not be read (KeyError('a.md'))" in intake.uploads["1"].said


def test_a_file_whose_document_was_removed_can_come_again() -> None:
    put = []
    intake = Intake(lambda name, data, progress: put.append(name) or "added")  # type: ignore[func-returns-value]
    for _ in range(2):
        intake.add("1", "a.md", lambda: b"")
        wait_for(intake)
        intake.forget("a.md")
    assert put == ["a.md", "a.md"]
