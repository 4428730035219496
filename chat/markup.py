"""Answers as HTML. The one place that makes HTML; whatever a document or a model says is escaped here."""

import re
from collections.abc import Sequence
from html import escape

from chat.answer import Answer, Citation, Evidence
from chat.render import OWN_WORDS, in_own_words, place

STYLE = """<style>
.briefing-claim { margin: 0 0 .6rem 0; line-height: 1.55; }
.briefing-marker {
  font-weight: 600; font-size: .8em; padding: 0 .25em; border-radius: .3em;
  background: rgba(128, 128, 128, .18); cursor: help;
}
.briefing-quote { border-left: 3px solid rgba(128, 128, 128, .4); padding-left: .8rem; margin: .4rem 0 .8rem; }
.briefing-evidence { max-height: 15rem; overflow-y: auto; }
.briefing-place { opacity: .7; font-size: .85em; }
.briefing-draft { opacity: .6; }
</style>"""

_SUPPORT = {
    "quoted": "quoted letter for letter",
    "verified": "checked",
    "repaired": "replaced by the sentence it cites",
}


def answer_html(answer: Answer) -> str:
    """An answer: its claims with markers, then the sentences it cites; or a refusal with the closest sentences."""
    quotes = {citation.n: citation.quote for citation in answer.citations}
    parts = []
    if answer.standalone_question != answer.question:
        parts.append(f'<p class="briefing-place">Understood as: {escape(answer.standalone_question)}</p>')
    if in_own_words(answer):
        parts.append(f'<p class="briefing-claim">{escape(OWN_WORDS)}</p>')
    for claim in () if in_own_words(answer) else answer.claims:
        marks = " ".join(
            f'<span class="briefing-marker" title="{escape(quotes[n])}">[{n}]</span>' for n in claim.citations
        )
        why = _SUPPORT[claim.support] + (f": {'; '.join(claim.reasons)}" if claim.reasons else "")
        parts.append(
            f'<p class="briefing-claim" data-support="{claim.support}" title="{escape(why)}">'
            f"{escape(claim.text)} {marks}</p>"
        )
    if answer.refused:
        parts.append(f'<p class="briefing-claim briefing-refusal">{escape(answer.answer)}</p>')
        parts.append('<p class="briefing-place">The closest it comes:</p>')
    parts += [_citation_html(citation, answer.refused) for citation in answer.citations or answer.closest]
    parts += [
        f'<p class="briefing-place">Left out: “{escape(item.text)}”: {escape("; ".join(item.reasons))}.</p>'
        for item in answer.dropped
    ]
    seconds = f"{answer.timings.total_s:.1f} s"
    parts.append(f'<p class="briefing-place">{escape(answer.model)} · {seconds}</p>')
    return "".join(parts)


def evidence_html(evidence: Sequence[Evidence]) -> str:
    """The sentences that an answer is going to rest on."""
    quotes = "".join(_citation_html(Citation.of(item), False) for item in evidence)
    return f'<p class="briefing-place">Found in the document:</p><div class="briefing-evidence">{quotes}</div>'


def quotes_html(quotes: Sequence[str]) -> str:
    """Sentences of a document, without saying where they stand."""
    return "".join(f'<div class="briefing-quote">{escape(text)}</div>' for text in quotes)


def draft_html(text: str) -> str:
    """A draft as it is written, not checked yet."""
    return f'<p class="briefing-claim briefing-draft">{escape(text)}</p>'


def plain(text: str) -> str:
    """Text for a widget that takes Markdown, so that it says just that.

    An image in a document's title or in a server's error message would be fetched by the browser.
    """
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def _citation_html(citation: Citation, refused: bool) -> str:
    mark = "" if refused else f'<span class="briefing-marker">[{citation.n}]</span> '
    return (
        f'<div class="briefing-quote">{mark}{escape(citation.quote)}'
        f'<div class="briefing-place">{escape(place(citation))}</div></div>'
    )
