"""What is exported is read again: everything is there, and nothing that anybody wrote has become markup."""

import io
import json
import re
from datetime import UTC, datetime
from html import unescape

import docx
import pypdfium2
import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from chat.answer import Claim, Dropped
from chat.conversation import Conversation, Feedback, Turn
from chat.export import FORMATS, as_bytes, content_of, file_name, only
from chat.export_markdown import escaped
from chat.export_pdf import LACKING
from ingest.errors import BriefingError
from tests.conftest import make_answer, make_evidence

EVIL = (
    '<img src=x onerror=alert(1)> ![x](http://example.com/x.png) [a](javascript:alert(2)) http://example.com '
    "<font size=90>big</font> &lt;b&gt; `code` *bold* | ~~gone~~ $x$ #1 [^1] www.example.com <b>unclosed"
)  # fmt: skip
LETTERS = "“Curly” ‘quotes’ – — … élève Łódź naïve Ørsted Ελλάδα Москва €"
CLOSED = "The bridge was closed in 2004."


def conversation(*turns: Turn, name: str | None = None) -> Conversation:
    made = Conversation(created=datetime(2026, 3, 1, 9, 30, tzinfo=UTC), name=name)
    for turn in turns:
        made = made.with_turn(turn)
    return made


def answered(*sentences: str, question: str = "When was it closed?", **fields: object) -> Turn:
    evidence = make_evidence("# The Avon bridge", *sentences, name="bridges.md")
    claim = Claim(text=f"So it says: {sentences[0]}", citations=(1,), support="verified")
    return Turn.of(make_answer(evidence, claim, question=question, **fields), evidence, {"evidence": 8, "timeout": 120})


def refused() -> Turn:
    evidence = make_evidence("# The Avon bridge", "It is red.", name="bridges.md")
    return Turn.of(
        make_answer(evidence, question="What did it cost?", closest=[t.citation for t in _kept(evidence)],
                    missing=("What the bridge cost is not in the document.",)),
        evidence,
    )  # fmt: skip


def _kept(evidence):
    return Turn.of(make_answer(evidence), evidence).retrieved


def everything() -> Conversation:
    two = answered(CLOSED, "It is red.")
    answer = two.answer.model_copy(
        update={
            "standalone_question": "When was the Avon bridge closed?",
            "claims": (
                Claim(text=CLOSED, citations=(1,), support="quoted"),
                Claim(text="It is red.", citations=(2,), support="repaired", original="It is blue.",
                      reasons=("“blue” is not in the sentence it cites",)),
                Claim(text="It was shut.", citations=(1,), support="verified", speaker="The council"),
            ),
            "citations": tuple(item.citation for item in two.retrieved),
            "dropped": (Dropped(text="It cost 5 million.", reasons=("no marker",)),),
        }
    )  # fmt: skip
    other = two.answer.model_copy(update={"model": "other"})
    two = two.model_copy(update={"answer": answer, "alternatives": (other,), "feedback": Feedback(good=True)})
    return conversation(two, refused())


def pdf_text(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    pages = [document[i].get_textpage().get_text_range() for i in range(len(document))]
    return " ".join(" ".join(pages).replace("￾", "-").split())


def docx_text(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)


def read(suffix: str, made: Conversation) -> str:
    data = as_bytes(made, suffix)
    if suffix == "pdf":
        return pdf_text(data)
    if suffix == "docx":
        return " ".join(docx_text(data).split())
    html = MarkdownIt().use(footnote_plugin).render(data.decode())
    return " ".join(unescape(re.sub("<[^>]*>", " ", html)).split())


@pytest.mark.parametrize("suffix", ["md", "docx", "pdf"])
def test_everything_that_the_page_says_is_there(suffix: str) -> None:
    text = read(suffix, everything())
    for words in (
        "When was it closed?",
        "bridges.md",
        "Understood as: When was the Avon bridge closed?",
        "According to The council: It was shut.",
        "“It is blue.” was replaced: “blue” is not in the sentence it cites.",
        "Left out: “It cost 5 million.”: no marker.",
        "bridges.md · The Avon bridge",
        "What did it cost?",
        "The document does not say.",
        "What the bridge cost is not in the document.",
        "The closest it comes",
        "Answered by fake on",
        "Answered by other on",
        "in 1.2 s",
        "SHA-256",
    ):
        assert words in text, words


@pytest.mark.parametrize("suffix", ["md", "docx", "pdf"])
def test_what_anybody_wrote_stays_text(suffix: str) -> None:
    made = conversation(answered(EVIL, question=EVIL), name=f"On {EVIL}")
    text = read(suffix, made).replace(" ", "")
    assert text.count(EVIL.replace(" ", "")) >= 4, "title, question, claim, source"


def test_markdown_loads_nothing_and_links_nothing() -> None:
    data = as_bytes(conversation(answered(EVIL, question=EVIL), name=f"On {EVIL}"), "md").decode()
    parser = MarkdownIt("gfm-like", {"linkify": False}).use(footnote_plugin)
    kinds = {token.type for top in parser.parse(data) for token in [top, *(top.children or [])]}
    assert not kinds & {"image", "link_open", "html_inline", "html_block", "code_inline", "table_open", "s_open"}
    assert "footnote_ref" in kinds
    assert "://example" not in data.replace("\\://", "")


@pytest.mark.parametrize(
    ("text", "shown"), [("1. one", "1\\. one"), ("- a", "\\- a"), ("a_b", "a\\_b"), ("is: it", "is: it")]
)
def test_markdown_escapes_what_means_something(text: str, shown: str) -> None:
    assert escaped(text) == shown


def test_markers_are_footnotes_of_their_own_answer() -> None:
    data = as_bytes(everything(), "md").decode()
    assert "The bridge was closed in 2004.[^1-1]" in data
    assert "[^1-2]: “It is red.” — bridges.md · The Avon bridge" in data
    assert "So it says: The bridge was closed in 2004.[^2-1]" in data, "the other model’s answer"
    one = as_bytes(only(everything(), everything().turns[1]), "md").decode()
    assert one.startswith("# What did it cost?\n")
    html = MarkdownIt().use(footnote_plugin).render(data)
    assert html.count('class="footnote-item"') == 3


def test_an_answer_in_the_documents_own_words_shows_each_sentence_once() -> None:
    evidence = make_evidence("# Bridge", CLOSED)
    made = Turn.of(make_answer(evidence, Claim(text=CLOSED, citations=(1,), support="quoted")), evidence)
    parts = content_of(conversation(made)).parts
    assert [part.text for part in parts].count(CLOSED) == 1
    assert [part.place for part in parts if part.kind == "source"] == ["note.txt · Bridge"]


@pytest.mark.parametrize("suffix", ["md", "docx", "pdf"])
def test_an_answer_that_may_be_none_says_so(suffix: str) -> None:
    evidence = make_evidence(CLOSED)
    answer = make_answer(evidence, Claim(text=CLOSED, citations=(1,), support="quoted"), unsure=True)
    assert "This may not answer the question" in read(suffix, conversation(Turn.of(answer, evidence)))


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_letters_beyond_ascii(suffix: str) -> None:
    assert LETTERS in read(suffix, conversation(answered(LETTERS)))


def test_what_the_pdf_font_lacks_is_said() -> None:
    assert LACKING not in read("pdf", conversation(answered(LETTERS)))
    text = read("pdf", conversation(answered("北京 is a city.")))
    assert "□□ is a city." in text
    assert LACKING in text
    assert "北京 is a city." in read("docx", conversation(answered("北京 is a city.")))


@pytest.mark.parametrize("suffix", list(FORMATS))
def test_control_characters_break_nothing(suffix: str) -> None:
    data = as_bytes(conversation(answered("A\x00 \x0b\ufffe bell\x07 rings.", question="\x1b[31mred\u2028?")), suffix)
    assert data


def test_pages_are_numbered_and_long_conversations_fill_several() -> None:
    many = conversation(*(answered(f"Sentence {n} " + "goes on " * 60, question=f"Question {n}?") for n in range(12)))
    document = pypdfium2.PdfDocument(as_bytes(many, "pdf"))
    assert len(document) > 2
    assert document[1].get_textpage().get_text_range().strip().startswith("2\r\n")
    assert document.get_metadata_value("Title") == "Question 0?"


def test_a_docx_is_a_document_to_file() -> None:
    document = docx.Document(io.BytesIO(as_bytes(everything(), "docx")))
    assert document.core_properties.title == "When was it closed?"
    assert document.core_properties.created == datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    styles = [(p.style.name, p.text) for p in document.paragraphs if p.style and p.style.name != "Normal"]
    assert styles[:3] == [("Title", "When was it closed?"), ("Heading 1", "When was it closed?"),
                          ("Heading 2", "Sources")]  # fmt: skip
    assert document.sections[0].page_width.cm == pytest.approx(21, abs=0.1)


def test_json_proves_what_was_answered_from_what() -> None:
    made = everything()
    data = json.loads(as_bytes(made, "json"))
    first = data["turns"][0]
    assert (data["format"], data["title"], first["question"]) == (1, "When was it closed?", "When was it closed?")
    assert first["documents"] == [{"document": "bridges.md", "sha256": made.turns[0].documents["bridges.md"]}]
    assert first["settings"] == {"evidence": 8, "timeout": 120}
    assert [(e["n"], e["quote"], e["cited"]) for e in first["evidence"]] == [(1, CLOSED, True), (2, "It is red.", True)]
    assert [claim["support"] for claim in first["answer"]["claims"]] == ["quoted", "repaired", "verified"]
    assert first["answer"]["dropped"] == [{"text": "It cost 5 million.", "reasons": ["no marker"]}]
    assert first["alternatives"][0]["model"] == "other"
    assert first["feedback"]["good"] is True
    assert data["turns"][1]["answer"]["refused"] is True


def test_file_names_are_for_every_file_system() -> None:
    assert file_name("What did “Lee” say: NATO/EU?", "pdf") == "what-did-lee-say-nato-eu.pdf"
    assert file_name("../..", "md") == "briefing.md"
    assert len(file_name("word " * 100, "json")) < 70


def test_an_unknown_format_lists_the_formats() -> None:
    with pytest.raises(BriefingError, match="md, docx, pdf, json"):
        as_bytes(conversation(), "odt")
