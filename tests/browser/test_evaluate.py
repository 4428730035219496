"""Evaluating in a real browser: run it, see it go on, read the figures, open a case in the chat."""

import re

import pytest

from chat import keys
from tests.browser.reader import Reader

pytestmark = pytest.mark.browser


def test_quotes_are_evaluated_and_a_case_is_opened_in_the_chat(reader: Reader) -> None:
    page = reader.page
    reader.sidebar.get_by_role("link", name="Evaluate").click()
    page.get_by_text("24 of 156 cases about us-foreign-policy-2025.txt").wait_for()
    sample = page.locator(f".st-key-{keys.EVAL_SAMPLE} input")
    sample.fill("6")
    sample.press("Enter")
    page.get_by_text("6 of 156 cases").wait_for()
    reader.screenshot("evaluate-choice")

    page.locator(f".st-key-{keys.EVAL_RUN}").get_by_role("button").click()
    page.locator(f".st-key-{keys.EVAL_CANCEL}").get_by_role("button", name="Cancel").wait_for()
    page.get_by_test_id("stProgress").first.wait_for()
    reader.screenshot("evaluate-progress")

    row = page.get_by_role("row").filter(has_text="markers_valid")
    row.wait_for()
    assert "1.00 [1.00, 1.00]" in row.inner_text()
    assert page.get_by_role("row").filter(has_text="premise_swallowed").is_visible()
    reader.screenshot("evaluate-figures")

    page.get_by_role("tab", name="Charts").click()
    page.get_by_test_id("stVegaLiteChart").first.locator("canvas, svg").first.wait_for()
    page.wait_for_timeout(500)
    reader.screenshot("evaluate-charts")

    page.get_by_role("tab", name="Cases").click()
    page.get_by_text("What a right answer rests on:").wait_for()
    question = page.get_by_test_id("stText").first.inner_text()
    assert page.get_by_text("Gold among the cited: [1]").is_visible()
    reader.screenshot("evaluate-case")

    page.get_by_role("button", name="Open in chat").click()
    reader.finished(0).wait_for()
    assert question in reader.asked.nth(0).inner_text()
    reader.screenshot("evaluate-opened")

    reader.sidebar.get_by_role("link", name="Evaluate").click()
    row.wait_for()  # the results are still there


def test_an_evaluation_is_cancelled_and_goes_on(reader: Reader) -> None:
    page = reader.page
    reader.goto("Evaluate")
    page.get_by_text("24 of 156 cases about us-foreign-policy-2025.txt").wait_for()
    sample = page.locator(f".st-key-{keys.EVAL_SAMPLE} input")
    sample.fill("40")
    sample.press("Enter")
    page.get_by_text("40 of 156 cases").wait_for()
    page.locator(f".st-key-{keys.EVAL_RUN} button").click()
    page.get_by_text(re.compile(r"^quotes: [1-9]\d* of 40 cases")).wait_for()
    page.locator(f".st-key-{keys.EVAL_CANCEL} button").click()
    page.get_by_test_id("stAlert").get_by_text("Run it again, and it goes on from here.").wait_for()
    reader.screenshot("evaluate-cancelled")
    page.locator(f".st-key-{keys.EVAL_RUN} button").click()
    page.get_by_role("row").filter(has_text="markers_valid").wait_for()
    assert page.get_by_text("40 cases").first.is_visible()
