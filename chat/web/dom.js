// Elements are made here and nowhere else, out of text nodes and a few attributes: nothing that a document, a model or a
// reader says is ever parsed as HTML.

const ATTRIBUTES = new Set(["class", "type", "id", "tabindex", "role", "title", "popover", "lang", "value", "for"]);

function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (ATTRIBUTES.has(name) || name.startsWith("aria-") || name.startsWith("data-"))
      element.setAttribute(name, value === true ? "" : String(value));
    else throw new Error(`no attribute ${name} is set here`);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

// Icons are drawn, not fetched: paths of a 16 by 16 grid.
const ICONS = {
  close: "M4 4l8 8M12 4l-8 8",
  contents: "M3 4h10M3 8h7M3 12h9",
  document: "M4 2h5l3 3v9H4zM9 2v3h3",
};

function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", "bf-icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

const narrow = () => window.matchMedia("(max-width: 900px)").matches;
const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
