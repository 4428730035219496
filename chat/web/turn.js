// A turn of the conversation: what was asked, what was found, what is being written, what was answered.

function quote(citation, { marked = true } = {}) {
  return el(
    "blockquote",
    { class: "bf-quote", "data-gone": Boolean(citation.gone) },
    el("span", { class: "bf-quote-text" }, citation.quote),
    marked ? " " : "",
    marked ? chip(citation) : "",
    el("footer", { class: "bf-place" }, marked ? citation.place : openable(citation), notesOf(citation)),
  );
}

function openable(citation) {
  if (citation.gone) return el("span", {}, `${citation.place} · ${citation.gone}`);
  const button = el("button", { type: "button", class: "bf-link" }, citation.place);
  button.addEventListener("click", () => select(citation, button));
  return button;
}

function notesOf(citation) {
  if (!citation.notes.length) return "";
  return ` · author’s ${citation.notes.length > 1 ? "notes" : "note"} ${citation.notes.join(", ")}`;
}

function claim(item, quotes) {
  const words = el(item.verbatim ? "blockquote" : "p", { class: "bf-claim", "data-support": item.support });
  if (item.speaker) words.append(el("span", { class: "bf-speaker" }, `According to ${item.speaker}:`), " ");
  words.append(el("span", { class: "bf-words" }, item.text), " ");
  words.append(...item.citations.map((number) => chip(quotes.get(number))));
  words.append(" ", support(item));
  if (item.place) words.append(el("footer", { class: "bf-place" }, item.place));
  if (!item.why.length) return words;
  return el(
    "div",
    { class: "bf-mended" },
    words,
    el("div", { class: "bf-why" }, ...item.why.map((line) => el("p", {}, line))),
  );
}

// A disclosure, not a tooltip: it can be read on a phone, and stays open while it is compared with the claim.
function support(item) {
  const note = el("span", { class: "bf-support-why" }, item.explanation);
  note.hidden = true;
  const button = el(
    "button",
    { class: "bf-support", type: "button", "aria-expanded": "false", "data-support": item.support },
    item.label,
  );
  button.addEventListener("click", () => {
    note.hidden = !note.hidden;
    button.setAttribute("aria-expanded", String(!note.hidden));
  });
  return el("span", {}, button, note);
}

function answer(view) {
  const quotes = new Map(view.citations.map((citation) => [citation.n, citation]));
  const parts = [];
  if (view.heading) parts.push(el("p", { class: "bf-model" }, view.heading));
  if (view.problem) parts.push(el("p", { class: "bf-problem", role: "note" }, view.problem));
  if (view.refused) parts.push(refusal(view));
  else {
    if (view.unsure) parts.push(el("p", { class: "bf-unsure", role: "note" }, view.unsure));
    if (view.own_words) parts.push(el("p", { class: "bf-lead" }, view.own_words));
    parts.push(...view.claims.map((item) => claim(item, quotes)));
    if (view.missing.length) parts.push(missing(view));
    if (view.sources.length) parts.push(sources(view.sources.map((number) => quotes.get(number))));
  }
  parts.push(...view.dropped.map((line) => el("p", { class: "bf-dropped" }, line)));
  parts.push(el("p", { class: "bf-made" }, view.made));
  return el("div", { class: "bf-answer" }, ...parts);
}

function missing(view) {
  return el(
    "aside",
    { class: "bf-missing", "aria-label": "Not in the document" },
    el("p", { class: "bf-label" }, view.missing_label),
    ...view.missing.map((line) => el("p", {}, line)),
  );
}

function refusal(view) {
  return el(
    "aside",
    { class: "bf-refusal", "aria-label": "Not in the document" },
    el("p", { class: "bf-refusal-head" }, view.text),
    ...view.missing.map((line) => el("p", { class: "bf-refusal-missing" }, line)),
    view.closest.length ? el("p", { class: "bf-label" }, "The closest it comes:") : "",
    ...view.closest.map((citation) => quote(citation, { marked: false })),
  );
}

function sources(citations) {
  return el(
    "section",
    { class: "bf-sources", "aria-label": "Sources" },
    el("p", { class: "bf-label" }, "Sources"),
    el(
      "ol",
      {},
      ...citations.map((citation) =>
        el(
          "li",
          {},
          chip(citation),
          el(
            "div",
            {},
            el("span", { class: "bf-quote-text" }, citation.quote),
            el("span", { class: "bf-place" }, citation.place, notesOf(citation)),
          ),
        ),
      ),
    ),
  );
}

function retrieved(view) {
  if (!view.retrieved.length) return "";
  return el(
    "details",
    { class: "bf-retrieved" },
    el("summary", {}, "Everything that was retrieved"),
    el("p", { class: "bf-hint" }, view.retrieved_hint),
    el(
      "ol",
      {},
      ...view.retrieved.map((item) =>
        el(
          "li",
          { value: item.citation.n },
          el("span", { class: "bf-quote-text" }, item.citation.quote),
          el("span", { class: "bf-place" }, openable(item.citation), notesOf(item.citation)),
          el("span", { class: "bf-score" }, item.score),
        ),
      ),
    ),
  );
}

function question(view) {
  return [
    el("h2", { class: "bf-question" }, view.question),
    view.understood ? el("p", { class: "bf-understood" }, "Understood as: ", el("q", {}, view.understood)) : "",
  ];
}

function drawTurn(root, view) {
  // A draft that is written on keeps its elements, so that nothing flickers and what is selected stays selected.
  if (view.draft && root.draftOf === view.id) {
    drawDraft(root, view.draft);
    return;
  }
  const old = root.querySelector(".bf-turn");
  const open = old?.querySelector(".bf-retrieved")?.open;
  const turn = el("article", { class: "bf-turn", "aria-label": "Question and answer", "data-turn": view.id }, ...question(view));
  if (view.draft) {
    root.draftOf = view.id;
    turn.append(
      el("p", { class: "bf-status", role: "status" }),
      el("p", { class: "bf-draft" }),
    );
  } else {
    delete root.draftOf;
    turn.append(
      el("div", { class: "bf-answers", "data-count": view.answers.length }, ...view.answers.map(answer)),
      retrieved(view),
    );
    if (open) turn.querySelector(".bf-retrieved").open = true;
  }
  if (old) old.replaceWith(turn);
  else root.append(turn);
  if (view.draft) drawDraft(root, view.draft);
  if (!old) requestAnimationFrame(() => isNewest(turn) && toTop(turn, view.draft ? "smooth" : "instant"));
}

function drawDraft(root, draft) {
  const status = root.querySelector(".bf-status");
  if (status.textContent !== draft.status) status.textContent = draft.status;
  writeOn(root.querySelector(".bf-draft"), draft.text);
}

function drawEvidence(root, view) {
  if (root.querySelector(".bf-evidence")) return; // it is found once
  root.append(
    el(
      "section",
      { class: "bf-evidence", "aria-label": view.label },
      el("p", { class: "bf-label" }, view.label),
      ...view.evidence.map((citation) => quote(citation, { marked: false })),
    ),
  );
}

const MARKER = /(\[\d{1,3}\])/;

// Only what is new is added. Half a marker never comes this far (`without_half_marker`).
function writeOn(place, text) {
  const written = place.written ?? "";
  if (text.trimEnd() === written.trimEnd()) return; // a space goes and comes with the marker behind it
  if (!text.startsWith(written)) place.replaceChildren();
  const fresh = text.startsWith(written) ? text.slice(written.length) : text;
  for (const piece of fresh.split(MARKER))
    if (MARKER.test(piece)) place.append(el("span", { class: "bf-chip bf-chip-draft" }, piece.slice(1, -1)));
    else if (piece) place.append(piece);
  place.written = text;
}

// The newest question goes to the top once, when it comes; from then on only the reader scrolls.
function toTop(turn, behavior) {
  const pane = document.querySelector(".st-key-conversation_pane");
  if (!pane) return;
  const top = turn.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop - 8;
  pane.scrollTo({ top, behavior: calm() ? "instant" : behavior });
}

const isNewest = (turn) => [...document.querySelectorAll(".bf-turn[data-turn]")].at(-1) === turn;

// What is seen before anything has been asked: what the document is, and a few of its own sentences.
function drawOpening(root, view) {
  root.querySelector(".bf-opening")?.remove();
  const quotes = new Map(view.overview.map((citation) => [citation.n, citation]));
  root.append(
    el(
      "section",
      { class: "bf-opening bf-turn", "aria-label": "The document" },
      el("p", { class: "bf-label" }, view.label),
      el("h1", { class: "bf-opening-title" }, view.title),
      el("p", { class: "bf-made" }, view.facts),
      el("p", { class: "bf-label" }, "In its own words"),
      el("div", { class: "bf-overview" }, ...[...quotes.values()].flatMap((one) => [el("span", {}, one.quote), " ", chip(one), " "])),
    ),
  );
}

function drawOutline(root, view) {
  root.querySelector(".bf-opening-contents")?.remove();
  if (!view.outline.length) return;
  const entries = view.outline.map((entry) => {
    const button = el("button", { type: "button", class: "bf-link" }, entry.title);
    button.addEventListener("click", () => showSection(view.document, entry.index, button));
    return el("li", { "data-level": entry.level }, button);
  });
  root.append(
    el(
      "nav",
      { class: "bf-opening-contents bf-turn", "aria-label": "Contents of the document" },
      el("p", { class: "bf-label" }, "Contents"),
      el("ol", { class: "bf-opening-outline" }, ...entries),
    ),
  );
}
