/** The developer's drawer: calls, waiting updates, faults, the bot. Names of the Bot API are left as they are. */

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
    const { words } = this.page;
    this.calls = new CallList(this.store, words);
    const close = iconButton("close", words("close"), () => this.toggle(this.opener));
    const transcript = make("a", { class: "plain-button", href: "transcript", download: "transcript.jsonl" }, words("transcript"));
    this.element.lang = words.language;
    this.element.setAttribute("aria-label", words("developer"));
    this.element.addEventListener("keydown", (event) => event.key === "Escape" && this.toggle(this.opener));
    this.element.append(
      make("header", {}, make("h2", {}, words("developer")), transcript, close),
      this.#botPanel(),
      faultsPanel(this),
      this.#updatesPanel(),
      make("section", { class: "panel calls-panel" }, make("h3", {}, words("calls")), this.calls.element),
      this.toasts,
    );
  }

  #botPanel() {
    const { words } = this.page;
    const state = make("span", { class: "bot-state" });
    const said = make("pre", { class: "bot-said", "aria-label": words("bot_said"), tabIndex: 0 });
    const show = () => {
      const { bot } = this.store;
      state.textContent = words(`bot_${bot.state}`);
      state.dataset.running = bot.running;
      said.textContent = (bot.said ?? []).join("\n");
      said.hidden = !said.textContent;
    };
    this.store.on("bot", show);
    this.store.on("snapshot", show);
    show();
    const button = (action) => make("button", { type: "button", class: "plain-button", onclick: () => this.act("bot", { action }) }, words(`do_${action}`));
    const actions = make("div", { class: "row" }, ["restart", "stop", "kill", "start"].map(button));
    return make("section", { class: "panel" }, make("h3", {}, "Bot ", state), actions, said);
  }

  #updatesPanel() {
    const list = make("ul", { class: "updates" });
    const none = () => make("li", { class: "quiet-text" }, this.page.words("none"));
    const show = () => list.replaceChildren(...(this.store.updates.size ? [...this.store.updates.values()].map(updateLine) : [none()]));
    this.store.on("update", show);
    this.store.on("snapshot", show);
    show();
    return make("section", { class: "panel" }, make("h3", {}, this.page.words("waiting_updates")), list);
  }
}

function updateLine(update) {
  const kind = Object.keys(update).find((name) => name !== "update_id");
  const details = update[kind];
  return make("li", {}, `${update.update_id} ${kind} `, make("span", { class: "quiet-text" }, details.text ?? details.data ?? ""));
}
