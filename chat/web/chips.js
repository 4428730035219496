// Markers: a button that shows its sentence when it is pointed at or focused, and opens the document there when pressed.

const HOVER_MS = 120; // so that crossing a line of text doesn't flash a card for each marker
const LEAVE_MS = 220; // time to move the pointer onto the card

let card = null; // one for the page: only one is ever open
let owner = null;
let timer = 0;

function makeCard() {
  card = el("div", { class: "bf-card", id: "bf-card", role: "tooltip", popover: "manual" });
  card.addEventListener("mouseenter", () => clearTimeout(timer));
  card.addEventListener("mouseleave", () => later(hideCard, LEAVE_MS));
  return card;
}

function later(what, wait) {
  clearTimeout(timer);
  timer = setTimeout(what, wait);
}

function fillCard(citation) {
  card.replaceChildren(
    el("p", { class: "bf-card-quote" }, citation.quote),
    el("p", { class: "bf-card-place" }, citation.place),
    citation.notes.length
      ? el("p", { class: "bf-card-notes" }, `Author’s ${citation.notes.length > 1 ? "notes" : "note"} ${citation.notes.join(", ")}`)
      : "",
    citation.gone ? el("p", { class: "bf-card-gone" }, citation.gone) : "",
  );
}

function showCard(button) {
  clearTimeout(timer);
  if (owner === button || !button.isConnected) return;
  // Beside all that is mounted, so that it outlives any of it.
  if (!card?.isConnected) button.closest(".stApp").append(makeCard());
  hideCard();
  owner = button;
  fillCard(button.citation);
  button.setAttribute("aria-describedby", card.id);
  card.showPopover();
  placeCard();
}

function placeCard() {
  const at = owner.getBoundingClientRect();
  const size = card.getBoundingClientRect();
  // Within the conversation: the sentence in the document beside it is to be compared with it too.
  const right = owner.closest(".st-key-conversation_pane")?.getBoundingClientRect().right ?? innerWidth;
  const left = Math.max(8, Math.min(at.left - 24, right - size.width - 8));
  // Below, because what the marker stands behind is above, and is to be compared with the card.
  const [above, below] = [at.top - size.height - 8, at.bottom + 8];
  const fits = below + size.height + 8 <= innerHeight;
  card.style.left = `${left}px`;
  card.style.top = `${fits ? below : Math.max(8, above)}px`;
}

// What scrolls may carry the marker along, or away.
function onScroll(event) {
  if (!owner || !event.target.contains(owner)) return;
  const at = owner.getBoundingClientRect();
  if (at.bottom < 0 || at.top > innerHeight) hideCard();
  else placeCard();
}

function hideCard() {
  clearTimeout(timer);
  if (!owner) return false;
  owner.removeAttribute("aria-describedby");
  owner = null;
  if (card?.isConnected) card.hidePopover();
  return true;
}

function chip(citation, label = String(citation.n)) {
  const button = el(
    "button",
    {
      class: "bf-chip",
      type: "button",
      "aria-label": `Source ${citation.n}`,
      "data-document": citation.document,
      "data-start": citation.start,
      "data-gone": Boolean(citation.gone),
      onclick: () => {
        hideCard();
        select(citation, button);
      },
      onmouseenter: () => later(() => showCard(button), HOVER_MS),
      onmouseleave: () => later(hideCard, LEAVE_MS),
      onfocus: () => button.matches(":focus-visible") && showCard(button),
      onblur: hideCard,
    },
    label,
  );
  button.citation = citation;
  return button;
}

const allChips = () => [...document.querySelectorAll(".bf-turn button.bf-chip")].filter((one) => one.checkVisibility());

function moveChip(step) {
  const chips = allChips();
  if (!chips.length) return;
  const here = chips.indexOf(document.activeElement);
  // The first press goes to the newest answer: that is the one being read.
  const newest = chips.findIndex((one) => one.closest(".bf-turn") === chips.at(-1).closest(".bf-turn"));
  const next = here < 0 ? (step > 0 ? newest : chips.length - 1) : (here + step + chips.length) % chips.length;
  chips[next].focus();
  chips[next].scrollIntoView({ block: "nearest" });
  showCard(chips[next]);
  if (!narrow()) select(chips[next].citation, chips[next]);
}
