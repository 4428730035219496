// The frame of the page: opening and closing the document, the keyboard, and what each mounted part draws.

const SHORTCUTS = [
  ["/", "write a question"],
  ["n", "next citation"],
  ["p", "previous citation"],
  ["Enter", "on a citation: show its sentence in the document"],
  ["d", "open or close the document"],
  ["Esc", "close what is open"],
  ["?", "this list"],
];

let opener = null; // what has the focus again once the document is closed
const state = document.documentElement.dataset;
const documentOpen = () => (narrow() ? state.bfDocument === "open" : state.bfDocument !== "closed");

function openDocument(from) {
  const covered = narrow() && !documentOpen();
  state.bfDocument = "open";
  if (covered) {
    opener = from ?? document.activeElement;
    pane?.root.querySelector(".bf-paper")?.focus({ preventScroll: true });
  }
  mark();
}

function closeDocument() {
  state.bfDocument = "closed";
  mark();
  if (opener?.isConnected) opener.focus({ preventScroll: true });
  opener = null;
}

function mark() {
  for (const button of document.querySelectorAll(".bf-toggle")) button.setAttribute("aria-pressed", String(documentOpen()));
}

function drawBar(root, view) {
  const old = root.querySelector(".bf-bar");
  if (old?.dataset.title === view.title) return;
  const list = el(
    "dl",
    {},
    ...SHORTCUTS.flatMap(([key, what]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, what)]),
  );
  const help = el("dialog", { class: "bf-help", "aria-label": "Keyboard shortcuts" });
  help.append(
    el("h2", {}, "Keyboard"),
    list,
    el("button", { type: "button", class: "bf-tool", onclick: () => help.close() }, "Close"),
  );
  const bar = el(
    "div",
    { class: "bf-bar", "data-title": view.title },
    el("p", { class: "bf-bar-title" }, view.title),
    el("button", { type: "button", class: "bf-tool", "aria-label": "Keyboard shortcuts", title: "Keyboard shortcuts (?)", onclick: () => help.showModal() }, "?"),
    el("button", { type: "button", class: "bf-tool bf-toggle", title: "Open or close the document (d)", onclick: (event) => (documentOpen() ? closeDocument() : openDocument(event.currentTarget)) }, icon("document"), el("span", {}, "Document")),
    help,
  );
  old?.remove();
  root.append(bar);
  mark();
}

function typing(target) {
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const target = event.composedPath()[0];
  const help = document.querySelector(".bf-help");
  if (event.key === "Escape") {
    if (hideCard() || help?.open) return;
    if (typing(target)) target.blur();
    else if (narrow() && documentOpen()) closeDocument();
    return;
  }
  if (typing(target)) hideCard();
  if (typing(target) || help?.open || !document.querySelector(".bf-bar")) return;
  const actions = {
    "/": () => document.querySelector(".st-key-question textarea")?.focus(),
    n: () => moveChip(1),
    p: () => moveChip(-1),
    d: () => (documentOpen() ? closeDocument() : openDocument()),
    "?": () => help?.showModal(),
  };
  if (!actions[event.key]) return;
  event.preventDefault();
  event.stopPropagation();
  actions[event.key]();
}

// On a phone the side lies over the page, and what was chosen there is what the reader wants to see.
const CHOICES = '[data-testid="stSidebarNavLink"], [class*="st-key-open_"] button, .st-key-new_conversation button';

function onClick(event) {
  if (window.matchMedia("(max-width: 768px)").matches && event.target.closest(CHOICES))
    setTimeout(() => document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click());
}

for (const [type, listener] of Object.entries(window.briefingListens ?? {})) document.removeEventListener(type, listener, true);
window.briefingListens = { keydown: onKey, scroll: onScroll, click: onClick };
for (const [type, listener] of Object.entries(window.briefingListens)) document.addEventListener(type, listener, true);

// A document comes as bytes: they are made once, and nothing on the way has to look into them.
function unpacked(bytes) {
  return JSON.parse(new TextDecoder().decode(bytes));
}

export default function ({ data: given, parentElement, setTriggerValue }) {
  const data = given instanceof Uint8Array ? unpacked(given) : given;
  if (data.kind === "bar") drawBar(parentElement, data);
  else if (data.kind === "document") drawDocument(parentElement, data, (place) => setTriggerValue("show", place));
  else if (data.kind === "turn") drawTurn(parentElement, data);
  else if (data.kind === "opening") drawOpening(parentElement, data);
  else if (data.kind === "evidence") drawEvidence(parentElement, data);
  else if (data.kind === "outline") drawOutline(parentElement, data);
  else if (data.kind === "quotes") {
    parentElement.querySelector(".bf-quotes")?.remove();
    parentElement.append(el("div", { class: "bf-quotes" }, ...data.quotes.map((text) => el("blockquote", { class: "bf-quote" }, text))));
  }
  if (["turn", "opening"].includes(data.kind) && pane?.root.isConnected) highlight(false);
}
