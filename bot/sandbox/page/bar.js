/** The bar above the phones: people, the clock, light or dark, the drawer. */

import { personFields } from "./deeds.js";
import { avatar, icon, iconButton, make } from "./dom.js";
import { ask, toast } from "./overlays.js";
import { act } from "./server.js";
import { fullClock } from "./times.js";

const HOUR = 3600;
const MOVES = [
  ["hour", { advance: HOUR }],
  ["day", { advance: 24 * HOUR }],
  ["monday", { to: "monday_09:00" }],
];

export class Bar {
  constructor(element, page) {
    this.page = page;
    const { words } = page;
    this.add = iconButton("plus", words("new_person"), () => this.#addPerson());
    this.people = make("div", { class: "people", role: "group", "aria-label": words("people") });
    this.now = make("time", { class: "now" });
    this.moves = make("div", { class: "moves", role: "group", "aria-label": words("clock_title") }, MOVES.map((move) => this.#move(move)));
    this.clock = make("button", { type: "button", class: "clock", "aria-expanded": "false", onclick: () => this.#toggleMoves() }, icon("clock"), this.now);
    this.theme = iconButton("moon", "", () => this.#switchTheme());
    this.developer = iconButton("tools", words("developer"), () => page.drawer.toggle(this.developer), { "aria-expanded": "false", "aria-controls": "drawer" });
    this.toasts = make("div", { class: "toasts", role: "status" });
    element.append(make("h1", {}, words("sandbox")), this.people, this.add, make("div", { class: "time" }, this.clock, this.moves), this.theme, this.developer, this.toasts);
    this.#showTheme();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#showTheme());
    page.store.on("clock", ({ moving }) => this.#moving(moving));
    page.store.on("bot", ({ state }) => this.#showBot(state));
    page.store.on("snapshot", ({ bot }) => this.#showBot(bot.state));
    page.store.on("connection", (live) => live || toast(this.toasts, words("lost")));
  }

  /** Show who there is, and whose phones are in view. */
  update() {
    const { store, shown } = this.page;
    const focused = document.activeElement?.dataset?.chip;
    const chips = [...store.people.values()].map((person) => this.#chip(person, shown.includes(person.id)));
    this.people.replaceChildren(...chips);
    if (focused) this.people.querySelector(`[data-chip="${focused}"]`)?.focus();
    requestAnimationFrame(() => this.#bringIntoView());
  }

  /** On a narrow page one sees whose phone it is, however many people there are. */
  #bringIntoView() {
    if (!this.page.narrow) return;
    this.people.querySelector('[aria-pressed="true"]')?.scrollIntoView({ block: "nearest", inline: "center" });
  }

  tick() {
    const { store, words } = this.page;
    const now = fullClock(store.now, words.locale, { short: this.page.narrow });
    if (this.now.textContent === now) return;
    this.now.textContent = now;
    this.clock.setAttribute("aria-label", words("clock", { now }));
  }

  async act(name, details) {
    try {
      return await act(name, details);
    } catch (error) {
      toast(this.toasts, error.message);
      return null;
    }
  }

  #chip(person, shown) {
    return make(
      "button",
      { type: "button", class: "chip", "data-chip": person.id, "aria-pressed": String(shown), onclick: () => this.page.toggle(person.id) },
      avatar(person.name, person.id),
      make("span", {}, person.name),
    );
  }

  /** A bot that ended by itself: said once, and marked on the way to why. */
  #showBot(state) {
    const { words } = this.page;
    const crashed = state === "crashed";
    if (crashed && !this.developer.classList.contains("alarmed")) toast(this.toasts, words("crashed"));
    this.developer.classList.toggle("alarmed", crashed);
    const label = crashed ? `${words("developer")}: ${words("crashed")}` : words("developer");
    this.developer.setAttribute("aria-label", label);
    this.developer.title = label;
  }

  async #addPerson() {
    const { words } = this.page;
    const chosen = await ask({
      title: words("new_person"),
      body: personFields(this.page.store, words, { name: "", language: words.language }),
      choices: [{ value: "add", label: words("create") }],
      cancel: words("cancel"),
    });
    if (!chosen) return;
    const made = await this.act("add_person", { name: chosen.filled.get("name"), language: chosen.filled.get("language") });
    if (made) this.page.openPhone(made.person.id, made.person.id);
  }

  // ---------------------------------------------------------- the clock

  #move([name, details]) {
    return make("button", { type: "button", onclick: () => this.act("set_clock", details) }, this.page.words(name));
  }

  #toggleMoves() {
    const open = this.moves.classList.toggle("open");
    this.clock.setAttribute("aria-expanded", String(open));
  }

  #moving(moving) {
    this.clock.classList.toggle("moving", Boolean(moving));
    for (const button of this.moves.children) button.disabled = Boolean(moving);
    this.tick();
  }

  // ---------------------------------------------------------- light and dark

  get #dark() {
    const chosen = document.documentElement.dataset.theme;
    return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }

  #switchTheme() {
    document.documentElement.dataset.theme = this.#dark ? "light" : "dark";
    this.#showTheme();
  }

  #showTheme() {
    const { words } = this.page;
    const label = words("theme", { theme: words(this.#dark ? "light" : "dark").toLowerCase() });
    this.theme.setAttribute("aria-label", label);
    this.theme.title = label;
    this.theme.replaceChildren(icon(this.#dark ? "sun" : "moon"));
  }
}
