/** The calls the bot made, the newest first; what was in them is drawn when it is opened. */

import { make } from "./dom.js";
import { timeOfDay } from "./times.js";

const KEPT = 200;

export class CallList {
  #waiting = [];

  constructor(store, words) {
    this.words = words;
    this.element = make("div", { class: "calls" });
    store.on("call", (call) => this.#add(call));
    store.on("snapshot", () => this.#fill(store.calls));
    this.#fill(store.calls);
  }

  #fill(calls) {
    this.element.replaceChildren();
    calls.forEach((call) => this.#add(call));
  }

  /** Many calls in one frame are drawn together. */
  #add(call) {
    if (!this.#waiting.length) requestAnimationFrame(() => this.#draw());
    this.#waiting.push(call);
  }

  #draw() {
    const lines = this.#waiting.slice(-KEPT).reverse().map((call) => callLine(call, this.words));
    this.#waiting = [];
    this.element.prepend(...lines);
    while (this.element.children.length > KEPT) this.element.lastElementChild.remove();
  }
}

function callLine(call, words) {
  const summary = make(
    "summary",
    {},
    make("span", { class: "call-status", "data-bad": call.status !== 200 }, String(call.status)),
    make("span", { class: "call-method" }, call.method),
    make("span", { class: "call-time" }, `${timeOfDay(call.at, words.locale)} · ${(call.seconds * 1000).toFixed(0)} ms`),
  );
  const details = make("details", { class: "call" }, summary);
  details.addEventListener("toggle", () => details.children.length > 1 || details.append(json(words("parameters"), call.parameters), json(words("answer"), call.answer)));
  return details;
}

function json(label, value) {
  return make("pre", { class: "json", tabIndex: 0, "aria-label": label }, JSON.stringify(value, null, 2));
}
