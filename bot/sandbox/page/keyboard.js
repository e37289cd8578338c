/** The buttons under a message. */

import { icon, make } from "./dom.js";
import { inlineOf } from "./inline.js";

const PATIENCE = 30_000;

export class Keyboard {
  /** `press(button, element)` does what a button is for. */
  constructor(press, words) {
    this.element = make("div", { class: "keyboard", role: "group" });
    this.press = press;
    this.words = words;
    this.waiting = new Map();
  }

  /** Take over new rows; buttons stay the elements they were, so that focus stays where it was. */
  update(rows) {
    const kept = rows.map((row, number) => this.#row(this.element.children[number], row));
    const lostFocus = this.element.contains(document.activeElement);
    kept.forEach((row) => row.parentElement ?? this.element.append(row));
    while (this.element.children.length > rows.length) this.element.lastElementChild.remove();
    this.element.hidden = rows.length === 0;
    if (lostFocus && !this.element.contains(document.activeElement)) this.#anyButton()?.focus();
  }

  /** Show that a tap awaits its answer. */
  wait(data) {
    clearTimeout(this.waiting.get(data));
    this.waiting.set(data, setTimeout(() => this.answered(data), PATIENCE));
    this.#showWaiting();
  }

  answered(data) {
    clearTimeout(this.waiting.get(data));
    this.waiting.delete(data);
    this.#showWaiting();
  }

  #row(element, row) {
    const line = element ?? make("div", { class: "key-row" });
    row.forEach((button, place) => {
      const key = line.children[place] ?? line.appendChild(this.#key());
      this.#fill(key, button);
    });
    while (line.children.length > row.length) line.lastElementChild.remove();
    return line;
  }

  #key() {
    const key = make("button", { type: "button", class: "key" });
    key.addEventListener("click", () => this.press(key.button, key));
    return key;
  }

  #fill(key, button) {
    const same = JSON.stringify(key.button) === JSON.stringify(button);
    key.button = button;
    if (same) return;
    key.dataset.style = button.style ?? "";
    key.disabled = Boolean(button.disabled);
    key.title = button.text;
    key.replaceChildren(make("span", { class: "key-label" }, button.text), mark(button) ?? "");
    this.#showWaitingOn(key);
  }

  #showWaiting() {
    for (const key of this.element.querySelectorAll(".key")) this.#showWaitingOn(key);
  }

  #showWaitingOn(key) {
    const waits = this.waiting.has(key.button.callback_data);
    key.classList.toggle("waiting", waits);
    if (waits) key.setAttribute("aria-description", this.words("waiting"));
    else key.removeAttribute("aria-description");
  }

  #anyButton() {
    return this.element.querySelector(".key");
  }
}

/** The little sign in the corner of a button that does not talk to the bot. */
function mark(button) {
  if (button.url || button.login_url || button.web_app) return icon("link");
  if (button.copy_text) return icon("copy");
  if (inlineOf(button)) return icon("reply");
  return undefined;
}
