/** Making elements. Data becomes text and attributes, never markup. */

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  back: "M15 5l-7 7 7 7",
  down: "M5 9l7 7 7-7",
  close: "M6 6l12 12M18 6L6 18",
  more: "M12 5v.01M12 12v.01M12 19v.01",
  menu: "M4 7h16M4 12h16M4 17h16",
  send: "M4 20l17-8L4 4l2 8zM6 12h9",
  attach: "M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.4 3.4 0 0 1 5 5l-8.5 8.3a1.8 1.8 0 0 1-2.6-2.5L14.5 7.5",
  reply: "M10 6l-6 5.5 6 5.500v-3.500c5 0 8 1.5 10 5 0-6-4-9.5-10-9.500z",
  edit: "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
  plus: "M12 5v14M5 12h14",
  link: "M8 16L17 7M10 7h7v7",
  copy: "M9 9h10v10H9zM15 9V5H5v10h4",
  file: "M7 3h7l5 5v13H7zM14 3v5h5",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.400M17.6 17.600L19 19M5 19l1.4-1.400M17.6 6.400L19 5",
  moon: "M20 14A8.5 8.5 0 0 1 10 4a8.5 8.5 0 1 0 10 10z",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3.5 2",
  tools: "M8 7l-5 5 5 5M16 7l5 5-5 5M13.5 5l-3 14",
  sent: "M5 13l4 4L19 7",
  read: "M1.5 13l4 4L15 7.500M10.5 16l1 1L21 7.5",
  write: "M4 20h16M5 16l1-4 9.5-9.5 3 3L9 15z",
  microphone: "M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM5 11a7 7 0 0 0 14 0M12 18v3",
};

/** An element with properties, attributes (`aria-…`, `data-…`, `role`) and listeners (`onclick`), and what is in it. */
export function make(tag, properties = {}, ...content) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) put(element, name, value);
  element.append(...content.flat().filter(isContent));
  return element;
}

function put(element, name, value) {
  if (value === undefined || value === null) return;
  if (name === "class") element.className = value;
  else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
  else if (name in element && !name.includes("-")) element[name] = value;
  else element.setAttribute(name, value);
}

function isContent(part) {
  return part !== undefined && part !== null && part !== false && part !== "";
}

/** One of our line drawings; it says nothing to a screen reader. */
export function icon(name) {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("aria-hidden", "true");
  drawing.classList.add("icon");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  drawing.append(path);
  return drawing;
}

/** A button that shows only an icon. */
export function iconButton(name, label, onclick, { class: more = "", ...properties } = {}) {
  const said = { "aria-label": label, title: label };
  return make("button", { type: "button", class: `icon-button ${more}`, ...said, onclick, ...properties }, icon(name));
}

/** A round picture with the initial of a name, in a colour of its own. */
export function avatar(name, id, photo) {
  const hue = Math.abs(id) % 7;
  if (photo) return make("img", { class: "avatar", alt: "", src: photo });
  return make("span", { class: "avatar", "aria-hidden": "true", "data-hue": hue }, [...name.trim()][0]?.toUpperCase() ?? "?");
}

let made = 0;

/** An id that no other element has. */
export function freshId(prefix) {
  made += 1;
  return `${prefix}-${made}`;
}
