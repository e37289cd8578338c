/** What the bot offers in a chat to whoever types its name there. */

import { make } from "./dom.js";
import { ask } from "./overlays.js";

const PAUSE = 250;

/** What an inline button lets somebody pass on: what is asked for, and where. */
export function inlineOf(button) {
  const { switch_inline_query: query, switch_inline_query_current_chat: here, switch_inline_query_chosen_chat: chosen } = button;
  if (here !== undefined) return { query: here, here: true };
  if (chosen) return { query: chosen.query ?? "", groups: Boolean(chosen.allow_group_chats) };
  return query === undefined ? null : { query, groups: true };
}

/** Let somebody choose a chat, and type the bot's name there. */
export async function chooseChat({ query, here, groups }, phone) {
  const { words, store, person } = phone;
  const typed = `@${store.bot.username} ${query}`;
  if (here) return phone.composer.type(typed);
  const chats = groups ? store.chatsOf(person.id).filter((chat) => chat.type !== "private") : [];
  if (!chats.length) return phone.toast(words("no_group"));
  const choices = chats.map(({ id, title }) => ({ value: id, label: title }));
  const chosen = await ask({ over: phone.element, title: words("which_chat"), choices, cancel: words("cancel"), stacked: true });
  if (!chosen) return undefined;
  phone.open(Number(chosen.value));
  return phone.composer.type(typed);
}

export class Inline {
  #timer;
  #asked = null;

  /** `choose` is told that something was chosen. */
  constructor(phone, choose) {
    this.phone = phone;
    this.choose = choose;
    this.element = make("div", { class: "commands offers", role: "group", hidden: true, "aria-label": phone.words("offers") });
  }

  /** Something was typed in a chat; whether it is for the bot. */
  typed(text, chat) {
    clearTimeout(this.#timer);
    const name = `@${this.phone.store.bot.username} `;
    const meant = text.toLowerCase().startsWith(name.toLowerCase());
    if (!meant) return this.close();
    this.#timer = setTimeout(() => this.#ask(chat, text.slice(name.length)), PAUSE);
    return true;
  }

  async #ask(chat, query) {
    const done = await this.phone.act("ask_inline", { chat, query });
    this.#asked = done?.query_id ?? null;
    if (this.#early?.query_id === this.#asked) this.offered(this.#early);
  }

  #early = null;

  /** The bot's answer, which may be here before the question's own number. */
  offered(event) {
    this.#early = event;
    if (event.query_id !== this.#asked) return;
    const { button, results } = event;
    const onward = button && make("button", { type: "button", class: "onward", onclick: () => this.#goOn(button) }, button.text);
    this.element.replaceChildren(...[onward, ...results.map((result) => this.#offer(event, result))].filter(Boolean));
    this.element.hidden = false;
  }

  close() {
    clearTimeout(this.#timer);
    this.#asked = null;
    this.element.hidden = true;
    return false;
  }

  #offer({ chat_id: chat, query_id }, { id, title, description }) {
    const onclick = () => {
      this.choose();
      return this.phone.act("choose_inline", { chat, query_id, result_id: id });
    };
    return make("button", { type: "button", class: "offer", onclick }, make("span", { class: "command" }, title), make("span", { class: "explained" }, description));
  }

  #goOn({ start_parameter: parameter }) {
    this.choose();
    this.phone.open(this.phone.person.id);
    return this.phone.act("send", { chat: this.phone.person.id, text: `/start ${parameter}` });
  }
}
