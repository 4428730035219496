"""The Documents page in a real browser: put in, looked at, asked alone, taken out."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from chat import keys
from tests.browser.reader import SANCTIONS, Reader, bridges

pytestmark = pytest.mark.browser


def test_documents_are_added_asked_alone_and_removed(
    open_page: Callable[..., Reader], own_address: str, tmp_path: Path
) -> None:
    reader = open_page(own_address)
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
    card.get_by_text("The open conversation asks only this.").wait_for()  # the server has taken it in
    reader.back()
    expect(reader.sidebar.locator(f".st-key-{keys.AMONG}")).to_contain_text("bridges.md")
    expect(reader.turns).to_have_count(1)
    expect(reader.turns.first).to_contain_text("24,000")  # uploading lost nothing
    turn = reader.put_question("What happened to the bridge in 2004?")
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
