/** The bottom of a chat: what is typed, the commands, or the one button that is possible. */

import { icon, iconButton, make } from "./dom.js";
import { Inline } from "./inline.js";
import { openMenu, stepThrough } from "./overlays.js";

const KINDS = ["photo", "file", "voice", "sticker"];

export class Composer {
  #chat = null;
  #about = null;

  constructor(phone) {
    this.phone = phone;
    const { words } = phone;
    this.commands = make("div", { class: "commands", role: "group", hidden: true, onkeydown: (event) => this.#inCommands(event) });
    this.menu = make("button", { type: "button", class: "commands-button", "aria-expanded": "false", "aria-label": words("commands"), title: words("commands"), onclick: () => this.#toggleCommands() }, icon("menu"));
    this.input = make("textarea", { class: "input", rows: 1, placeholder: words("message"), enterKeyHint: "send", oninput: () => this.#suggest(), onkeydown: (event) => this.#typed(event) });
    this.about = make("div", { class: "about", hidden: true });
    const attach = iconButton("attach", words("attach"), () => this.#attach(attach), { "aria-haspopup": "menu" });
    this.line = make("form", { class: "line", onsubmit: (event) => this.#submitted(event) }, this.menu, this.input, attach, make("button", { class: "icon-button send", "aria-label": words("send"), title: words("send") }, icon("send")));
    this.only = make("button", { type: "button", class: "only", hidden: true });
    this.only.addEventListener("click", () => this.onlyAction());
    this.inline = new Inline(phone, () => this.#clear());
    this.element = make("div", { class: "composer" }, this.inline.element, this.commands, this.about, this.line, this.only);
  }

  /** Show what is possible in this chat. */
  update(chat) {
    if (chat.id !== this.#chat?.id) this.#clear();
    this.#chat = chat;
    this.input.setAttribute("aria-label", this.phone.words("message_to", { chat: this.phone.titleOf(chat.id) }));
    const [label, action] = this.#onlyPossible(chat);
    this.only.hidden = !label;
    this.only.textContent = label ?? "";
    this.onlyAction = action;
    this.line.hidden = Boolean(label);
    this.menu.hidden = this.#allCommands().length === 0;
  }

  /** Put this into the line, as if it was typed. */
  type(text) {
    this.input.value = text;
    this.#suggest();
    this.focus();
  }

  focus() {
    (this.line.hidden ? this.only : this.input).focus();
  }

  reply(message) {
    this.#begin({ reply_to: message.message_id }, this.phone.words("reply_to", { name: this.phone.nameOf(message.from) }), message, "reply");
  }

  edit(message) {
    this.#begin({ message_id: message.message_id }, this.phone.words("editing"), message, "edit");
    this.input.value = message.text;
  }

  #onlyPossible(chat) {
    const { phone } = this;
    if (chat.type !== "private") return [];
    if (chat.blocked) return [phone.words("unblock"), () => phone.act("unblock")];
    if (!chat.started) return [phone.words("start"), () => phone.act("send", { chat: chat.id, text: "/start" })];
    return [];
  }

  #begin(about, title, message, sign) {
    this.#about = about;
    const texts = make("div", { class: "about-texts" }, make("div", { class: "replied-name" }, title), make("div", { class: "replied-text" }, this.phone.summary(message)));
    this.about.replaceChildren(icon(sign), texts, iconButton("close", this.phone.words("cancel"), () => this.#clear()));
    this.about.hidden = false;
    this.input.focus();
  }

  #clear() {
    this.#about = null;
    this.about.hidden = true;
    this.input.value = "";
    this.inline.close();
    this.#closeCommands();
  }

  async #submitted(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (!text) return;
    const chat = this.#chat.id;
    const about = this.#about ?? {};
    this.#clear();
    const done = await this.phone.act("message_id" in about ? "edit" : "send", { chat, text, ...about });
    if (!done) this.#restore(chat, text, about);
  }

  /** What could not be sent is there again, unless something else was begun meanwhile. */
  #restore(chat, text, about) {
    if (this.#chat.id !== chat || this.#about || this.input.value) return;
    this.input.value = text;
    if (!Object.keys(about).length) return;
    this.#about = about;
    this.about.hidden = false;
  }

  #typed(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.line.requestSubmit();
    } else if (event.key === "Escape") this.#escaped(event);
    else if (event.key === "ArrowUp" && !this.commands.hidden) {
      event.preventDefault();
      this.commands.lastElementChild.focus();
    } else if (event.key === "ArrowUp" && !this.input.value) this.#editLast(event);
  }

  #escaped(event) {
    if (!this.commands.hidden) this.#closeCommands();
    else if (this.#about) this.#clear();
    else return;
    event.stopPropagation();
  }

  #editLast(event) {
    const own = this.phone.lastOwn(this.#chat.id);
    if (!own?.text) return;
    event.preventDefault();
    this.edit(own);
  }

  // ---------------------------------------------------------- commands

  #allCommands() {
    const { commands } = this.phone.store.bot;
    return commands[this.phone.person.language] ?? commands[""] ?? [];
  }

  /** While a command is being typed, show those that begin like it. */
  #suggest() {
    const typed = this.input.value;
    if (this.inline.typed(typed, this.#chat.id)) return this.#closeCommands();
    if (!/^\/\w*$/.test(typed)) return this.#closeCommands();
    const fitting = this.#allCommands().filter(({ command }) => command.startsWith(typed.slice(1).toLowerCase()));
    this.#showCommands(fitting, this.phone.words("command_suggestions"));
  }

  #toggleCommands() {
    if (!this.commands.hidden) return this.#closeCommands();
    this.#showCommands(this.#allCommands(), this.phone.words("commands"));
    this.menu.setAttribute("aria-expanded", "true");
    this.commands.firstElementChild?.focus();
  }

  #showCommands(list, label) {
    this.commands.setAttribute("aria-label", label);
    this.commands.replaceChildren(...list.map((command) => this.#commandButton(command)));
    this.commands.hidden = list.length === 0;
    this.commands.scrollTop = 0;
  }

  #commandButton({ command, description }) {
    const onclick = () => {
      this.#clear();
      this.phone.sendCommand(`/${command}`);
      this.input.focus();
    };
    return make("button", { type: "button", onclick }, make("span", { class: "command" }, `/${command}`), make("span", { class: "explained" }, description));
  }

  #closeCommands() {
    this.commands.hidden = true;
    this.menu.setAttribute("aria-expanded", "false");
  }

  #inCommands(event) {
    if (event.key === "Escape") {
      event.stopPropagation();
      this.#closeCommands();
      this.input.focus();
    } else stepThrough(event, this.commands);
  }

  #attach(anchor) {
    const { phone } = this;
    const send = (kind) => phone.act("send_file", { chat: this.#chat.id, kind: kind === "file" ? "document" : kind });
    openMenu(anchor, KINDS.map((kind) => ({ label: phone.words(kind), onchoose: () => send(kind) })), phone.words("attach"));
  }
}
