"""What a reader sees when something that the page needs is gone, and comes back."""

import contextlib
import os
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from chat import keys
from tests.browser.reader import SANCTIONS, Reader, bridges
from tests.conftest import BRIEFING, CommandLine
from tests.test_chat_serve import served

WHY = "Why was the Avon bridge closed to cars?"

pytestmark = pytest.mark.browser


def test_a_store_that_goes_and_comes_back(
    open_page: Callable[..., Reader], own_address: str, own_command: CommandLine, tmp_path: Path
) -> None:
    reader = open_page(own_address)
    reader.put_question(SANCTIONS)
    shutil.rmtree(own_command.home / "store")
    reader.goto("Documents")
    reader.page.get_by_text("There is no document yet.").wait_for()
    reader.back()
    reader.page.get_by_text("No document is here any more. The conversation is kept").wait_for()
    expect(reader.turns.first).to_contain_text("24,000")
    reader.screenshot("store-gone")
    reader.page.locator("input[type=file]").set_input_files(str(bridges(tmp_path)))
    reader.page.get_by_text("No document is here any more").wait_for(state="hidden")
    assert "deck had rusted" in reader.put_question(WHY).inner_text()
    assert reader.page.get_by_test_id("stException").count() == 0


@pytest.mark.skipif(os.name == "nt", reason="permissions of folders")
def test_a_full_disk_keeps_the_conversation_in_the_window(
    open_page: Callable[..., Reader], own_address: str, own_command: CommandLine
) -> None:
    reader = open_page(own_address)
    reader.put_question(SANCTIONS)
    folder = own_command.home / "conversations"
    aside = folder.rename(folder.with_name("aside"))
    folder.write_text("in the way: whoever runs this as root may write to any folder")
    turn = reader.put_question("What did Mike Lee say about NATO?")
    assert "a raw deal for America" in turn.inner_text()
    warning = reader.page.get_by_test_id("stAlert")
    warning.wait_for()
    assert "Until then it is only in this window." in warning.inner_text()
    reader.screenshot("not-kept")
    folder.unlink()
    aside.rename(folder)
    reader.put_question("Who bought condominiums in Trump Tower?")
    expect(warning).to_have_count(0)
    reader.page.reload()
    expect(reader.turns).to_have_count(3)
    assert stat.S_ISDIR(folder.stat().st_mode)


@contextlib.contextmanager
def chroma(folder: Path, port: int) -> Iterator[str]:
    """A Chroma server."""
    command = [str(Path(sys.executable).with_name("chroma")), "run", "--path", str(folder), "--port", str(port)]
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen([*command, "--host", "127.0.0.1"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            with contextlib.suppress(httpx.TransportError):
                if httpx.get(f"{address}/api/v2/heartbeat").is_success:
                    break
            time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait()


@pytest.mark.server
def test_a_chroma_server_that_is_stopped_and_started_again(
    open_page: Callable[..., Reader], tmp_path: Path, free_ports: Callable[[], int]
) -> None:
    port = free_ports()
    command = CommandLine(tmp_path / "home", tmp_path)
    with contextlib.ExitStack() as page_lives:
        with chroma(tmp_path / "chroma", port) as store:
            page = page_lives.enter_context(
                served(command, str(BRIEFING), "--store", store, "--port", str(free_ports()))
            )
            reader = open_page(page.url)
            reader.put_question(SANCTIONS)
        reader.question.fill("What did Mike Lee say about NATO?")
        reader.question.press("Enter")
        said = reader.page.get_by_test_id("stAlert").filter(has_text=f"No Chroma server answers at {store}")
        expect(said).to_be_in_viewport()
        expect(reader.turns.first).to_contain_text("24,000")
        waiting = reader.page.get_by_text("Next: What did Mike Lee say about NATO?")
        expect(waiting).to_be_in_viewport()
        reader.screenshot("server-gone")
        for name in ("Documents", "Models", "Evaluate"):
            reader.goto(name)
        reader.back()
        with chroma(tmp_path / "chroma", port):
            reader.widget(keys.RETRY, "button").click()
            expect(reader.finished(1)).to_be_visible()
            expect(said).to_have_count(0)
            assert "a raw deal for America" in reader.turns.nth(1).inner_text()
            reader.put_question("Who bought condominiums in Trump Tower?")
