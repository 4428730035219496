"""The page as a reader meets it: in a real browser, served for real."""

import contextlib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from chat import keys
from tests.browser.reader import Reader
from tests.browser.slow import BOGATIN, WHO, WRITTEN, SlowServer
from tests.conftest import CommandLine
from tests.test_chat_serve import served

pytestmark = pytest.mark.browser

EVIL = "<img src=x onerror=alert(1)><script>alert(2)</script>"


def test_a_model_is_swapped_in_and_its_draft_is_seen_growing(reader: Reader) -> None:
    reader.ask("How many sanctions does Russia face?")
    with SlowServer() as server:
        reader.name_another(f"openai:fake@{server.url}/v1")
        reader.ask(WHO, answered=False)
        turn = reader.asked.nth(1)
        evidence = reader.page.locator(".bf-evidence")
        evidence.get_by_text(BOGATIN).wait_for()
        draft = turn.locator(".bf-draft")
        assert draft.inner_text() == "", "the evidence comes before the draft"
        draft.get_by_text("According").wait_for()
        reader.page.wait_for_timeout(500)  # it has been scrolled to the top by now
        top = turn.locator(".bf-question").bounding_box()
        seen: list[str] = []
        while draft.count() and len(seen) < 200:
            with contextlib.suppress(Exception):  # it is just being replaced by the answer
                seen.append(draft.inner_text(timeout=200))
            if len(seen) == 30:
                reader.screenshot("draft")
            reader.page.wait_for_timeout(50)
        reader.finished(1).wait_for()
    grown = [text for text in dict.fromkeys(seen) if text]
    assert len(grown) > 4
    assert all(later.startswith(earlier) for earlier, later in pairwise(grown)), "what is written stays where it is"
    assert not any("[" in text for text in grown), "no half marker is shown"
    assert turn.locator(".bf-question").bounding_box() == top, "nothing jumps"
    claim = turn.locator(".bf-claim")
    assert claim.locator(".bf-words").inner_text() == WRITTEN
    assert claim.get_attribute("data-support") == "verified"
    assert f"openai:fake@{server.url}/v1" in turn.inner_text()
    assert "24,000" in reader.asked.nth(0).inner_text(), "the conversation is kept"
    reader.screenshot("answer")


def test_stop_ends_the_models_turn_and_it_can_be_asked_again(reader: Reader) -> None:
    with SlowServer() as server:
        server.pieces = server.pieces[:1] * 300
        reader.name_another(f"openai:fake@{server.url}/v1")
        reader.ask(WHO, answered=False)
        turn = reader.asked.nth(0)
        turn.locator(".bf-draft").get_by_text("According").wait_for()
        reader.widget(keys.STOP, "button").click()
        turn.get_by_text("Stopped before the answer was complete").wait_for()
        written = turn.locator(".bf-draft").inner_text()
        assert "According" in written
        reader.page.wait_for_timeout(2000)
        assert turn.locator(".bf-draft").inner_text() == written
        assert reader.page.locator(".bf-evidence").get_by_text(BOGATIN).is_visible(), "the evidence stays"
        reader.screenshot("stopped")
        reader.choose("quotes")
        reader.widget(keys.ASK_AGAIN, "button").click()
        reader.finished(0).wait_for()
    assert BOGATIN in reader.asked.nth(0).inner_text()
    assert reader.asked.count() == 1


def test_a_model_that_is_down_says_what_to_do_and_the_evidence_is_shown(reader: Reader, dead_port: int) -> None:
    reader.ask("How many sanctions does Russia face?")
    reader.name_another(f"openai:fake@http://127.0.0.1:{dead_port}/v1")
    said = reader.ask(WHO)
    assert f"No server answers at http://127.0.0.1:{dead_port}/v1: start it" in said
    assert BOGATIN in said
    assert "24,000" in reader.asked.nth(0).inner_text()
    reader.screenshot("down")


def test_a_choice_at_the_side_neither_loses_nor_disturbs_the_question(reader: Reader) -> None:
    with SlowServer() as server:
        reader.name_another(f"openai:fake@{server.url}/v1")
        reader.ask(WHO, answered=False)
        reader.asked.nth(0).locator(".bf-draft").get_by_text("According").wait_for()
        reader.choose("quotes")
        reader.finished(0).wait_for()
        assert len(server.asked_for("/v1/chat/completions")) == 1
    assert WRITTEN in reader.asked.nth(0).inner_text()
    assert reader.asked.count() == 1


def test_what_a_document_a_question_or_a_model_says_is_text(
    open_page: Callable[[str], Reader], tmp_path: Path, free_ports: Callable[[], int]
) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    image = "![x](http://example.com/x.png)"
    link = "<a href='javascript:alert(3)'>here</a> [here](javascript:alert(4))"
    (folder / "![x](http:example.com).txt").write_text(
        f'The {image} {EVIL} bridge was closed in 2004. It is red. Mary Ellis said {link} is " onmouseover="alert(5).'
    )
    command = CommandLine(tmp_path / "home", tmp_path)
    with served(command, str(folder), "--port", str(free_ports())) as page, SlowServer(0.1) as server:
        server.pieces = [f"The {EVIL} bridge {image} is closed [1]. ", f"{EVIL} {link} rules [7]."]
        reader = open_page(page.url)
        paper = reader.page.locator(".bf-paper")
        for text in (image, EVIL, link):
            assert text in paper.inner_text()
        said = reader.ask(f"When was the {EVIL} bridge closed? {image}")
        assert EVIL in said
        chip = reader.asked.nth(0).locator(".bf-chip").first
        chip.hover()
        card = reader.page.locator(".bf-card")
        card.get_by_text("bridge was closed").wait_for()
        assert f"The {image} {EVIL} bridge was closed in 2004." in card.inner_text()
        chip.click()
        assert EVIL in reader.selected.inner_text()
        reader.name_another(f"openai:fake@{server.url}/v1")
        said = reader.ask(f"When was the {EVIL} bridge closed?")
        assert f"The {EVIL} bridge {image} is closed." in said
        assert f"{EVIL} {link} rules" in said, "what was left out is told as text too"
        reader.name_another(f"gguf:{image}{EVIL}")
        assert image in reader.ask("When was the bridge closed?")
        assert reader.page.locator("img[src*='example.com'], img[src='x'], a[href^='javascript:']").count() == 0
        assert reader.page.locator(".bf-turn script, .bf-paper script, .bf-card script, [onerror]").count() == 0
        reader.screenshot("text")


def test_two_readers_neither_see_nor_block_each_other(open_page: Callable[[str], Reader], address: str) -> None:
    one, two = open_page(address), open_page(address)
    with SlowServer() as server:
        server.pieces = server.pieces[:1] * 300
        one.name_another(f"openai:fake@{server.url}/v1")
        one.ask(WHO, answered=False)
        one.asked.nth(0).locator(".bf-draft").get_by_text("According").wait_for()
        two.choose("quotes")
        assert "24,000" in two.ask("How many sanctions does Russia face?"), "answered while the other waits"
        assert one.asked.nth(0).locator(".bf-draft").is_visible()
        one.widget(keys.STOP, "button").click()
        one.asked.nth(0).get_by_text("Stopped").wait_for()
    assert BOGATIN not in two.page.locator(".st-key-conversation_pane").inner_text()
    assert one.asked.count() == two.asked.count() == 1
