"""A real browser, and the page served for real by `briefing chat`."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from chat import keys
from tests.conftest import BRIEFING, CommandLine
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
TIMEOUT = 120_000  # milliseconds: waiting ends when what is waited for is there; a busy machine loads models slowly

expect.set_options(timeout=TIMEOUT)


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


@pytest.fixture(scope="session")
def free_ports() -> Callable[[], int]:
    import socket

    def free() -> int:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            return int(probe.getsockname()[1])

    return free


class Reader:
    """Somebody at a browser of their own."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.hosts: set[str] = set()
        self.page: Page = context.new_page()
        self.problems: list[str] = []
        self.dialogs: list[str] = []
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).hostname or ""))
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))
        self.page.set_default_timeout(TIMEOUT)
        self.page.goto(address)
        self.question.wait_for()

    @property
    def question(self):
        return self.page.locator(f".st-key-{keys.QUESTION} textarea")

    @property
    def messages(self):
        return self.page.get_by_test_id("stChatMessage")

    @property
    def sidebar(self):
        return self.page.get_by_test_id("stSidebar")

    def ask(self, question: str, answered: bool = True) -> str:
        """Asks, and returns the answer as it is read."""
        before = self.messages.count()
        self.question.fill(question)
        self.question.press("Enter")
        self.messages.nth(before + 1).wait_for()
        if answered:
            self.finished(before + 1).wait_for()
        return self.messages.nth(before + 1).inner_text()

    def finished(self, number: int):
        """What only a message that is complete shows: who answered, in how many seconds."""
        return self.messages.nth(number).get_by_text(" s", exact=False).locator("text=/· \\d+\\.\\d s$/")

    def choose(self, model: str) -> None:
        self.sidebar.locator(f".st-key-{keys.MODEL} input").click()
        self.page.get_by_role("option", name=model, exact=True).click()

    def name_another(self, model: str) -> None:
        box = self.sidebar.locator(f".st-key-{keys.MODEL} input")
        box.click()
        box.fill(model)
        box.press("Enter")
        self.page.wait_for_timeout(500)

    def upload(self, *files: Path) -> None:
        self.sidebar.locator("input[type=file]").set_input_files([str(file) for file in files])

    def screenshot(self, name: str) -> None:
        """Kept where BROWSER_SCREENSHOTS says, to be looked at."""
        if folder := os.environ.get("BROWSER_SCREENSHOTS"):
            self.page.screenshot(path=Path(folder) / f"{name}.png")


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[[str], Reader]]:
    """Opens a page in a browser that remembers nothing, and sees that it asks nobody but this machine."""
    readers: list[Reader] = []
    with ExitStack() as stack:

        def open_at(address: str) -> Reader:
            context = browser.new_context(viewport={"width": SIZE[0], "height": SIZE[1]}, locale="en-US")
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
