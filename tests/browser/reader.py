"""Somebody at a browser of their own, and what they do with the page."""

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Locator, Page, expect

from chat import keys

TIMEOUT = 120_000  # milliseconds: waiting ends when what is waited for is there; a busy machine loads models slowly
PHONE = (390, 844)
SANCTIONS = "How many sanctions does Russia face?"

expect.set_options(timeout=TIMEOUT)


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

    def goto(self, page: str) -> None:
        if self.sidebar.get_attribute("data-collapsed") == "true":
            self.page.get_by_test_id("stExpandSidebarButton").click()
        self.sidebar.get_by_role("link", name=page, exact=True).click()
        expect(self.page.get_by_role("heading", name=page, exact=True)).to_be_visible()

    def back(self) -> None:
        self.sidebar.get_by_role("link", name="Ask", exact=True).click()
        self.question.wait_for()

    def put_question(self, question: str) -> Locator:
        """Asks, and waits for the answer; gives the turn."""
        before = self.turns.count()
        self.question.fill(question)
        self.question.press("Enter")
        turn = self.turns.nth(before)
        turn.get_by_role("button", name=re.compile("^Feedback")).wait_for()
        return turn

    @property
    def turns(self) -> Locator:
        return self.page.locator(f"[class*='st-key-{keys.TURN}_']")

    @property
    def listed(self) -> Locator:
        return self.sidebar.locator(f"[class*='st-key-{keys.OPEN}_']")

    def idle(self) -> None:
        """Waits until the page has taken in what was done."""
        self.page.wait_for_timeout(300)
        expect(self.page.locator(".stApp[data-test-script-state=running]")).to_have_count(0)

    def screenshot(self, name: str) -> None:
        """Kept where BROWSER_SCREENSHOTS says, to be looked at."""
        if folder := os.environ.get("BROWSER_SCREENSHOTS"):
            self.page.screenshot(path=Path(folder) / f"{name}.png")


def bridges(folder: Path) -> Path:
    """A small document."""
    path = folder / "bridges.md"
    closed = "The Avon bridge was closed to cars in 2004 because its deck had rusted."
    path.write_text(f"# Bridges\n\n{closed} It is red.\n\n## Money\n\nThe repair of the Avon bridge cost 3 million.")
    return path
