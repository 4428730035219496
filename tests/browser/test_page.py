"""The page as a reader meets it: in a real browser, served for real."""

import contextlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from playwright.sync_api import expect

from chat.download import BUILTIN
from tests.browser.conftest import Reader
from tests.conftest import CommandLine, own_copy
from tests.model_servers import ModelServer, OpenAIServer, event
from tests.test_chat_serve import served

pytestmark = pytest.mark.browser

WHO = "How much did David Bogatin pay for his condominiums in Trump Tower?"
BOGATIN = (
    "In 1984, a man named David Bogatin, who according to FBI files had ties to the Russian mafia, purchased five "
    "condominiums in Trump Tower for $6 million."
)
EVIL = "<img src=x onerror=alert(1)><script>alert(2)</script>"


class SlowServer(OpenAIServer):
    """Writes a word at a time, as a model on a small machine does."""

    def __init__(self, seconds: float = 0.4) -> None:
        super().__init__()
        self.models = [{"id": "fake", "object": "model"}]
        self.seconds = seconds
        self.pieces = ["Bogatin ", "paid ", "$6,000,000 ", "for ", "five ", "condominiums ", "in ", "1984 ", "[1", "]."]

    def events(self, model: str) -> Iterator[bytes]:
        self.over.wait(1.0)  # reading the prompt
        for piece in self.pieces:
            yield event({"model": model, "choices": [{"index": 0, "delta": {"content": piece}}]})
            self.over.wait(self.seconds)
        yield event({"model": model, "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
        yield b"data: [DONE]\n\n"


def test_a_question_is_answered_with_markers_and_the_cited_sentence(reader: Reader) -> None:
    said = reader.ask(WHO)
    assert BOGATIN in said
    assert "[1]" in said
    assert "The Kremlin Connection: Examining the Asset Question · author’s note 2" in said
    reader.screenshot("quotes")


def test_a_refusal_shows_the_closest_sentences(reader: Reader) -> None:
    said = reader.ask("How do I bake sourdough bread?")
    assert "The document does not say." in said
    assert "The closest it comes:" in said
    assert reader.messages.nth(1).locator(".briefing-quote").count() == 3
    reader.screenshot("refusal")


def test_a_follow_up_shows_how_it_was_understood(reader: Reader) -> None:
    reader.ask("Who bought condominiums in Trump Tower?")
    said = reader.ask("How much did he pay?")
    assert "Understood as: How much did the one who bought condominiums in Trump Tower pay?" in said
    reader.screenshot("follow-up")


def test_a_model_is_swapped_in_and_its_draft_is_seen_growing(reader: Reader) -> None:
    reader.ask("How many sanctions does Russia face?")
    with SlowServer() as server:
        reader.name_another(f"openai:fake@{server.url}/v1")
        reader.ask(WHO, answered=False)
        message = reader.messages.nth(3)
        message.locator(".briefing-evidence").get_by_text(BOGATIN).wait_for()
        assert message.locator(".briefing-draft").count() == 0, "the evidence comes before the draft"
        draft = message.locator(".briefing-draft")
        draft.wait_for()
        seen: list[str] = []
        while draft.count() and len(seen) < 100:
            seen.append(draft.inner_text())
            if len(seen) == 10:
                assert draft.evaluate(
                    "e => { const r = e.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight }"
                )
                reader.screenshot("draft")
            reader.page.wait_for_timeout(100)
        reader.finished(3).wait_for()
    grown = list(dict.fromkeys(seen))
    assert len(grown) > 4
    assert grown == sorted(grown, key=len)
    assert not any(text.endswith("[1") for text in grown)
    said = message.inner_text()
    assert "Bogatin paid $6,000,000 for five condominiums in 1984." in said
    assert f"openai:fake@{server.url}/v1" in said
    marker = message.locator(".briefing-claim .briefing-marker")
    assert (marker.inner_text(), marker.get_attribute("title")) == ("[1]", BOGATIN)
    assert "24,000" in reader.messages.nth(1).inner_text(), "the conversation is kept"
    reader.screenshot("answer")


def test_a_model_that_is_down_says_what_to_do_and_the_evidence_is_shown(reader: Reader, dead_port: int) -> None:
    reader.ask("How many sanctions does Russia face?")
    reader.name_another(f"openai:fake@http://127.0.0.1:{dead_port}/v1")
    said = reader.ask(WHO)
    assert f"No server answers at http://127.0.0.1:{dead_port}/v1: start it, or use --model quotes." in said
    assert BOGATIN in said
    assert "24,000" in reader.messages.nth(1).inner_text()
    reader.screenshot("down")


def test_a_choice_at_the_side_does_not_lose_the_question(reader: Reader) -> None:
    with SlowServer() as server:
        reader.name_another(f"openai:fake@{server.url}/v1")
        reader.ask(WHO, answered=False)
        reader.messages.nth(1).locator(".briefing-draft").wait_for()
        reader.choose("quotes")
        reader.finished(1).wait_for()
    assert BOGATIN in reader.messages.nth(1).inner_text()
    assert reader.messages.count() == 2


def test_a_document_is_uploaded_and_a_broken_one_says_why(
    browser: object, open_page: Callable[[str], Reader], tmp_path: Path, free_ports: Callable[[], int]
) -> None:
    (tmp_path / "home").mkdir()
    command = CommandLine(tmp_path / "home", tmp_path)
    good, broken = tmp_path / "bridges.md", tmp_path / "broken.pdf"
    good.write_text("# Bridges\n\nThe Avon bridge was closed to cars in 2004 because its deck had rusted.")
    broken.write_bytes(b"%PDF-1.7 nothing of the kind")
    with served(command, "--port", str(free_ports())) as page:
        reader = open_page(page.url)
        reader.page.get_by_text("Put a document in at the side").wait_for()
        reader.upload(good)
        reader.sidebar.get_by_test_id("stText").get_by_text("bridges.md").wait_for()
        assert "closed to cars in 2004" in reader.ask("Why was the Avon bridge closed?")
        reader.upload(broken)
        error = reader.sidebar.get_by_test_id("stAlert")
        error.wait_for()
        assert "broken.pdf" in error.inner_text()
        assert "\n" not in error.inner_text().strip()
        assert "closed to cars in 2004" in reader.messages.nth(1).inner_text()
        # The list is below the error, and drawn a moment later.
        expect(reader.sidebar.get_by_test_id("stText")).to_have_count(1)
        reader.screenshot("upload")


def test_what_a_document_a_question_or_a_model_says_is_text(
    open_page: Callable[[str], Reader], tmp_path: Path, free_ports: Callable[[], int]
) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    image = "![x](http://example.com/x.png)"
    (folder / "![x](http:example.com).txt").write_text(f"The {image} {EVIL} bridge was closed in 2004. It is red.")
    command = CommandLine(tmp_path / "home", tmp_path)
    with served(command, str(folder), "--port", str(free_ports())) as page, SlowServer(0.1) as server:
        server.pieces = [f"The {EVIL} bridge {image} is closed [1]. ", f"{EVIL} rules [7]."]
        reader = open_page(page.url)
        reader.sidebar.get_by_test_id("stTooltipIcon").last.hover()
        assert image in reader.page.get_by_test_id("stTooltipContent").inner_text()
        said = reader.ask(f"When was the {EVIL} bridge closed? {image}")
        assert EVIL in said
        reader.name_another(f"openai:fake@{server.url}/v1")
        assert f"The {EVIL} bridge {image} is closed." in reader.ask(f"When was the {EVIL} bridge closed?")
        reader.name_another(f"gguf:{image}{EVIL}")
        assert image in reader.ask("When was the bridge closed?")
        assert reader.page.locator("img[src*='example.com'], img[src='x']").count() == 0
        reader.screenshot("text")


def test_two_readers_do_not_see_each_others_conversation(open_page: Callable[[str], Reader], address: str) -> None:
    one, two = open_page(address), open_page(address)
    one.ask(WHO)
    assert two.messages.count() == 0
    two.ask("How many sanctions does Russia face?")
    assert BOGATIN in one.messages.nth(1).inner_text()
    assert BOGATIN not in two.page.inner_text("body")
    assert one.messages.count() == two.messages.count() == 2


def test_a_reload_begins_anew_and_the_page_goes_on(reader: Reader) -> None:
    reader.ask(WHO)
    reader.page.reload()
    reader.question.wait_for()
    assert BOGATIN in reader.ask(WHO)


def test_a_reload_in_the_middle_of_an_answer(reader: Reader) -> None:
    with SlowServer() as server:
        reader.name_another(f"openai:fake@{server.url}/v1")
        reader.ask(WHO, answered=False)
        reader.messages.nth(1).locator(".briefing-draft").wait_for()
        reader.page.reload()
        reader.question.wait_for()
        assert BOGATIN in reader.ask(WHO)


class SlowHub(ModelServer):
    """A hub from which the built-in model comes slowly, and from which nothing comes any more when `gone`."""

    def __init__(self) -> None:
        super().__init__()
        self.gone = False
        self.routes = {f"/{BUILTIN.repo}/resolve/main/{BUILTIN.file}": self._send}

    def _send(self, handler: BaseHTTPRequestHandler, _: object) -> None:
        if self.gone:
            handler.send_error(404)
            return
        handler.send_response(200)
        handler.send_header("Content-Length", str(BUILTIN.size))
        handler.end_headers()
        handler.close_connection = True
        with contextlib.suppress(OSError):  # the page hung up
            while not self.over.wait(0.1):
                handler.wfile.write(bytes(1_000_000))


def test_the_builtin_model_arrives_in_the_background(
    open_page: Callable[[str], Reader], ingested: CommandLine, tmp_path: Path, free_ports: Callable[[], int]
) -> None:
    command = own_copy(ingested, tmp_path)
    with SlowHub() as hub, SlowServer() as server:
        sources = {"BRIEFING_MODEL": "builtin", "HF_ENDPOINT": hub.url, "PIP_INDEX_URL": f"{hub.url}/simple"}
        with served(command, "--port", str(free_ports()), **sources) as page:
            assert "is being fetched in the background (1.1 GB, once)" in page.lines[0]
            reader = open_page(page.url)
            progress = reader.sidebar.get_by_text("Fetching the built-in model:")
            first = progress.inner_text()
            assert first.endswith("of 1117 MB")
            said = reader.ask(WHO)
            assert BOGATIN in said
            assert "quotes · " in said
            reader.page.wait_for_timeout(1500)
            assert progress.inner_text() != first
            reader.screenshot("download")

            reader.name_another(f"openai:fake@{server.url}/v1")
            assert "Bogatin paid $6,000,000" in reader.ask(WHO), "progress doesn't disturb an answer"
            assert len(server.asked_for("/v1/chat/completions")) == 1

            reader.sidebar.get_by_role("button", name="Stop").click()
            reader.sidebar.get_by_text("download was stopped").wait_for()
            hub.gone = True
            reader.sidebar.get_by_role("button", name="Fetch it").click()
            error = reader.sidebar.get_by_test_id("stAlert")
            error.wait_for()
            assert "could not be fetched" in error.inner_text()
            assert "BRIEFING_MODEL=quotes" in error.inner_text()
            reader.choose("quotes")
            assert BOGATIN in reader.ask(WHO)
            reader.screenshot("download-failed")


@pytest.mark.model
def test_the_builtin_model_answers_in_the_page(
    open_page: Callable[[str], Reader],
    builtin_model: Path,
    ingested: CommandLine,
    free_ports: Callable[[], int],
) -> None:
    home = builtin_model.parent.parent
    command = CommandLine(home, ingested.folder, {"BRIEFING_STORE": str(ingested.home / "store")})
    with served(command, "--port", str(free_ports()), BRIEFING_MODEL="builtin") as page:
        reader = open_page(page.url)
        reader.page.set_default_timeout(150_000)
        said = reader.ask(WHO)
        assert "Bogatin" in said
        assert "builtin · " in said
        assert reader.messages.nth(1).locator(".briefing-marker").count() >= 1
        assert reader.page.get_by_test_id("stAlert").count() == 0
        reader.screenshot("builtin")
