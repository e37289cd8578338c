/** The list of chats on one phone. */

import { avatar, iconButton, make } from "./dom.js";
import { serviceText } from "./service.js";
import { whenShort } from "./times.js";

export class ChatList {
  constructor(phone, newGroup) {
    this.phone = phone;
    this.list = make("ul", { class: "chats" });
    this.element = make(
      "div",
      { class: "chat-list" },
      make("header", { class: "header" }, make("h2", { class: "title" }, phone.words("chats"))),
      this.list,
      iconButton("write", phone.words("new_group"), newGroup, { class: "float" }),
    );
  }

  /** Show the chats, the one with the latest message first. */
  update() {
    const { store, person } = this.phone;
    const chats = store.chatsOf(person.id).map((chat) => ({ chat, latest: store.latest(chat.id) }));
    chats.sort((a, b) => (b.latest?.date ?? 0) - (a.latest?.date ?? 0));
    const focused = document.activeElement?.dataset?.chat;
    this.list.replaceChildren(...chats.map((entry) => this.#entry(entry)));
    if (focused) this.list.querySelector(`[data-chat="${focused}"]`)?.focus();
  }

  focus() {
    this.list.querySelector("button")?.focus();
  }

  /** The latest message, in a group with who said it. */
  #preview(chat, latest) {
    const said = this.phone.summary(latest);
    const named = chat.type !== "private" && !serviceText(latest, this.phone);
    return named ? `${this.phone.nameOf(latest.from)}: ${said}` : said;
  }

  #entry({ chat, latest }) {
    const { phone } = this;
    const title = phone.titleOf(chat.id);
    const unread = phone.unread.get(chat.id) ?? 0;
    return make(
      "li",
      {},
      make(
        "button",
        { type: "button", class: "chat", "data-chat": chat.id, onclick: () => phone.open(chat.id, { focus: true }) },
        avatar(title, phone.faceOf(chat), phone.photoOf(chat)),
        make("span", { class: "chat-title" }, title),
        make("span", { class: "chat-time" }, latest && whenShort(latest.date, phone.store.now, phone.words.locale)),
        make("span", { class: "chat-latest" }, latest ? this.#preview(chat, latest) : phone.words("no_messages")),
        unread > 0 && make("span", { class: "badge", "aria-label": phone.words("unread", { count: unread }) }, String(unread)),
      ),
    );
  }
}
