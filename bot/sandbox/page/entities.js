/** Draws a text with its entities, as Telegram's apps do. Offsets count UTF-16 units, as JavaScript does. */

import { icon, make } from "./dom.js";
import { formatMoment } from "./times.js";

const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const SAFE = new Set(["http:", "https:", "tg:", "mailto:", "tel:"]);

const DRAWN = {
  bold: () => make("strong"),
  italic: () => make("em"),
  underline: () => make("u"),
  strikethrough: () => make("s"),
  code: () => make("code"),
  pre: (entity) => make("pre", { "data-language": entity.language ?? "", tabIndex: 0 }),
  spoiler: (_entity, _text, { words }) =>
    make("span", { class: "spoiler", role: "button", tabIndex: 0, "aria-expanded": "false", "aria-label": words("spoiler") }),
  blockquote: () => make("blockquote"),
  expandable_blockquote: () => make("blockquote", { class: "expandable" }),
  bot_command: (_entity, text) => make("button", { type: "button", class: "inline-link", "data-command": text }),
  mention: (_entity, text) => link(`https://t.me/${text.slice(1)}`),
  text_mention: () => make("span", { class: "inline-link" }),
  hashtag: () => make("span", { class: "inline-link" }),
  cashtag: () => make("span", { class: "inline-link" }),
  url: (_entity, text) => link(text),
  text_link: (entity) => link(entity.url),
  email: (_entity, text) => link(`mailto:${text}`),
  phone_number: (_entity, text) => link(`tel:${text}`),
  custom_emoji: () => make("span", { class: "custom-emoji" }),
  date_time: (entity) => make("time", { dateTime: new Date(entity.unix_time * 1000).toISOString() }),
};

/** The text as nodes, for a reader with `words` in their language and a clock, `now`. */
export function draw(text, entities, reader) {
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return drawRange(text, sorted, 0, text.length, reader);
}

function drawRange(text, entities, start, end, reader) {
  const drawn = document.createDocumentFragment();
  let cursor = start;
  entities.forEach((entity, index) => {
    const from = Math.max(entity.offset, cursor);
    const to = Math.min(entity.offset + entity.length, end);
    if (to <= from) return;
    drawn.append(text.slice(cursor, from));
    const inside = entities.slice(index + 1).filter((other) => other.offset < to);
    drawn.append(drawOne(text, entity, from, to, inside, reader));
    cursor = BLOCKS.has(entity.type) && text[to] === "\n" ? to + 1 : to;
  });
  drawn.append(text.slice(cursor, end));
  return drawn;
}

function drawOne(text, entity, from, to, inside, reader) {
  const begin = DRAWN[entity.type] ?? (() => make("span"));
  const element = begin(entity, text.slice(from, to), reader);
  if (entity.type === "date_time" && entity.date_time_format) {
    element.append(formatMoment(entity.unix_time, entity.date_time_format, reader.now(), reader.words.locale));
  } else element.append(drawRange(text, inside, from, to, reader));
  return dressed(element, entity, reader);
}

/** What some formats need around their text. */
function dressed(element, entity, { words }) {
  if (entity.type === "spoiler") element.replaceChildren(make("span", { inert: true }, ...element.childNodes));
  if (entity.type !== "expandable_blockquote") return element;
  const body = make("div", { class: "quoted" }, ...element.childNodes);
  element.replaceChildren(body, expander(body, words));
  return element;
}

function expander(body, words) {
  const button = make("button", { type: "button", class: "expander", "aria-expanded": "false", "aria-label": words("show_more"), hidden: true }, icon("down"));
  button.addEventListener("click", () => {
    const open = body.classList.toggle("open");
    button.setAttribute("aria-expanded", String(open));
    button.setAttribute("aria-label", words(open ? "show_less" : "show_more"));
  });
  new ResizeObserver(() => {
    button.hidden = !body.classList.contains("open") && body.scrollHeight <= body.clientHeight + 1;
  }).observe(body);
  return button;
}

/** A link that the page opens itself. */
function link(address) {
  const href = safeAddress(address);
  if (!href) return make("span");
  return make("a", { href, "data-link": href, rel: "noopener noreferrer", target: "_blank" });
}

/** The address in full, or null where it is none that may be opened. */
export function safeAddress(address) {
  const full = /^[a-z][a-z0-9+.-]*:/i.test(address) && !/^[^/]*\.[^/]*:\d/.test(address) ? address : `http://${address}`;
  if (!URL.canParse(full)) return null;
  const url = new URL(full);
  return SAFE.has(url.protocol) ? url.href : null;
}

/** Open a spoiler, and all others of its message with it. */
export function revealSpoilers(message) {
  for (const spoiler of message.querySelectorAll(".spoiler:not(.open)")) {
    spoiler.classList.add("open");
    spoiler.firstElementChild.inert = false;
    for (const name of ["role", "tabindex", "aria-expanded", "aria-label"]) spoiler.removeAttribute(name);
  }
}
