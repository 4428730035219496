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
    def asked(self):
        """The questions of the conversation, each with what is shown of its answer."""
        return self.page.locator(".bf-turn[data-turn]")

    def widget(self, key: str, tag: str = ""):
        """The first thing on the page whose key begins like this."""
        return self.page.locator(f"[class*='st-key-{key}'] {tag}".strip()).first

    @property
    def sidebar(self):
        return self.page.get_by_test_id("stSidebar")

    def ask(self, question: str, answered: bool = True) -> str:
        """Asks, and returns the answer as it is read."""
        before = self.asked.count()
        self.question.fill(question)
        self.question.press("Enter")
        self.asked.nth(before).wait_for()
        if answered:
            self.finished(before).wait_for()
        return self.asked.nth(before).inner_text()

    def finished(self, number: int):
        """What only an answer that is complete shows: who answered, in how many seconds."""
        return self.asked.nth(number).locator(".bf-made").first

    @property
    def selected(self):
        """The sentence that is highlighted in the document."""
        return self.page.locator(".bf-paper .bf-selected")

    def in_view(self, sentence) -> bool:
        """Whether a sentence of the document can be seen without scrolling."""
        return sentence.evaluate(
            """e => {
                const at = e.getBoundingClientRect(), paper = e.closest('.bf-paper').getBoundingClientRect();
                const first = e.getClientRects()[0];  // of its first line
                const seen = document.elementFromPoint(first.left + 3, first.top + first.height / 2);
                return at.top >= paper.top && at.bottom <= paper.bottom && (seen === e || e.contains(seen));
            }"""
        )

    def wait_until_in_view(self, sentence) -> None:
        """Waits until scrolling has ended with a sentence in view."""
        for _ in range(50):
            if self.in_view(sentence):
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"not in view: {sentence.inner_text()}")

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
