import re
from html.parser import HTMLParser

import pytest

from chat.answer import Citation, Claim, Dropped, Evidence
from chat.markup import answer_html, draft_html, evidence_html, quotes_html
from tests.conftest import make_answer, make_evidence, make_source

EVIL = "<script>alert(1)</script><img src=x onerror='alert(2)'> \" onmouseover=\"alert(3)\" 'x' & </p></div>"


class _Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def evil_evidence() -> list[Evidence]:
    source = make_source(f"# Title {EVIL}", f"He said so {EVIL}", name=f"{EVIL}.txt")
    return [Evidence(1, source, source.sentences[0])]


@pytest.mark.parametrize(
    "html",
    [
        answer_html(make_answer(evil_evidence(), Claim(text=EVIL, citations=(1,), support="verified"))),
        answer_html(
            make_answer(
                evil_evidence(),
                Claim(text="It is.", citations=(1,), support="repaired", reasons=(EVIL,)),
                dropped=[Dropped(text=EVIL, reasons=(EVIL,))],
                standalone_question=EVIL,
                model=EVIL,
            )
        ),
        answer_html(
            make_answer([], answer=EVIL, closest=[Citation.of(item) for item in evil_evidence()], refused=True)
        ),
        evidence_html(evil_evidence()),
        draft_html(EVIL),
    ],
)
def test_whatever_a_document_or_a_model_says_is_text(html: str) -> None:
    tags = _Tags(html)
    assert {tag for tag, _ in tags.tags} <= {"p", "div", "span"}
    assert {name for _, attributes in tags.tags for name in attributes} <= {"class", "title", "data-support"}
    assert "<script>alert(1)</script>" in tags.text


def test_a_marker_holds_the_exact_sentence() -> None:
    evidence = make_evidence("He said “no” & <left>.", "It rained.")
    html = answer_html(make_answer(evidence, Claim(text="He refused.", citations=(1,), support="verified")))
    titles = [a["title"] for tag, a in _Tags(html).tags if tag == "span" and "title" in a]
    assert titles == ["He said “no” & <left>."]
    assert "It rained." not in html


def test_each_claim_says_how_it_is_supported() -> None:
    evidence = make_evidence("It rained.")
    claim = Claim(
        text="It poured in 1999.", citations=(1,), support="repaired", reasons=("the number 1999 is not there",)
    )
    html = answer_html(make_answer(evidence, claim))
    [(_, attributes)] = [(tag, a) for tag, a in _Tags(html).tags if "data-support" in a]
    assert attributes["data-support"] == "repaired"
    assert attributes["title"] == "replaced by the sentence it cites: the number 1999 is not there"


def test_an_answer_in_the_documents_own_words_shows_each_sentence_once() -> None:
    evidence = make_evidence("It rained.")
    html = answer_html(make_answer(evidence, Claim(text="It rained.", citations=(1,), support="quoted")))
    assert _Tags(html).text.count("It rained.") == 1
    assert "own words" in html


def test_a_refusal_shows_the_closest_sentences_without_markers() -> None:
    evidence = make_evidence("It rained.")
    html = answer_html(
        make_answer([], answer="The document does not say.", closest=[Citation.of(evidence[0])], refused=True)
    )
    text = _Tags(html).text
    assert "The document does not say." in text
    assert "It rained." in text
    assert not re.search(r"\[\d", text)


def test_a_follow_up_says_how_it_was_understood_and_another_question_does_not() -> None:
    assert "Understood as: Where? And when?" in answer_html(make_answer([], standalone_question="Where? And when?"))
    assert "Understood" not in answer_html(make_answer([]))


def test_what_was_left_out_is_told() -> None:
    html = answer_html(make_answer([], dropped=[Dropped(text="It snowed.", reasons=("no sentence supports it",))]))
    assert "Left out: “It snowed.”: no sentence supports it." in _Tags(html).text


def test_quotes_are_text() -> None:
    assert quotes_html(["<b>1</b>", "two"]).count('<div class="briefing-quote">') == 2
    assert "&lt;b&gt;1&lt;/b&gt;" in quotes_html(["<b>1</b>"])
