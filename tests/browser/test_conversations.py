"""Conversations in a real browser: kept, found, exported, rated; in two windows at once."""

import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import docx
import pypdfium2
import pytest
from playwright.sync_api import Locator, expect

from chat import keys
from evals.suite import load_suite
from tests.browser.reader import PHONE, SANCTIONS, Reader
from tests.browser.slow import WHO, WRITTEN, SlowServer
from tests.conftest import BRIEFING, CommandLine

pytestmark = pytest.mark.browser


def test_a_conversation_is_found_again_renamed_searched_and_removed(
    open_page: Callable[..., Reader], own_address: str, own_command: CommandLine
) -> None:
    reader = open_page(own_address)
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
    assert len(list((own_command.home / "conversations").glob("*.json"))) == 1


def test_answers_and_conversations_are_exported(open_page: Callable[..., Reader], own_address: str) -> None:
    reader = open_page(own_address)
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
    open_page: Callable[..., Reader], own_address: str, own_command: CommandLine
) -> None:
    reader = open_page(own_address)
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
    gold = dialog.locator(f"[class*='st-key-{keys.CASE_GOLD}_']").first
    gold.wait_for()
    ticked = gold.get_by_role("checkbox", checked=True)
    expect(ticked).to_have_count(1)  # what was cited
    find = dialog.locator(f"[class*='st-key-{keys.CASE_FIND}_'] input")
    find.fill("condominiums bogatin")
    find.press("Enter")
    dialog.get_by_text("1 found").wait_for()
    reader.idle()
    gold.get_by_text("David Bogatin").click()
    expect(ticked).to_have_count(2)
    mention = dialog.locator(f"[class*='st-key-{keys.CASE_MENTION}_'] input")
    mention.fill("24,000 | 24.000; $6 million")
    mention.press("Enter")
    reader.idle()
    reader.screenshot("case")
    dialog.get_by_role("button", name="Write the case").click()
    dialog.get_by_text("Written as how-many-sanctions-does-russia-face").wait_for()

    path = own_command.home / "suites" / "my-cases.jsonl"
    [case] = load_suite(path).cases
    assert (case.kind, case.document, case.must_mention) == (
        "number",
        BRIEFING.name,
        (("24,000", "24.000"), ("$6 million",)),
    )
    assert len(case.gold_quotes) == 2
    assert "24,000" in " ".join(case.gold_quotes)
    done = own_command("eval", "--suite", path, "--model", "quotes")
    assert done.returncode == 0, done.stderr
    assert "my-cases" in done.stdout


def test_two_sessions_with_the_same_conversation_lose_nothing(
    open_page: Callable[..., Reader], own_address: str
) -> None:
    one = open_page(own_address)
    one.put_question(SANCTIONS)
    one.page.wait_for_url(re.compile(r"\?c="))
    two = open_page(one.page.url)
    two.turns.first.wait_for()
    one.put_question("What did Mike Lee say about NATO?")
    two.put_question("Who bought condominiums in Trump Tower?")
    expect(one.turns).to_have_count(2)
    expect(two.turns).to_have_count(2)
    assert "Bogatin" not in one.page.locator(f".st-key-{keys.CONVERSATION_PANE}").inner_text()
    three = open_page(one.page.url)
    expect(three.turns).to_have_count(3)


def test_a_page_that_is_loaded_anew_goes_on_with_the_first_answer(
    open_page: Callable[..., Reader], own_address: str
) -> None:
    reader = open_page(own_address)
    with SlowServer() as server:
        reader.name_another(f"openai:fake@{server.url}/v1")
        reader.ask(WHO, answered=False)
        reader.asked.nth(0).locator(".bf-draft").get_by_text("According").wait_for()
        reader.page.reload()
        reader.asked.nth(0).wait_for()
        assert WHO in reader.asked.nth(0).inner_text()
        reader.finished(0).wait_for()
        assert len(server.asked_for("/v1/chat/completions")) == 1
    assert WRITTEN in reader.asked.nth(0).inner_text()
    expect(reader.listed).to_have_count(1)


def test_two_models_answers_stand_side_by_side(open_page: Callable[..., Reader], own_address: str) -> None:
    reader = open_page(own_address, (1400, 900))
    reader.put_question(WHO)
    with SlowServer(0.05) as server:
        reader.widget(f"{keys.AGAIN}_", "button").click()
        name = reader.page.locator(f"[class*='st-key-{keys.AGAIN_MODEL}_'] input")
        name.fill(f"openai:fake@{server.url}/v1")
        name.press("Enter")
        reader.idle()
        reader.widget(f"{keys.AGAIN_ASK}_", "button").click()
        answers = reader.asked.nth(0).locator(".bf-answer")
        expect(answers).to_have_count(2)
    assert WRITTEN in answers.nth(1).inner_text()
    reader.page.mouse.move(0, 0)
    reader.idle()
    reader.screenshot("side-by-side")
    left, right = (answers.nth(i).bounding_box() for i in (0, 1))
    assert left
    assert right
    assert left["y"] == right["y"]
    assert left["x"] + left["width"] < right["x"]
    phone = open_page(reader.page.url, PHONE, "dark")
    phone.finished(0).wait_for()
    phone.idle()
    phone.screenshot("side-by-side-narrow")
    above, below = (phone.asked.nth(0).locator(".bf-answer").nth(i).bounding_box() for i in (0, 1))
    assert above
    assert below
    assert above["y"] + above["height"] <= below["y"], "on a phone one below the other"
    assert below["x"] + below["width"] <= PHONE[0]


def test_a_conversation_that_another_window_removes_stays_in_this_one(
    open_page: Callable[..., Reader], own_address: str
) -> None:
    here = open_page(own_address)
    here.put_question(SANCTIONS)
    here.page.wait_for_url(re.compile(r"\?c="))
    there = open_page(here.page.url)
    there.turns.first.wait_for()
    there.sidebar.locator(f"[class*='st-key-{keys.MORE}_'] button").first.click()
    there.page.get_by_text("Remove it for good").click()
    there.widget(f"{keys.REMOVE_SURE}_", "button").click()
    expect(there.turns).to_have_count(0)
    expect(there.listed).to_have_count(0)
    expect(here.turns).to_have_count(1)
    here.page.reload()
    expect(here.page.get_by_test_id("stAlert")).to_contain_text("This conversation is not here")
    here.put_question(SANCTIONS)
    expect(here.listed).to_have_count(1)
