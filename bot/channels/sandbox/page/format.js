// A text and its entities as Telegram draws them. Offsets count UTF-16 units, as JavaScript does.
import { element, notice } from "./dom.js";
import { word } from "./words.js";

const TAGS = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre" };

export function format(text, entities = [], actions = {}) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return draw(text, 0, text.length, sorted, actions);
}

function draw(text, start, end, entities, actions) {
  const parts = [];
  let place = start;
  for (let index = 0; index < entities.length; index += 1) {
    const entity = entities[index];
    if (entity.offset < place || entity.offset >= end) continue;
    if (entity.offset > place) parts.push(text.slice(place, entity.offset));
    const stop = Math.min(entity.offset + entity.length, end);
    const inner = entities.slice(index + 1).filter((other) => other.offset < stop && other.offset >= entity.offset);
    parts.push(wrap(entity, text.slice(entity.offset, stop), draw(text, entity.offset, stop, inner, actions), actions));
    place = stop;
  }
  if (place < end) parts.push(text.slice(place, end));
  return parts;
}

function wrap(entity, plain, content, actions) {
  if (TAGS[entity.type]) {
    const made = element(TAGS[entity.type], entity.language ? { "data-language": entity.language } : {}, content);
    if (entity.type === "code") made.addEventListener("click", () => copy(plain));
    return made;
  }
  switch (entity.type) {
    case "text_link":
      return link(entity.url, content, actions);
    case "url":
      return link(plain, content, actions);
    case "bot_command":
    case "mention":
      return element("button", { type: "button", className: "inline", onclick: () => actions.send?.(plain) }, content);
    case "spoiler":
      return spoiler(content);
    case "blockquote":
      return element("blockquote", {}, content);
    case "expandable_blockquote":
      return expandable(content);
    default:
      return element("span", { "data-entity": entity.type }, content);
  }
}

function link(address, content, actions) {
  const shown = /^https?:/.test(address) ? address : `https://${address}`;
  return element("a", {
    href: shown, target: "_blank", rel: "noreferrer",
    onclick: (event) => {
      if (!actions.open?.(shown)) return;
      event.preventDefault();
    },
  }, content);
}

function spoiler(content) {
  const made = element("span", { className: "spoiler", role: "button", tabindex: 0, "aria-label": word("spoiler") }, content);
  const show = () => { made.className = ""; made.removeAttribute("role"); made.removeAttribute("aria-label"); };
  made.addEventListener("click", show);
  made.addEventListener("keydown", (event) => { if (event.key === "Enter") show(); });
  return made;
}

function expandable(content) {
  const quote = element("blockquote", { className: "folded" }, content);
  const more = element("button", {
    type: "button", className: "expand", "aria-expanded": "false", "aria-label": word("expand"),
    onclick: () => {
      const folded = quote.classList.toggle("folded");
      more.setAttribute("aria-expanded", String(!folded));
    },
  }, "⌄");
  quote.append(more);
  return quote;
}

export function copy(text) {
  navigator.clipboard?.writeText(text);
  notice(word("copied"));
}
