"""Uploaded files are kept, so that what was read from them can be read again."""

from pathlib import Path

import pytest

from chat.settings import Settings
from chat.uploads import forget_upload, keep_upload, original_of
from ingest import load
from ingest.errors import IngestError


@pytest.fixture
def settings(tmp_path: Path, clean_settings: None) -> Settings:
    return Settings(home=tmp_path / "home")


def test_what_was_uploaded_is_found_again(settings: Settings) -> None:
    path = keep_upload(settings, "../bridge.md", b"It is red.")
    assert path == settings.home / "uploads" / "bridge.md"
    source = load(path, origin="upload")
    assert original_of(source, settings) == path
    keep_upload(settings, "bridge.md", b"It is blue.")
    assert original_of(source, settings) is None
    forget_upload(settings, "bridge.md")
    forget_upload(settings, "bridge.md")
    assert not path.exists()


def test_a_file_that_was_read_from_a_folder_is_where_it_was(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "bridge.md"
    path.write_text("It is red.")
    assert original_of(load(path), settings) == path


def test_a_folder_that_cannot_be_written(settings: Settings) -> None:
    settings.home.mkdir()
    (settings.home / "uploads").write_text("in the way")
    with pytest.raises(IngestError, match=r"bridge\.md: can't be kept"):
        keep_upload(settings, "bridge.md", b"It is red.")
