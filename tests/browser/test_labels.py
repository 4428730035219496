"""Labels and contrast of every page, by axe-core: wide and narrow, light and dark."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from chat import keys
from tests.browser.reader import PHONE, Reader
from tests.browser.slow import WHO

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "axe" / "axe.min.js"


def findings(reader: Reader) -> list[tuple[str, str, str]]:
    """What is serious: how much, which rule, where."""
    if not reader.page.evaluate("Boolean(window.axe)"):
        reader.page.add_script_tag(content=AXE.read_text())
    found = reader.page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    grave = [one for one in found if one["impact"] in ("serious", "critical")]
    return [(one["impact"], one["id"], node["html"][:200]) for one in grave for node in one["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 900), PHONE], ids=["wide", "narrow"])
def test_labels_and_contrast(
    open_page: Callable[..., Reader], address: str, scheme: str, size: tuple[int, int]
) -> None:
    reader = open_page(address, size, scheme)

    reader.widget(f"{keys.SUGGESTED}_3").wait_for()
    assert findings(reader) == []
    reader.ask(WHO)
    reader.asked.nth(0).get_by_text("Everything that was retrieved").click()
    reader.asked.nth(0).locator(".bf-chip").first.click()
    reader.wait_until_in_view(reader.selected)
    reader.page.wait_for_timeout(500)  # on a phone the document fades in
    assert findings(reader) == []
    reader.screenshot(f"{scheme}-{size[0]}")
    if size == PHONE:
        reader.page.get_by_role("button", name="Close the document").click()
    reader.ask("How do I bake sourdough bread?")
    reader.page.wait_for_timeout(500)
    assert findings(reader) == []
    reader.screenshot(f"{scheme}-{size[0]}-refusal")
    reader.ask("What did Bogatin do with his condominiums later on?")
    reader.page.wait_for_timeout(500)
    assert findings(reader) == []
    reader.screenshot(f"{scheme}-{size[0]}-unsure")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 900), PHONE], ids=["wide", "narrow"])
def test_labels_and_contrast_of_the_other_pages(
    open_page: Callable[..., Reader], address: str, scheme: str, size: tuple[int, int]
) -> None:
    reader = open_page(address, size, scheme)
    reader.widget(f"{keys.SUGGESTED}_3").wait_for()
    for name, last in (("Documents", keys.DOCUMENTS), ("Models", keys.OTHERS), ("Evaluate", keys.EVAL_RUN)):
        reader.goto(name)
        reader.widget(last).wait_for()
        reader.idle()
        if size == PHONE:  # the side has made room for what was chosen
            expect(reader.page.locator(".stSidebar[data-collapsed=true]")).to_have_count(1)
            assert reader.page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
        reader.page.wait_for_timeout(500)
        assert findings(reader) == []
        reader.screenshot(f"{name.lower()}-{scheme}-{size[0]}")
