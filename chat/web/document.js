// The document beside the conversation: its outline, its text, and the sentence that was last asked for.

const BLOCK = 6000; // characters that are laid out together; what is out of sight is not laid out at all
const LINE = 62; // characters of a line, and pixels of its height: only so that the scroll bar is about right at once
const LINE_HEIGHT = 29;

let pane = null; // {root, view, ask}
let selected = remembered();

function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem("briefing-selected"));
  } catch {
    return null;
  }
}

function select(citation, from) {
  if (citation.gone) return;
  selected = { document: citation.document, start: citation.start, end: citation.end };
  try {
    sessionStorage.setItem("briefing-selected", JSON.stringify(selected));
  } catch {
    // Storage may be switched off; the highlight then lasts until the page is loaded anew.
  }
  openDocument(from);
  if (!pane?.root.isConnected) return;
  if (pane.view.shown === citation.document) highlight(true);
  else pane.ask(selected);
}

function highlight(move) {
  for (const old of pane.root.querySelectorAll(".bf-selected")) {
    old.classList.remove("bf-selected");
    old.removeAttribute("aria-current");
  }
  for (const old of document.querySelectorAll(".bf-chip[aria-current]")) old.removeAttribute("aria-current");
  if (!selected || selected.document !== pane.view.shown) return;
  for (const one of document.querySelectorAll("button.bf-chip"))
    if (one.citation.start === selected.start && one.citation.document === selected.document)
      one.setAttribute("aria-current", "true");
  const sentence = pane.root.querySelector(`[data-start="${Number(selected.start)}"]`);
  if (!sentence) return;
  sentence.classList.add("bf-selected");
  sentence.setAttribute("aria-current", "true");
  if (move) bringIntoView(sentence);
}

function bringIntoView(sentence, tries = 4) {
  const paper = pane.root.querySelector(".bf-paper");
  const distance = () =>
    sentence.getBoundingClientRect().top - paper.getBoundingClientRect().top - paper.clientHeight * 0.3;
  const far = Math.abs(distance()) > paper.clientHeight * 2;
  // Blocks on the way get their true height once they are near, so the place is looked at again.
  paper.scrollBy({ top: distance(), behavior: far || calm() || tries < 4 ? "instant" : "smooth" });
  if (tries && far) requestAnimationFrame(() => bringIntoView(sentence, tries - 1));
}

function showSection(name, index, from) {
  openDocument(from);
  const heading = pane?.view.shown === name && pane.root.querySelector(`[data-section="${Number(index)}"]`);
  if (heading) bringIntoView(heading);
}

function sentenceSpan([start, end, parts, page], last) {
  const span = el("span", { class: "bf-s", "data-start": start, "data-end": end });
  if (page && page !== last.page) {
    span.append(el("span", { class: "bf-page", "aria-hidden": "true" }, `p. ${page}`));
    last.page = page;
  }
  for (const part of parts)
    span.append(typeof part === "number" ? el("sup", { class: "bf-note", title: "The author’s note" }, String(part)) : part);
  return span;
}

function paper(view) {
  const sheet = el("div", { class: "bf-paper", tabindex: "0", role: "region", "aria-label": `Text of ${view.shown}` });
  sheet.append(el("h2", { class: view.title ? "bf-title" : "bf-unseen" }, view.title ?? view.shown));
  const last = { page: null };
  let block = null;
  let length = 0;
  const close = () => {
    if (!block) return;
    block.style.containIntrinsicSize = `auto 30rem auto ${Math.ceil(length / LINE + block.childElementCount) * LINE_HEIGHT}px`;
    sheet.append(block);
    block = null;
  };
  const into = (child, size) => {
    if (!block) [block, length] = [el("div", { class: "bf-block" }), 0];
    block.append(child);
    if ((length += size) > BLOCK) close();
  };
  view.sections.forEach((section, index) => {
    if (section.title !== null)
      into(el("h3", { class: "bf-heading", "data-section": index, "data-level": Math.min(section.level, 4) }, section.title), 120);
    for (const sentences of section.paragraphs) {
      const paragraph = el("p", {});
      let size = 0;
      for (const sentence of sentences) {
        paragraph.append(sentenceSpan(sentence, last), " ");
        size += sentence[1] - sentence[0];
      }
      into(paragraph, size);
    }
  });
  close();
  return sheet;
}

function outline(view) {
  const entries = view.sections.map((section, index) => ({ ...section, index })).filter((section) => section.title !== null);
  if (!entries.length) return "";
  const top = Math.min(...entries.map((section) => section.level));
  const go = (index) => {
    showSection(view.shown, index);
    if (narrow() || pane.root.clientWidth < 760) pane.root.querySelector(".bf-outline").hidden = true;
  };
  const nav = el(
    "nav",
    { class: "bf-outline", "aria-label": "Contents" },
    el(
      "ol",
      {},
      ...entries.map((section) =>
        el(
          "li",
          { "data-level": Math.min(section.level - top, 3) },
          el("button", { type: "button", onclick: () => go(section.index) }, section.title),
        ),
      ),
    ),
  );
  nav.hidden = true;
  return nav;
}

function paneBar(view, nav) {
  const contents = el(
    "button",
    { type: "button", class: "bf-tool", "aria-expanded": "false", title: "Contents" },
    icon("contents"),
    el("span", {}, "Contents"),
  );
  contents.addEventListener("click", () => {
    nav.hidden = !nav.hidden;
    contents.setAttribute("aria-expanded", String(!nav.hidden));
  });
  const names =
    view.documents.length > 1
      ? el(
          "select",
          { class: "bf-choose", "aria-label": "Document", onchange: (event) => pane.ask({ document: event.target.value }) },
          ...view.documents.map((name) => el("option", { value: name }, name)),
        )
      : el("span", { class: "bf-name", title: view.shown }, view.shown);
  if (view.documents.length > 1) names.value = view.shown;
  return el(
    "header",
    { class: "bf-pane-bar" },
    nav ? contents : "",
    names,
    el("button", { type: "button", class: "bf-tool bf-close", "aria-label": "Close the document", onclick: closeDocument }, icon("close")),
  );
}

function drawDocument(root, view, ask) {
  const known = pane?.root === root ? pane.view : null;
  pane = { root, view, ask };
  const same = known && known.id === view.id && known.documents.join("\n") === view.documents.join("\n");
  if (!same) {
    const nav = outline(view);
    const sheet = el("section", { class: "bf-pane", "aria-label": "Document" }, paneBar(view, nav), nav, paper(view));
    root.querySelector(".bf-pane")?.remove();
    root.append(sheet);
  }
  highlight(!same);
}
