"""What an evaluation measured: figures, charts, kinds, and every case with its answers."""

from collections.abc import Collection, Mapping, Sequence

import streamlit as st

from chat import component, keys
from chat.answer import Answer
from chat.markup import plain
from chat.render import markers
from chat.views import evaluated_view
from evals.case import Case
from evals.charts import group_chart
from evals.figures import by_kind, failed, overall
from evals.outcome import outcome, why
from evals.report import report_html
from evals.results import Results
from evals.row import Row, place_of
from evals.scores import BY_NAME, GROUPS, METRICS
from evals.table import cell, number

ALL = "all"
AROUND = 110  # pixels that a chart's legend and axis take


def draw(results: Results, held: Collection[str]) -> None:
    """Draws results.

    Args:
        results: What was measured.
        held: Names of the documents that the chat answers from: only cases about these can be opened there.
    """
    cases = len(results.runs[0].rows)
    left, json_column, html_column = st.columns([6, 1, 1], vertical_alignment="bottom")
    left.subheader(plain(f"{results.suite}, {cases} cases"))
    json_column.download_button(
        "JSON",
        lambda: results.model_dump_json(indent=1),
        file_name="evaluation.json",
        mime="application/json",
        key=keys.EVAL_JSON,
        on_click="ignore",
        width="stretch",
        help="What `briefing eval --against` compares with.",
    )
    html_column.download_button(
        "Report",
        lambda: report_html(results),
        file_name="evaluation.html",
        mime="text/html",
        key=keys.EVAL_REPORT,
        on_click="ignore",
        width="stretch",
        help="All of this as one HTML file.",
    )
    for run in results.runs:
        for reason, count in failed(run).items():
            st.warning(plain(f"{run.model}: {count} cases are not scored, because the model failed: {reason}"))
    figures, charts, kinds, browser = st.tabs(["Figures", "Charts", "By kind", "Cases"])
    with figures:
        _figures(results)
    with charts:
        _charts(results)
    with kinds:
        _kinds(results)
    with browser:
        _cases(results, held)


def _figures(results: Results) -> None:
    found = {run.model: overall(run) for run in results.runs}
    st.caption("Means with 95 % bootstrap intervals over n cases; “–” is not scored, which is not zero.")
    for group in GROUPS:
        st.markdown(f"**{group.capitalize()}**" + (": median / 95th percentile" if group == "cost" else ""))
        rows = [
            {"figure": metric.name}
            | {model: cell(figures[metric.name], metric) for model, figures in found.items()}
            | {
                "n": "/".join(str(figures[metric.name].scored) for figures in found.values()),
                "what it says": metric.what + ("; less is better" if metric.higher is False else ""),
            }
            for metric in METRICS
            if metric.group == group
        ]
        _table(rows)


def _charts(results: Results) -> None:
    for group in GROUPS:
        if chart := group_chart(results, group):
            st.markdown(f"**{group.capitalize()}**")
            # The page counts legend and axes into the height, the chart itself doesn't.
            st.altair_chart(chart, width="stretch", height=int(chart.height) + AROUND)


def _kinds(results: Results) -> None:
    for run in results.runs:
        st.markdown(f"**{plain(run.model)}**")
        rows = [
            {"kind": kind, "cases": str(sum(row.case.kind == kind for row in run.rows))}
            | {name: number(one.mean, BY_NAME[name]) for name, one in found.items()}
            for kind, found in by_kind(run).items()
        ]
        _table(rows)


def _table(rows: Sequence[Mapping[str, str]]) -> None:
    escaped = [{plain(name): plain(text) for name, text in row.items()} for row in rows]
    st.table(escaped, border="horizontal", hide_index=True)


@st.fragment
def _cases(results: Results, held: Collection[str]) -> None:
    """Every case, one at a time; a fragment, so that choosing another one doesn't draw the charts anew."""
    of_model = {run.model: {row.case.id: row for row in run.rows} for run in results.runs}
    cases = [row.case for row in results.runs[0].rows]
    rows = [{model: found[case.id] for model, found in of_model.items()} for case in cases]
    outcomes = [{model: outcome(row) for model, row in answers.items()} for answers in rows]

    kind_column, outcome_column, case_column = st.columns([1, 1, 3])
    kind = kind_column.selectbox("Kind", [ALL, *dict.fromkeys(case.kind for case in cases)], key=keys.CASE_KIND)
    words = sorted({word for found in outcomes for word in found.values()})
    word = outcome_column.selectbox("Outcome", [ALL, *words], key=keys.CASE_OUTCOME)
    fitting = [
        i for i, case in enumerate(cases) if kind in (ALL, case.kind) and (word == ALL or word in outcomes[i].values())
    ]
    if not fitting:
        st.caption("No case is of this kind with this outcome.")
        return
    labels = {cases[i].id: f"{cases[i].question} ({', '.join(dict.fromkeys(outcomes[i].values()))})" for i in fitting}
    chosen = case_column.selectbox(
        f"Case, {len(fitting)} of {len(cases)}", list(labels), format_func=labels.__getitem__, key=keys.CASE
    )
    place = next(i for i in fitting if cases[i].id == chosen)
    _case(cases[place], held)
    for column, (model, row) in zip(st.columns(len(results.runs), gap="large"), rows[place].items(), strict=False):
        with column:
            _answer(model, row, outcomes[place][model])


def _case(case: Case, held: Collection[str]) -> None:
    about, button = st.columns([5, 1], vertical_alignment="center")
    with about:
        for question in case.history:
            st.caption(plain(f"after: {question}"))
        st.text(case.question)
        st.caption(plain(" · ".join(filter(None, (case.id, case.kind, case.document, case.note)))))
    lacking = case.document if case.document and case.document not in held else None if held else "a document"
    asked = button.button(
        "Open in chat",
        key=keys.OPEN_IN_CHAT,
        disabled=bool(lacking),
        help=plain(f"The chat lacks {lacking}: add it there first.") if lacking else "Asks this question in the chat.",
    )
    if asked:
        st.session_state.setdefault(keys.WAITING, []).extend([*case.history, case.question])
        st.switch_page("pages/conversation.py")
    if case.gold_quotes:
        st.caption("What a right answer rests on:" if case.answerable else "What corrects it:")
        component.draw({"kind": "quotes", "quotes": list(case.gold_quotes)}, key=keys.GOLD_QUOTES)


def _answer(model: str, row: Row, word: str) -> None:
    st.markdown(f"**{plain(model)}**: {word}")
    for reason in why(row):
        st.caption(plain(reason))
    if row.answer:
        component.draw(evaluated_view(row.answer), key=f"{keys.ANSWER}_{model}")
        for line in _verdicts(row, row.answer):
            st.caption(plain(line))


def _verdicts(row: Row, answer: Answer) -> list[str]:
    gold = [c.n for c in answer.citations if any(place_of(c).overlaps(place) for place in row.gold)]
    lines = [f"Gold among the cited: {markers(gold) or 'none'}"] if row.gold and not answer.refused else []
    for i, claim in enumerate(answer.claims):
        reasons = f" ({'; '.join(claim.reasons)})" if claim.reasons else ""
        judged = f", judged {row.judged[i]}" if row.judged else ""
        lines.append(f"Claim {i + 1} {markers(claim.citations)}: {claim.support}{reasons}{judged}")
    return lines
