"""Reading an answer beside the document, in a real browser: markers, highlights, small screens, the keyboard."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from chat import keys
from tests.browser.reader import PHONE, Reader
from tests.browser.slow import BOGATIN, WHO
from tests.conftest import BRIEFING, CommandLine
from tests.test_chat_serve import served

pytestmark = pytest.mark.browser

TWO = "What did Anne Applebaum and Senator Lee say about NATO?"
LEE = "This skepticism aligns with viewpoints expressed by political figures like Senator Mike Lee of Utah"
SECTION = "The Kremlin Connection: Examining the Asset Question"


def test_an_answer_with_its_markers_and_places(reader: Reader) -> None:
    said = reader.ask(WHO)
    assert BOGATIN in said
    assert f"{SECTION} · author’s note 2" in said
    assert reader.asked.nth(0).locator(".bf-claim[data-support=quoted] .bf-chip").first.inner_text() == "1"
    reader.asked.nth(0).get_by_role("button", name="quoted").first.click()
    assert "Letter for letter" in reader.asked.nth(0).inner_text()
    reader.screenshot("quotes")


def test_a_marker_shows_its_sentence_and_opens_it_in_the_document(reader: Reader) -> None:
    reader.ask(WHO)
    chip = reader.asked.nth(0).locator(".bf-chip").first
    chip.hover()
    card = reader.page.locator(".bf-card")
    card.get_by_text(BOGATIN).wait_for()
    assert card.inner_text().splitlines()[-1] == "Author’s note 2"
    assert SECTION in card.inner_text()
    marker, shown = chip.bounding_box(), card.bounding_box()
    assert marker
    assert shown
    assert shown["y"] >= marker["y"] + marker["height"], "what the marker stands behind can still be read"
    reader.screenshot("hover")
    reader.page.keyboard.press("Escape")
    expect(card).to_be_hidden()

    paper = reader.page.locator(".bf-paper")
    assert not reader.in_view(paper.locator(".bf-s", has_text="In 1984, a man named David Bogatin"))
    chip.click()
    expect(reader.selected).to_have_count(1)
    reader.wait_until_in_view(reader.selected)
    assert (
        reader.selected.evaluate("e => [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.data).join('')")
        == BOGATIN
    )
    start, end = (int(reader.selected.get_attribute(f"data-{name}") or 0) for name in ("start", "end"))
    shown = BRIEFING.read_text()
    assert BOGATIN[:40] in shown
    assert end - start == len(BOGATIN)
    reader.screenshot("highlighted")

    where = paper.evaluate("e => e.scrollTop")
    reader.ask("How many sanctions does Russia face?")  # the page is drawn anew
    expect(reader.selected).to_have_attribute("data-start", str(start))
    assert paper.evaluate("e => e.scrollTop") == where, "the document stays where the reader left it"
    expect(chip).to_have_attribute("aria-current", "true")


def test_a_reload_finds_the_conversation_and_the_highlight(reader: Reader) -> None:
    reader.ask(TWO)
    reader.asked.nth(0).locator(".bf-chip").nth(1).click()
    start = reader.selected.get_attribute("data-start")
    reader.page.reload()
    reader.finished(0).wait_for()
    assert LEE in reader.asked.nth(0).inner_text()
    expect(reader.selected).to_have_attribute("data-start", str(start))
    reader.wait_until_in_view(reader.selected)


def test_the_first_screen_leads_into_the_document_and_asks(reader: Reader) -> None:
    opening = reader.page.locator(".bf-opening")
    assert "Trump’s Russian Realignment" in opening.get_by_role("heading", level=1).inner_text()
    opening.locator(".bf-chip").last.click()
    reader.wait_until_in_view(reader.selected)
    contents = reader.page.get_by_role("navigation", name="Contents of the document")
    contents.get_by_role("button", name="Putin’s Strategic Vision").click()
    heading = reader.page.locator(".bf-paper .bf-heading", has_text="Putin’s Strategic Vision")
    reader.wait_until_in_view(heading)
    suggested = reader.page.locator(f"[class*='st-key-{keys.SUGGESTED}_'] button")
    expect(suggested).to_have_count(4)
    reader.screenshot("first")
    question = suggested.nth(3).inner_text()
    suggested.nth(3).click()
    reader.finished(0).wait_for()
    assert reader.asked.nth(0).locator(".bf-question").inner_text() == question
    assert reader.asked.nth(0).locator(".bf-claim").count() > 0


def test_a_refusal_is_calm_and_says_what_could_be_asked(reader: Reader) -> None:
    said = reader.ask("How do I bake sourdough bread?")
    assert "The document does not say." in said
    assert "The closest it comes:" in said
    card = reader.asked.nth(0).locator(".bf-refusal")
    assert card.locator(".bf-quote").count() == 3
    assert card.locator(".bf-chip").count() == 0
    card.locator(".bf-link").first.click()
    reader.wait_until_in_view(reader.selected)
    reader.screenshot("refusal")
    reader.widget(f"{keys.INSTEAD}_", "button").click()
    reader.finished(1).wait_for()
    assert reader.asked.nth(1).locator(".bf-refusal").count() == 0


def test_an_answer_that_may_be_none_says_so_above_it(reader: Reader) -> None:
    said = reader.ask("What did Bogatin do with his condominiums later on?")
    assert said.index("This may not answer the question") < said.index("In the document’s own words:")
    assert reader.asked.nth(0).locator(".bf-claim").count() > 0
    assert "may not answer" not in reader.ask("Who bought condominiums in Trump Tower?")


def test_a_follow_up_shows_how_it_was_understood_and_is_edited(reader: Reader) -> None:
    reader.ask("Who bought condominiums in Trump Tower?")
    said = reader.ask("How much did he pay?")
    assert "Understood as: " in said
    assert "How much did David Bogatin pay?" in said
    reader.screenshot("follow-up")
    edits = reader.page.get_by_role("button", name="Edit question")
    edits.nth(1).click()
    box = reader.page.get_by_role("textbox", name="The question as it was understood")
    expect(box).to_have_value("How much did David Bogatin pay?")
    box.fill(WHO)
    box.press("Control+Enter")
    reader.page.get_by_role("button", name="Ask this").click()
    reader.finished(2).wait_for()
    assert BOGATIN in reader.asked.nth(2).inner_text()
    assert "Understood as" not in reader.asked.nth(2).inner_text()


def test_everything_retrieved_is_behind_a_line_and_explained(reader: Reader) -> None:
    reader.ask(WHO)
    turn = reader.asked.nth(0)
    expect(turn.locator(".bf-score").first).to_be_hidden()
    turn.get_by_text("Everything that was retrieved").click()
    expect(turn.locator(".bf-score")).to_have_count(8)
    assert "says that it is about the same subject, not that it answers" in turn.inner_text()
    assert turn.locator(".bf-score", has_text="· cited").count() == turn.locator(".bf-claim").count()
    reader.screenshot("retrieved")


def test_a_narrow_screen_opens_the_document_over_the_conversation(
    open_page: Callable[..., Reader], address: str
) -> None:
    reader = open_page(address, PHONE)
    reader.ask(WHO)
    pane = reader.page.locator(".bf-pane")
    expect(pane).to_be_hidden()
    assert reader.page.evaluate("document.documentElement.scrollWidth") == PHONE[0], "nothing is wider than the screen"
    reader.screenshot("narrow")
    chip = reader.asked.nth(0).locator(".bf-chip").first
    chip.click()
    expect(pane).to_be_visible()
    reader.wait_until_in_view(reader.selected)
    box = pane.bounding_box()
    assert box
    assert (round(box["x"]), round(box["width"])) == (0, PHONE[0])
    reader.screenshot("narrow-document")
    pane.get_by_role("button", name="Contents").click()
    pane.get_by_role("button", name="Conclusion").click()
    reader.wait_until_in_view(pane.locator(".bf-heading", has_text="Conclusion"))
    pane.get_by_role("button", name="Close the document").click()
    expect(pane).to_be_hidden()
    expect(chip).to_be_focused()
    reader.page.get_by_role("button", name="Document", exact=True).click()
    expect(pane).to_be_visible()
    reader.page.keyboard.press("Escape")
    expect(pane).to_be_hidden()


def test_with_the_keyboard_alone(reader: Reader) -> None:
    page, keyboard = reader.page, reader.page.keyboard
    page.locator(".bf-paper").wait_for()  # the page listens to keys once its parts are there
    page.locator(".bf-bar").wait_for()
    keyboard.press("/")
    expect(reader.question).to_be_focused()
    keyboard.type(TWO)
    keyboard.press("Enter")
    reader.finished(0).wait_for()
    keyboard.press("Escape")
    expect(reader.question).not_to_be_focused()
    chips = reader.asked.nth(0).locator(".bf-chip")
    card = page.locator(".bf-card")
    keyboard.press("n")
    expect(chips.nth(0)).to_be_focused()
    card.get_by_text(LEE).wait_for()
    expect(chips.nth(0)).to_have_attribute("aria-describedby", "bf-card")
    reader.wait_until_in_view(reader.selected)
    keyboard.press("n")
    expect(chips.nth(1)).to_be_focused()
    keyboard.press("p")
    expect(chips.nth(0)).to_be_focused()
    reader.screenshot("keyboard")
    keyboard.press("d")
    expect(page.locator(".bf-pane")).to_be_hidden()
    keyboard.press("Enter")
    expect(page.locator(".bf-pane")).to_be_visible()
    reader.wait_until_in_view(reader.selected)
    keyboard.press("?")
    shortcuts = page.get_by_role("dialog", name="Keyboard shortcuts")
    for key in ("/", "n", "p", "Enter", "d", "Esc", "?"):
        assert shortcuts.locator("kbd", has_text=key).count() >= 1
    reader.screenshot("shortcuts")
    keyboard.press("Escape")
    expect(shortcuts).to_be_hidden()
    keyboard.press("/")
    keyboard.type("n d ?")
    expect(reader.question).to_have_value("n d ?")
    expect(page.locator(".bf-pane")).to_be_visible()


def test_a_document_of_300_pages_opens_in_two_seconds_and_scrolls(
    open_page: Callable[..., Reader], tmp_path: Path, free_ports: Callable[[], int], tiny_embedding_model: Path
) -> None:
    # A tiny embedding model, because how long it takes to put such a document in is not what is timed here.
    sentence = "In the matter of article {0} the committee of {1} noted that figures of the quarter were revised again."
    paragraphs = [
        f"# Chapter {i // 20 + 1}" if i % 20 == 0 else " ".join(sentence.format(i, 1500 + i * 4 + k) for k in range(4))
        for i in range(1800)
    ]
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "long.md").write_text("\n\n".join(paragraphs))
    assert sum(map(len, paragraphs)) > 690_000
    command = CommandLine(tmp_path / "home", tmp_path, {"BRIEFING_EMBEDDINGS": str(tiny_embedding_model)})
    with served(command, str(folder), "--port", str(free_ports())) as page:
        reader = open_page(page.url)
        expect(reader.page.locator(".bf-s")).to_have_count(6840)
        start = time.monotonic()
        reader.page.reload()
        reader.question.wait_for()
        ready = time.monotonic()
        reader.page.locator(".bf-s").nth(6000).wait_for(state="attached")
        assert time.monotonic() - ready < 2.0, f"the page itself took {ready - start:.1f} s"
        frames = reader.page.evaluate(
            """async () => {
                const paper = document.querySelector('.bf-paper'), times = [];
                let last = performance.now();
                for (let i = 0; i < 120; i++) {
                    paper.scrollTop += 300;
                    await new Promise(requestAnimationFrame);
                    times.push(performance.now() - last);
                    last = performance.now();
                }
                return times.sort((a, b) => a - b);
            }"""
        )
        assert frames[len(frames) // 2] < 50, frames
        contents = reader.page.get_by_role("navigation", name="Contents of the document")
        contents.get_by_role("button", name="Chapter 30", exact=True).click()
        reader.wait_until_in_view(reader.page.locator(".bf-heading", has_text="Chapter 30"))
