"""A real browser, and the page served for real by `briefing chat`."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.reader import Reader
from tests.conftest import BRIEFING, CommandLine, own_copy
from tests.test_chat_serve import served

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]
SIZE = (1280, 900)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    if path is None:
        no_browser = pytest.fail if os.environ.get("CI") else pytest.skip
        no_browser("there is no browser: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    folder = tmp_path_factory.mktemp("served")
    return CommandLine(folder / "home", folder)


@pytest.fixture(scope="module")
def address(command: CommandLine, free_ports: Callable[[], int]) -> Iterator[str]:
    """Where the page with the briefing is; one server for all tests of a module."""
    with served(command, str(BRIEFING), "--port", str(free_ports())) as page:
        yield page.url


@pytest.fixture
def own_command(ingested: CommandLine, tmp_path: Path) -> CommandLine:
    """The command line with a home of the test's own, which holds the briefing."""
    return own_copy(ingested, tmp_path)


@pytest.fixture
def own_address(own_command: CommandLine, free_ports: Callable[[], int]) -> Iterator[str]:
    """Where a page is that only this test uses."""
    with served(own_command, "--port", str(free_ports()), BRIEFING_MODEL="quotes") as page:
        yield page.url


@pytest.fixture(scope="session")
def free_ports() -> Callable[[], int]:
    import socket

    def free() -> int:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            return int(probe.getsockname()[1])

    return free


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[[str], Reader]]:
    """Opens a page in a browser that remembers nothing, and sees that it asks nobody but this machine."""
    readers: list[Reader] = []
    with ExitStack() as stack:

        def open_at(address: str, size: tuple[int, int] = SIZE, scheme: str = "light") -> Reader:
            viewport = {"width": size[0], "height": size[1]}
            context = browser.new_context(viewport=viewport, color_scheme=scheme, locale="en-US")
            stack.callback(context.close)
            readers.append(Reader(context, address))
            return readers[-1]

        yield open_at
        for reader in readers:
            assert reader.hosts <= {"127.0.0.1", ""}, "a request left the machine"
            assert reader.problems == []
            assert reader.dialogs == []


@pytest.fixture
def reader(open_page: Callable[[str], Reader], address: str) -> Reader:
    return open_page(address)
