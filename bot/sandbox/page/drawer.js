/** The developer's drawer: calls, waiting updates, faults, the bot. Its words are those of developers, in English. */

import { iconButton, make } from "./dom.js";
import { CallList } from "./drawer-calls.js";
import { faultsPanel } from "./drawer-faults.js";
import { toast } from "./overlays.js";
import { act } from "./server.js";

export class Drawer {
  #built = false;

  constructor(element, page) {
    this.element = element;
    this.page = page;
    this.store = page.store;
  }

  toggle(opener) {
    this.opener = opener;
    this.#build();
    this.element.hidden = !this.element.hidden;
    document.body.classList.toggle("with-drawer", !this.element.hidden);
    opener.setAttribute("aria-expanded", String(!this.element.hidden));
    (this.element.hidden ? opener : this.element.querySelector("button")).focus();
  }

  async act(name, details) {
    try {
      return await act(name, details);
    } catch (error) {
      toast(this.toasts, error.message);
      return null;
    }
  }

  #build() {
    if (this.#built) return;
    this.#built = true;
    this.toasts = make("div", { class: "toasts", role: "status" });
    this.calls = new CallList(this.store);
    const close = iconButton("close", this.page.words("close"), () => this.toggle(this.opener));
    const transcript = make("a", { class: "plain-button", href: "transcript", download: "transcript.jsonl" }, "Transcript");
    this.element.lang = "en";
    this.element.setAttribute("aria-label", "Developer");
    this.element.addEventListener("keydown", (event) => event.key === "Escape" && this.toggle(this.opener));
    this.element.append(
      make("header", {}, make("h2", {}, "Developer"), transcript, close),
      this.#botPanel(),
      faultsPanel(this),
      this.#updatesPanel(),
      make("section", { class: "panel calls-panel" }, make("h3", {}, "Calls"), this.calls.element),
      this.toasts,
    );
  }

  #botPanel() {
    const state = make("span", { class: "bot-state" });
    const said = make("pre", { class: "bot-said", "aria-label": "What the bot said last", tabIndex: 0 });
    const show = () => {
      const { bot } = this.store;
      state.textContent = bot.state;
      state.dataset.running = bot.running;
      said.textContent = (bot.said ?? []).join("\n");
      said.hidden = !said.textContent;
    };
    this.store.on("bot", show);
    this.store.on("snapshot", show);
    show();
    const button = (label, action) => make("button", { type: "button", class: "plain-button", onclick: () => this.act("bot", { action }) }, label);
    const actions = make("div", { class: "row" }, button("Restart", "restart"), button("Stop", "stop"), button("Kill", "kill"), button("Start", "start"));
    return make("section", { class: "panel" }, make("h3", {}, "Bot ", state), actions, said);
  }

  #updatesPanel() {
    const list = make("ul", { class: "updates" });
    const none = () => make("li", { class: "quiet-text" }, "none");
    const show = () => list.replaceChildren(...(this.store.updates.size ? [...this.store.updates.values()].map(updateLine) : [none()]));
    this.store.on("update", show);
    this.store.on("snapshot", show);
    show();
    return make("section", { class: "panel" }, make("h3", {}, "Waiting updates"), list);
  }
}

function updateLine(update) {
  const kind = Object.keys(update).find((name) => name !== "update_id");
  const details = update[kind];
  return make("li", {}, `${update.update_id} ${kind} `, make("span", { class: "quiet-text" }, details.text ?? details.data ?? ""));
}
