"""Managing in a real browser: documents, models, conversations, exports, feedback; and what happens when things go."""

import io
import json
import os
import re
import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pypdfium2
import pytest
from playwright.sync_api import Locator, expect

from chat import keys
from evals.suite import load_suite
from tests.browser.conftest import Reader
from tests.browser.test_page import WRITTEN, SlowServer
from tests.conftest import BRIEFING, CommandLine, own_copy
from tests.test_chat_serve import served

pytestmark = pytest.mark.browser

SANCTIONS = "How many sanctions does Russia face?"
CLOSED = "The Avon bridge was closed to cars in 2004 because its deck had rusted."
WHY = "Why was the Avon bridge closed to cars?"


class Manager(Reader):
    """A reader who also manages."""

    def goto(self, page: str) -> None:
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

    def widget(self, key: str, tag: str = "") -> Locator:
        return self.page.locator(f"[class*='st-key-{key}'] {tag}".strip()).first

    def idle(self) -> None:
        """Waits until the page has taken in what was done."""
        self.page.wait_for_timeout(300)
        expect(self.page.get_by_test_id("stStatusWidget")).to_have_count(0)


@pytest.fixture
def open_manager(open_page: Callable[..., Reader]) -> Callable[[str], Manager]:
    def opened(address: str) -> Manager:
        reader = open_page(address)
        reader.__class__ = Manager
        assert isinstance(reader, Manager)
        return reader

    return opened


@pytest.fixture
def command(ingested: CommandLine, tmp_path: Path) -> CommandLine:
    return own_copy(ingested, tmp_path)


@pytest.fixture
def served_page(command: CommandLine, free_ports: Callable[[], int]) -> Iterator[str]:
    with served(command, "--port", str(free_ports()), BRIEFING_MODEL="quotes") as page:
        yield page.url


def bridges(folder: Path) -> Path:
    path = folder / "bridges.md"
    path.write_text(f"# Bridges\n\n{CLOSED} It is red.\n\n## Money\n\nThe repair of the Avon bridge cost 3 million.")
    return path


def test_documents_are_added_asked_alone_and_removed(
    open_manager: Callable[[str], Manager], served_page: str, tmp_path: Path
) -> None:
    reader = open_manager(served_page)
    turn = reader.put_question(SANCTIONS)
    broken, empty = tmp_path / "broken.pdf", tmp_path / "empty.txt"
    broken.write_bytes(b"%PDF-1.7 nothing of the kind")
    empty.write_text("")
    reader.goto("Documents")
    reader.page.locator("input[type=file]").set_input_files([str(bridges(tmp_path)), str(broken), str(empty)])
    reader.page.get_by_text("bridges.md: added, 3 sentences").wait_for()
    for name in ("broken.pdf", "empty.txt"):
        error = reader.page.get_by_test_id("stAlert").filter(has_text=name)
        error.wait_for()
        assert "\n" not in error.inner_text().strip()
    cards = reader.page.locator(f"[class*='st-key-{keys.DOCUMENTS}_']")
    expect(cards).to_have_count(2)
    card = cards.filter(has_text="bridges.md")
    assert "2 sections · 3 sentences" in card.inner_text()
    card.get_by_text("Outline").click()
    card.get_by_text("Money").wait_for()
    reader.screenshot("documents")

    among = reader.sidebar.locator(f".st-key-{keys.AMONG} input")
    among.click()
    reader.page.get_by_role("option", name="bridges.md").click()
    reader.page.keyboard.press("Escape")
    reader.back()
    expect(reader.turns).to_have_count(1)
    expect(reader.turns.first).to_contain_text("24,000")  # uploading lost nothing
    turn = reader.put_question("What happened in 2004 in Moscow or to the bridge?")
    assert "2004 because its deck had rusted" in turn.inner_text()
    assert "Moscow" not in turn.locator(".bf-claim, .bf-own, blockquote").all_inner_texts()
    reader.screenshot("restricted")

    reader.page.reload()
    reader.turns.nth(1).wait_for()
    expect(reader.sidebar.locator(f".st-key-{keys.AMONG}")).to_contain_text("bridges.md")  # the restriction is kept
    reader.goto("Documents")
    cards.filter(has_text="bridges.md").get_by_role("button", name="Remove").click()
    reader.page.get_by_role("button", name="Remove it", exact=True).click()
    expect(cards).to_have_count(1)
    reader.back()
    expect(reader.turns).to_have_count(2)
    expect(reader.turns.nth(1)).to_contain_text("2004 because its deck had rusted")  # the quote stays


def test_a_conversation_is_found_again_renamed_searched_and_removed(
    open_manager: Callable[[str], Manager], served_page: str, command: CommandLine
) -> None:
    reader = open_manager(served_page)
    assert "?c=" not in reader.page.url
    reader.put_question(SANCTIONS)
    reader.page.wait_for_url(re.compile(r"\?c=[0-9a-f]{32}$"))
    first = reader.page.url
    reader.put_question("Who bought condominiums in Trump Tower?")
    reader.page.reload()
    reader.turns.nth(1).wait_for()
    expect(reader.turns.nth(0)).to_contain_text("24,000")

    reader.sidebar.get_by_role("button", name="New conversation").click()
    expect(reader.turns).to_have_count(0)
    reader.put_question("What did Mike Lee say about NATO?")
    expect(reader.listed).to_have_count(2)
    assert reader.listed.nth(0).inner_text() == "What did Mike Lee say about NATO?"
    reader.screenshot("conversations")

    search = reader.sidebar.locator(f".st-key-{keys.SEARCH} input")
    search.fill("bogatin")
    search.press("Enter")
    expect(reader.listed).to_have_count(1)
    reader.listed.first.click()
    reader.page.wait_for_url(first)
    expect(reader.turns).to_have_count(2)
    search.fill("")
    search.press("Enter")
    expect(reader.listed).to_have_count(2)

    row = reader.sidebar.locator(f"[class*='st-key-{keys.LIST}_']").filter(has_text=SANCTIONS)
    row.locator(f"[class*='st-key-{keys.MORE}_'] button").first.click()
    name = reader.page.locator(f"[class*='st-key-{keys.RENAME}_'] input")
    name.fill("Sanctions <b>and</b> towers")
    name.press("Enter")
    reader.idle()
    reader.widget(f"{keys.RENAME_SAVE}_", "button").click()
    expect(reader.listed.filter(has_text="Sanctions <b>and</b> towers")).to_have_count(1)
    reader.page.reload()
    reader.turns.nth(1).wait_for()
    row = reader.sidebar.locator(f"[class*='st-key-{keys.LIST}_']").filter(has_text="towers")
    row.locator(f"[class*='st-key-{keys.MORE}_'] button").first.click()
    reader.page.get_by_text("Remove it for good").click()
    reader.page.get_by_role("button", name="Remove", exact=True).click()
    expect(reader.listed).to_have_count(1)
    expect(reader.turns).to_have_count(0)
    assert len(list((command.home / "conversations").glob("*.json"))) == 1


def test_answers_and_conversations_are_exported(open_manager: Callable[[str], Manager], served_page: str) -> None:
    reader = open_manager(served_page)
    turn = reader.put_question(SANCTIONS)
    reader.put_question("What did Mike Lee say about NATO?")

    def exported(opener: Locator, name: str) -> tuple[str, bytes]:
        if not reader.page.get_by_role("button", name=name, exact=True).is_visible():
            opener.click()
        with reader.page.expect_download() as download:
            reader.page.get_by_role("button", name=name, exact=True).click()
        return download.value.suggested_filename, Path(download.value.path()).read_bytes()

    whole = reader.sidebar.get_by_role("button", name="Export conversation")
    name, data = exported(whole, "DOCX")
    assert name == "how-many-sanctions-does-russia-face.docx"
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(data)).paragraphs)
    assert "24,000 individual sanctions" in text
    assert "What did Mike Lee say about NATO?" in text
    name, data = exported(whole, "PDF")
    assert "24,000 individual sanctions" in pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range()
    name, data = exported(whole, "JSON")
    assert [t["question"] for t in json.loads(data)["turns"]] == [SANCTIONS, "What did Mike Lee say about NATO?"]
    reader.page.keyboard.press("Escape")
    reader.page.get_by_role("button", name="JSON", exact=True).wait_for(state="hidden")
    name, data = exported(turn.get_by_role("button", name="Export"), "Markdown")
    assert name == "how-many-sanctions-does-russia-face.md"
    assert "[^1]" in data.decode()
    assert "Mike Lee" not in data.decode(), "one answer alone"


def test_feedback_is_kept_and_becomes_an_evaluation_case(
    open_manager: Callable[[str], Manager], served_page: str, command: CommandLine
) -> None:
    reader = open_manager(served_page)
    turn = reader.put_question(SANCTIONS)
    turn.get_by_role("button", name="Feedback").click()
    dialog = reader.page.get_by_test_id("stDialog")
    dialog.get_by_role("radio", name="Not good").or_(dialog.get_by_role("button", name="Not good")).first.click()
    reason = dialog.locator(f"[class*='st-key-{keys.FEEDBACK_REASON}_'] textarea")
    reason.fill("Two sentences too many.")
    reason.press("Control+Enter")
    reader.idle()
    dialog.get_by_role("button", name="Save").click()
    turn.get_by_role("button", name="Rated not good").wait_for()
    reader.page.reload()
    turn.get_by_role("button", name="Rated not good").click()
    expect(dialog.locator("textarea").first).to_have_value("Two sentences too many.")

    dialog.get_by_text("Make this an evaluation case").click()
    gold = dialog.locator(f"[class*='st-key-{keys.CASE_GOLD}_']")
    gold.wait_for()
    tags = gold.locator("[data-tag]")
    expect(tags).to_have_count(1)  # what was cited
    find = dialog.locator(f"[class*='st-key-{keys.CASE_FIND}_'] input")
    find.fill("condominiums bogatin")
    find.press("Enter")
    dialog.get_by_text("1 found").wait_for()
    gold.locator("input").click()
    reader.page.get_by_role("option").filter(has_text="David Bogatin").click()
    expect(tags).to_have_count(2)
    mention = dialog.locator(f"[class*='st-key-{keys.CASE_MENTION}_'] input")
    mention.fill("24,000 | 24.000; $6 million")
    mention.press("Enter")
    reader.idle()
    reader.screenshot("case")
    dialog.get_by_role("button", name="Write the case").click()
    dialog.get_by_text("Written as how-many-sanctions-does-russia-face").wait_for()

    path = command.home / "suites" / "my-cases.jsonl"
    [case] = load_suite(path).cases
    assert (case.kind, case.document, case.must_mention) == (
        "number",
        BRIEFING.name,
        (("24,000", "24.000"), ("$6 million",)),
    )
    assert len(case.gold_quotes) == 2
    assert "24,000" in " ".join(case.gold_quotes)
    done = command("eval", "--suite", path, "--model", "quotes")
    assert done.returncode == 0, done.stderr
    assert "my-cases" in done.stdout


def test_models_are_tried_and_swapped_in_the_middle_and_the_choice_is_kept(
    open_manager: Callable[[str], Manager], command: CommandLine, free_ports: Callable[[], int]
) -> None:
    choice = command.home / "choice.json"
    choice.write_text(json.dumps({"format": 1, "model": "quotes"}))
    with SlowServer(0.05) as server:
        name = f"openai:fake@{server.url}/v1"
        with served(command, "--port", str(free_ports()), BRIEFING_MODEL="") as page:
            reader = open_manager(page.url)
            reader.put_question(SANCTIONS)
            reader.name_another(name)
            turn = reader.put_question("How much did David Bogatin pay for his condominiums in Trump Tower?")
            assert WRITTEN in turn.inner_text()
            reader.goto("Models")
            card = reader.page.locator(f"[class*='st-key-{keys.MODELS}_']").filter(has_text=name)
            card.get_by_role("button", name="Chosen").wait_for()
            card.get_by_role("button", name="Try it").click()
            card.get_by_text(re.compile(r"first word after \d+\.\d s.*(characters|tokens)/s")).wait_for()
            reader.screenshot("models")
            quotes = reader.page.locator(f".st-key-{keys.MODELS}_quotes")
            quotes.get_by_role("button", name="Choose").click()
            quotes.get_by_role("button", name="Chosen").wait_for()
            reader.page.locator(f"[class*='st-key-{keys.USE}_openai'] button").click()
            card.get_by_role("button", name="Chosen").wait_for()
            reader.back()
            expect(reader.turns).to_have_count(2)
        with served(command, "--port", str(free_ports()), BRIEFING_MODEL="") as page:  # another day
            reader = open_manager(page.url)
            expect(reader.sidebar.locator(f".st-key-{keys.MODEL} input")).to_have_value(name)


def test_two_sessions_with_the_same_conversation_lose_nothing(
    open_manager: Callable[[str], Manager], served_page: str
) -> None:
    one = open_manager(served_page)
    one.put_question(SANCTIONS)
    one.page.wait_for_url(re.compile(r"\?c="))
    two = open_manager(one.page.url)
    two.turns.first.wait_for()
    one.put_question("What did Mike Lee say about NATO?")
    two.put_question("Who bought condominiums in Trump Tower?")
    expect(one.turns).to_have_count(2)
    expect(two.turns).to_have_count(2)
    assert "Bogatin" not in one.page.locator(f".st-key-{keys.CONVERSATION_PANE}").inner_text()
    three = open_manager(one.page.url)
    expect(three.turns).to_have_count(3)


def test_a_store_that_goes_and_comes_back(
    open_manager: Callable[[str], Manager], served_page: str, command: CommandLine, tmp_path: Path
) -> None:
    reader = open_manager(served_page)
    reader.put_question(SANCTIONS)
    shutil.rmtree(command.home / "store")
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
    open_manager: Callable[[str], Manager], served_page: str, command: CommandLine
) -> None:
    reader = open_manager(served_page)
    reader.put_question(SANCTIONS)
    folder = command.home / "conversations"
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
