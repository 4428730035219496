"""The report: one file that needs no network, and in which nothing that a document or a model says is markup."""

import html
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from evals.figures import compare
from evals.report import write_report
from evals.results import Results, Run
from evals.scores import METRICS
from ingest.errors import SettingsError
from tests.eval_rows import BUILT, CLOSED, a_case, a_claim, a_row, an_answer
from tests.test_evals_results import RESULTS

EVIL = '</script><script>alert(1)</script><img src="http://evil.example/x" onerror="alert(1)">'


def a_report(results: Results, folder: Path, **keys: object) -> str:
    write_report(results, folder / "report.html", **keys)
    return (folder / "report.html").read_text(encoding="utf-8")


def results(*rows: object, model: str = "fake", judge: str | None = None) -> Results:
    runs = [Run(model=model, rows=list(rows), seconds=1.0)]
    return RESULTS.model_copy(update={"runs": runs, "judge": judge})


class Elements(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


LOADING = {"src", "href", "xlink:href", "srcset", "data", "action", "poster", "background"}


def assert_loads_nothing(page: str) -> None:
    elements = Elements(page).found
    loading = [(tag, name) for tag, attributes in elements for name in attributes if name in LOADING]
    assert loading == []
    assert {tag for tag, _ in elements}.isdisjoint({"link", "iframe", "object", "embed", "base", "image", "img", "use"})
    assert not re.search(r"@import|url\((?!#)", page)
    assert [attributes for tag, attributes in elements if tag == "script"] == [{}]  # its own, and no other
    assert not [name for _, attributes in elements for name in attributes if name.startswith("on")]


def test_it_loads_nothing(tmp_path: Path) -> None:
    page = a_report(RESULTS, tmp_path)
    assert_loads_nothing(page)
    assert "default-src 'none'" in page


def test_whatever_documents_models_and_suites_say_is_escaped(tmp_path: Path) -> None:
    answer = an_answer(a_claim(EVIL, 1))
    citation = answer.citations[0].model_copy(update={"quote": EVIL, "section": EVIL, "document": EVIL})
    claim = answer.claims[0].model_copy(update={"reasons": (EVIL,)})
    answer = answer.model_copy(
        update={"citations": (citation,), "claims": (claim,), "standalone_question": EVIL, "model": EVIL}
    )
    case = a_case(
        id=EVIL, question=EVIL, note=EVIL, history=[EVIL], document=EVIL, gold_quotes=[EVIL], must_mention=[[EVIL]]
    )
    rows = a_row(case, answer, judged=["full"]), a_row(case.model_copy(update={"id": "b"}), None, failed=EVIL)
    page = a_report(results(*rows, model=EVIL, judge=EVIL), tmp_path)
    assert_loads_nothing(page)
    assert "<script>alert" not in page
    assert page.count(html.escape("<script>alert(1)</script>")) >= 12


def test_every_case_is_there_with_what_its_filters_go_by(tmp_path: Path) -> None:
    rows = (
        a_row(a_case(id="a", kind="number", must_mention=[["1931"]]), an_answer(a_claim(BUILT, 1))),
        a_row(a_case(id="b"), an_answer(a_claim(CLOSED, 2))),
        a_row(a_case(id="c", kind="unanswerable_near", answerable=False), an_answer()),
        a_row(a_case(id="d"), None, failed="not asked: down"),
    )
    page = a_report(results(*rows), tmp_path)
    cases = [attributes for tag, attributes in Elements(page).found if tag == "details"]
    assert [(case["data-kind"], case["data-outcome"]) for case in cases] == [
        ("number", "|right|"),
        ("fact", "|wrong|"),
        ("unanswerable_near", "|rightly refused|"),
        ("fact", "|not scored|"),
    ]
    for kind in ("number", "fact", "unanswerable_near"):
        assert f"<option>{kind}</option>" in page
    for outcome in ("right", "wrong", "rightly refused", "not scored"):
        assert f"<option>{outcome}</option>" in page


def test_a_case_shows_answer_citations_gold_verdicts_and_why(tmp_path: Path) -> None:
    repaired = a_claim(CLOSED, 2).model_copy(update={"support": "repaired", "reasons": ("the number 7 is not in it",)})
    answer = an_answer(a_claim(BUILT, 1), repaired)
    row = a_row(a_case(must_mention=[["1899"]], note="the year"), answer, judged=["full", "none"])
    page = html.unescape(a_report(results(row, judge="strict"), tmp_path))
    assert f"<p>{BUILT} [1] {CLOSED} [2]</p>" in page
    assert f'<blockquote class="gold">[1] {BUILT}' in page
    assert f'<blockquote class="">[2] {CLOSED}' in page
    assert "bridge.txt · before the first heading · gold" in page
    assert "lacks “1899”" in page
    assert "Claim 1: verified, judged full." in page
    assert "Claim 2: repaired (the number 7 is not in it), judged none." in page
    assert "as <b>strict</b> judges them: full 1, partial 0, none 1, unclear 0." in page
    assert "the year" in page


def test_an_answer_that_may_be_none_says_so(tmp_path: Path) -> None:
    unsure = an_answer(a_claim(BUILT, 1)).model_copy(update={"unsure": True})
    assert "This may not answer the question" in a_report(results(a_row(a_case(), unsure)), tmp_path)
    assert "This may not answer" not in a_report(results(a_row(a_case(), an_answer(a_claim(BUILT, 1)))), tmp_path)


def test_every_figure_is_there_and_what_is_not_scored_is_said(tmp_path: Path) -> None:
    page = a_report(RESULTS, tmp_path)
    for metric in METRICS:
        assert f"<td>{metric.name}</td>" in page
    assert "1 cases are not scored, because the model failed: not asked: down" in page
    assert page.count("<svg") == 5


def test_a_cited_part_of_a_gold_sentence_is_marked_as_gold(tmp_path: Path) -> None:
    answer = an_answer(a_claim(BUILT, 1))
    row = a_row(a_case(), answer)
    [place] = row.gold
    later = row.model_copy(update={"gold": (place.__class__(place.document, place.start + 4, place.end),)})
    assert '<blockquote class="gold">[1]' in a_report(results(later), tmp_path)


def test_models_are_side_by_side_and_compared_with_an_earlier_run(tmp_path: Path) -> None:
    def run(model: str, text: str, n: int) -> Run:
        return Run(model=model, rows=[a_row(a_case(), an_answer(a_claim(text, n)))], seconds=1.0)

    earlier = RESULTS.model_copy(update={"runs": [run("quotes", CLOSED, 2)]})
    now = RESULTS.model_copy(update={"runs": [run("quotes", BUILT, 1), run("small", CLOSED, 2)]})
    page = a_report(now, tmp_path, compared=compare(earlier, now))
    assert "quotes: right" in page
    assert "small: wrong" in page
    assert 'data-outcome="|right|wrong|"' in page
    assert "quotes, against the earlier run" in page
    assert "c ↑" in page


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"report\.html: No such file"):
        write_report(RESULTS, tmp_path / "no" / "report.html")
